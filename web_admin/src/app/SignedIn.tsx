// Everything behind the login: the shell around it and the pages a role may open.
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { Boundary } from '../parts/Boundary';
import { Waiting } from '../parts/Waiting';
import { LiveProvider } from './live';
import { Relogin } from './Relogin';
import { isAdmin, maySeeAudit, maySeeChannels, mayWorkTickets, useUser } from './session';
import { Shell } from './Shell';

const InboxPage = lazy(() => import('../inbox/InboxPage'));
const ChannelsPage = lazy(() => import('../channels/ChannelsPage'));
const NewChannelPage = lazy(() => import('../channels/NewChannelPage'));
const ChannelPage = lazy(() => import('../channels/ChannelPage'));
const UsersPage = lazy(() => import('../users/UsersPage'));
const AuditPage = lazy(() => import('../audit/AuditPage'));
const HealthPage = lazy(() => import('../health/HealthPage'));
const ProfilePage = lazy(() => import('../profile/ProfilePage'));
const NotFoundPage = lazy(() => import('./NotFoundPage'));

function Pages() {
  const user = useUser();
  const home = mayWorkTickets(user) ? '/inbox' : '/channels';
  return (
    <Switch>
      <Route path="/">
        <Redirect to={home} replace />
      </Route>
      {mayWorkTickets(user) && <Route path="/inbox/:ref?" component={InboxPage} />}
      {isAdmin(user) && <Route path="/channels/new" component={NewChannelPage} />}
      {maySeeChannels(user) && <Route path="/channels" component={ChannelsPage} />}
      {maySeeChannels(user) && <Route path="/channels/:id" component={ChannelPage} />}
      {isAdmin(user) && <Route path="/users" component={UsersPage} />}
      {maySeeAudit(user) && <Route path="/audit" component={AuditPage} />}
      {maySeeChannels(user) && <Route path="/health" component={HealthPage} />}
      <Route path="/profile" component={ProfilePage} />
      <Route component={NotFoundPage} />
    </Switch>
  );
}

export default function SignedIn() {
  const [path] = useLocation();
  return (
    <LiveProvider>
      <Shell>
        <Boundary place={path}>
          <Suspense fallback={<Waiting />}>
            <Pages />
          </Suspense>
        </Boundary>
      </Shell>
      <Relogin />
    </LiveProvider>
  );
}
