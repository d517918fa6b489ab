import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SessionProvider, useSession } from '../../src/app/session';
import { Drafts } from '../../src/ticket/drafts';
import { fakeServer } from '../support/fake_server';
import { loadWords } from '../support/render';
import { sampleSession, sampleUser } from '../support/samples';

function Who() {
  const { state, signOut } = useSession();
  return (
    <>
      <p>{state.kind === 'signed_in' ? `here: ${state.user.name}` : state.kind}</p>
      <button onClick={() => void signOut()}>leave</button>
    </>
  );
}

const show = () =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SessionProvider>
        <Who />
      </SessionProvider>
    </QueryClientProvider>,
  );
const draftOf = (id: string) => new Drafts(id, '41').text('reply');

beforeEach(async () => {
  await loadWords('en');
  localStorage.setItem('frontdesk.visited', '1');
  new Drafts('1', '41').keepText('reply', 'of the first');
  new Drafts('2', '41').keepText('reply', 'of the second');
});
afterEach(() => vi.unstubAllGlobals());

test("who signs in finds own drafts and nobody else's; who signs out leaves none", async () => {
  const session = sampleSession(sampleUser({ id: '2', name: 'second' }));
  fakeServer((one) => (one.method === 'DELETE' ? { status: 204 } : { status: 200, body: session }));
  show();
  await screen.findByText('here: second');
  expect([draftOf('1'), draftOf('2')]).toEqual(['', 'of the second']);
  screen.getByText('leave').click();
  await screen.findByText('signed_out');
  expect(draftOf('2')).toBe('');
});

test('signing out in another tab clears the drafts of this one', async () => {
  const session = sampleSession(sampleUser({ id: '2', name: 'second' }));
  fakeServer(() => ({ status: 200, body: session }));
  show();
  await screen.findByText('here: second');
  const otherTab = new BroadcastChannel('frontdesk.session');
  otherTab.postMessage({ kind: 'signed_out' });
  await screen.findByText('signed_out');
  expect(draftOf('2')).toBe('');
  otherTab.close();
});
