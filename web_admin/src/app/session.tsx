// Who is signed in. An expired session is not a page change: the login dialog opens over the page and nothing typed is lost.
import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { call, setCsrfToken, setUnauthorisedHandler } from '../api/client';
import { asProblem, type Problem } from '../api/problem';
import type { Right, Rights, Session, User } from '../api/types';
import { switchLanguage } from '../i18n';
import { applyTheme } from '../theme/scheme';
import { forgetDrafts } from '../ticket/drafts';
import { knownDevice, rememberDevice } from './known_device';

export type SessionState =
  | { kind: 'loading' }
  | { kind: 'failed'; problem: Problem }
  | { kind: 'setup' }
  | { kind: 'signed_out' }
  | { kind: 'signed_in'; user: User; rights: Rights; expired: boolean };

export interface SessionActions {
  state: SessionState;
  signIn: (name: string, password: string) => Promise<void>;
  signOut: () => Promise<void>;
  /** Asks the server again who is signed in. */
  refresh: () => Promise<void>;
  /** After set-up the server has signed the new administrator in. */
  enter: () => Promise<void>;
  updateUser: (user: User) => void;
}

export const SessionContext = createContext<SessionActions | null>(null);

/** What the tabs of one browser tell each other. */
type Told = { kind: 'signed_out' } | { kind: 'signed_in'; user: string };
const otherTabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('frontdesk.session');
const tell = (told: Told) => otherTabs?.postMessage(told);

// Remembers that someone signed in here, so that a first visit does not ask for a session that cannot exist.
const visitedKey = 'frontdesk.visited';

async function findState(): Promise<SessionState> {
  if (localStorage.getItem(visitedKey) === null) return findEntrance();
  try {
    const session = await call('session.show');
    return acceptSession(session);
  } catch (error) {
    const problem = asProblem(error);
    if (problem.status !== 401) return { kind: 'failed', problem };
    localStorage.removeItem(visitedKey);
  }
  return findEntrance();
}

async function findEntrance(): Promise<SessionState> {
  try {
    const setup = await call('setup.show');
    return { kind: setup.needed ? 'setup' : 'signed_out' };
  } catch (error) {
    const problem = asProblem(error);
    return problem.status === 404 ? { kind: 'signed_out' } : { kind: 'failed', problem };
  }
}

function acceptSession(session: Session): SessionState {
  setCsrfToken(session.csrf);
  localStorage.setItem(visitedKey, '1');
  // What somebody else began here is not for this person's eyes.
  forgetDrafts(session.user.id);
  return { kind: 'signed_in', user: session.user, rights: session.rights, expired: false };
}

function followUser(user: User): void {
  if (user.language) void switchLanguage(user.language);
  if (user.theme) applyTheme(user.theme);
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<SessionState>({ kind: 'loading' });
  const queries = useQueryClient();
  const personHere = useRef<string | null>(null);
  useEffect(() => {
    personHere.current = state.kind === 'signed_in' ? state.user.id : null;
  }, [state]);

  const refresh = useCallback(async () => {
    const found = await findState();
    if (found.kind === 'signed_in') followUser(found.user);
    setState(found);
  }, []);

  useEffect(() => {
    setUnauthorisedHandler(() =>
      setState((before) => (before.kind === 'signed_in' ? { ...before, expired: true } : before)),
    );
    const heard = (event: MessageEvent<Told>) => {
      if (event.data.kind === 'signed_out') {
        queries.clear();
        forgetDrafts();
        setState({ kind: 'signed_out' });
      } else {
        // The cookie is shared: this tab goes on as the same person with a new token, or as another person from scratch.
        if (event.data.user !== personHere.current) queries.clear();
        void refresh();
      }
    };
    otherTabs?.addEventListener('message', heard);
    void refresh();
    return () => otherTabs?.removeEventListener('message', heard);
  }, [queries, refresh]);

  const actions = useMemo<SessionActions>(
    () => ({
      state,
      refresh,
      enter: () => {
        localStorage.setItem(visitedKey, '1');
        return refresh();
      },
      signIn: async (name, password) => {
        const session = await call('session.open', { name, password, device: knownDevice() });
        rememberDevice(session.device);
        followUser(session.user);
        setState(acceptSession(session));
        tell({ kind: 'signed_in', user: session.user.id });
        await queries.invalidateQueries();
      },
      signOut: async () => {
        await call('session.close').catch(() => undefined);
        tell({ kind: 'signed_out' });
        queries.clear();
        forgetDrafts();
        localStorage.removeItem(visitedKey);
        setState({ kind: 'signed_out' });
      },
      updateUser: (user) => {
        followUser(user);
        setState((before) => (before.kind === 'signed_in' ? { ...before, user, expired: false } : before));
      },
    }),
    [state, refresh, queries],
  );
  return <SessionContext value={actions}>{children}</SessionContext>;
}

export function useSession(): SessionActions {
  const actions = useContext(SessionContext);
  if (!actions) throw new Error('useSession outside of SessionProvider');
  return actions;
}

function useSignedIn() {
  const { state } = useSession();
  if (state.kind !== 'signed_in') throw new Error('nobody is signed in: only for pages behind the login');
  return state;
}

/** The signed-in person; only for pages behind the login. */
export const useUser = (): User => useSignedIn().user;

/** How far that person's rights reach: they alone say what is shown. */
export const useRights = (): Rights => useSignedIn().rights;

/** null is what everybody may. */
export const may = (rights: Rights, right: Right | null): boolean =>
  right === null || rights[right] !== 'none';

export const useMay = (right: Right): boolean => may(useRights(), right);
