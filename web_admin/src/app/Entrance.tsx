import { lazy, Suspense, useEffect } from 'react';
import { useLocation } from 'wouter';
import { Boundary } from '../parts/Boundary';
import { Failure } from '../parts/Failure';
import { Waiting } from '../parts/Waiting';
import { useSession } from './session';

const SetupPage = lazy(() => import('../setup/SetupPage'));
const LoginPage = lazy(() => import('../login/LoginPage'));
const SignedIn = lazy(() => import('./SignedIn'));

/** Shows what the session state asks for; the address stays, so login leads back to the page that was wanted. */
export function Entrance() {
  const { state, refresh } = useSession();
  const [path, navigate] = useLocation();
  const signedIn = state.kind === 'signed_in';

  useEffect(() => {
    if (signedIn && (path === '/login' || path === '/setup')) navigate('/', { replace: true });
  }, [signedIn, path, navigate]);

  switch (state.kind) {
    case 'loading':
      return <Waiting />;
    case 'failed':
      return <Failure problem={state.problem} onRetry={() => void refresh()} page />;
    default:
      return (
        <Boundary place={state.kind}>
          <Suspense fallback={<Waiting />}>
            {state.kind === 'setup' && <SetupPage />}
            {state.kind === 'signed_out' && <LoginPage />}
            {state.kind === 'signed_in' && <SignedIn />}
          </Suspense>
        </Boundary>
      );
  }
}
