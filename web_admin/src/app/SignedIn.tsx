// Everything behind the login: the shell around it and the pages that a person's rights open.
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { Boundary } from '../parts/Boundary';
import { Waiting } from '../parts/Waiting';
import { LiveProvider } from './live';
import { homeOf } from './pages';
import { Relogin } from './Relogin';
import { may, useRights } from './session';
import { Shell } from './Shell';

const InboxPage = lazy(() => import('../inbox/InboxPage'));
const InDoubtPage = lazy(() => import('../doubt/InDoubtPage'));
const ChannelsPage = lazy(() => import('../channels/ChannelsPage'));
const NewChannelPage = lazy(() => import('../channels/NewChannelPage'));
const ChannelPage = lazy(() => import('../channels/ChannelPage'));
const UsersPage = lazy(() => import('../users/UsersPage'));
const AuditPage = lazy(() => import('../audit/AuditPage'));
const HealthPage = lazy(() => import('../health/HealthPage'));
const ProfilePage = lazy(() => import('../profile/ProfilePage'));
const NotFoundPage = lazy(() => import('./NotFoundPage'));

function Pages() {
  const rights = useRights();
  return (
    <Switch>
      <Route path="/">
        <Redirect to={homeOf(rights)} replace />
      </Route>
      {may(rights, 'see_tickets') && <Route path="/inbox/:ref?" component={InboxPage} />}
      {may(rights, 'see_tickets') && <Route path="/in-doubt" component={InDoubtPage} />}
      {may(rights, 'run_channels') && <Route path="/channels/new" component={NewChannelPage} />}
      {may(rights, 'see_channels') && <Route path="/channels" component={ChannelsPage} />}
      {may(rights, 'see_channels') && <Route path="/channels/:id" component={ChannelPage} />}
      {may(rights, 'run_users') && <Route path="/users" component={UsersPage} />}
      {may(rights, 'read_audit') && <Route path="/audit" component={AuditPage} />}
      {may(rights, 'see_channels') && <Route path="/health" component={HealthPage} />}
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
