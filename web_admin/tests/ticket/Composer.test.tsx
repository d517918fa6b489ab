import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Message, Ticket } from '../../src/api/types';
import { Composer } from '../../src/ticket/Composer';
import { FailureNotice } from '../../src/ticket/FailureNotice';
import { useActs } from '../../src/ticket/useTicket';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { sampleMessage, sampleTicket, sampleUser } from '../support/samples';

function Host({ ticket, messages }: { ticket: Ticket; messages: Message[] }) {
  const acts = useActs(ticket.number, ticket);
  return (
    <>
      {acts.failure && <FailureNotice failure={acts.failure} />}
      <Composer ticket={ticket} acts={acts} messages={messages} />
    </>
  );
}

const first = [sampleMessage()];
const replies = (asked: { method: string; path: string }[]) =>
  asked.filter((one) => one.path.endsWith('/replies'));

beforeEach(() => loadWords('en'));
afterEach(() => vi.unstubAllGlobals());

test('sends with the version it saw and empties after success', async () => {
  const user = userEvent.setup();
  const asked = fakeServer(() => ({ status: 201, body: sampleMessage({ kind: 'outbound' }) }));
  renderPart(<Host ticket={sampleTicket()} messages={first} />);
  await user.type(screen.getByRole('textbox', { name: 'Reply' }), 'Hello');
  await user.click(screen.getByRole('button', { name: 'Other ways to send' }));
  await user.click(await screen.findByRole('menuitem', { name: /^Send and resolve/ }));
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Reply' })).toHaveProperty('value', ''));
  const [sent] = replies(asked) as typeof asked;
  expect(sent?.headers['If-Match']).toBe('"3"');
  expect(sent?.headers['Idempotency-Key']).toMatch(/^[0-9a-f]{32}$/);
  expect(sent?.body).toEqual({ text: 'Hello', attachments: [], resolve: true });
});

// P-34, P-35
test('a conflict shows what changed and keeps the text', async () => {
  const user = userEvent.setup();
  fakeServer((asked) =>
    asked.path.endsWith('/replies')
      ? { status: 412, body: { code: 'conflict', key: 'error.conflict', current_version: 4 } }
      : { status: 200, body: sampleTicket({ version: 4, owner: { id: '2', display_name: 'Emma' } }) },
  );
  renderPart(<Host ticket={sampleTicket()} messages={first} />);
  await user.type(screen.getByRole('textbox', { name: 'Reply' }), 'My careful answer');
  await user.click(screen.getByRole('button', { name: 'Send' }));
  expect(await screen.findByText('Owner: None → Emma')).toBeTruthy();
  expect(screen.getByRole('textbox', { name: 'Reply' })).toHaveProperty('value', 'My careful answer');
});

test('an ended session is told by the dialog alone, so nothing stays behind it', async () => {
  const user = userEvent.setup();
  const asked = fakeServer(() => ({ status: 401, body: { code: 'unauthorised', key: 'error.signed_out' } }));
  renderPart(<Host ticket={sampleTicket()} messages={first} />);
  await user.type(screen.getByRole('textbox', { name: 'Reply' }), 'My careful answer');
  await user.click(screen.getByRole('button', { name: 'Send' }));
  await waitFor(() => expect(replies(asked)).toHaveLength(1));
  await waitFor(() => expect(screen.getByRole('button', { name: 'Send' })).toHaveProperty('disabled', false));
  expect(screen.queryByRole('alert')).toBeNull();
  expect(screen.getByRole('textbox', { name: 'Reply' })).toHaveProperty('value', 'My careful answer');
});

test.each([
  { tab: 'Reply', act: 'Send', path: '/replies' },
  { tab: 'Note', act: 'Add note', path: '/notes' },
])(
  'repeats a lost $tab with the same key, and takes a new one for another text',
  async ({ tab, act, path }) => {
    const user = userEvent.setup();
    const asked = fakeServer((one) => (one.path.endsWith(path) ? 'offline' : { status: 200, body: {} }));
    const sent = () => asked.filter((one) => one.path.endsWith(path));
    renderPart(<Host ticket={sampleTicket()} messages={first} />);
    await user.click(screen.getByRole('button', { name: tab }));
    const box = screen.getByRole('textbox', { name: tab });
    const send = () => user.click(screen.getByRole('button', { name: act }));
    await user.type(box, 'Hello');
    await send();
    await waitFor(() => expect(sent()).toHaveLength(1));
    await screen.findByText('The server cannot be reached.');
    await send();
    await waitFor(() => expect(sent()).toHaveLength(2));
    await user.type(box, '!');
    await send();
    await waitFor(() => expect(sent()).toHaveLength(3));
    const keys = sent().map((one) => one.headers['Idempotency-Key']);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
  },
);

// P-35
test('stops once when the customer wrote while the answer was being written', async () => {
  const user = userEvent.setup();
  const asked = fakeServer(() => ({ status: 201, body: sampleMessage({ kind: 'outbound' }) }));
  function Growing() {
    const [messages, setMessages] = useState(first);
    return (
      <>
        <button onClick={() => setMessages([...messages, sampleMessage({ id: '2', text: 'more' })])}>
          customer writes
        </button>
        <Host ticket={sampleTicket()} messages={messages} />
      </>
    );
  }
  renderPart(<Growing />);
  await user.type(screen.getByRole('textbox', { name: 'Reply' }), 'Hello');
  await user.click(screen.getByText('customer writes'));
  await user.click(screen.getByRole('button', { name: 'Send' }));
  expect(await screen.findByText(/A new message arrived/)).toBeTruthy();
  expect(replies(asked)).toHaveLength(0);
  await user.click(screen.getByRole('button', { name: 'Send' }));
  await waitFor(() => expect(replies(asked)).toHaveLength(1));
});

test('a look at the note neither forgets when the reply was begun nor shows its warning', async () => {
  const user = userEvent.setup();
  const asked = fakeServer(() => ({ status: 201, body: sampleMessage({ kind: 'outbound' }) }));
  const { rerender } = renderPart(<Host ticket={sampleTicket()} messages={first} />);
  const reply = () => screen.getByRole('textbox', { name: 'Reply' });
  await user.type(reply(), 'Answer');
  await user.click(screen.getByText('Note'));
  rerender(<Host ticket={sampleTicket()} messages={[...first, sampleMessage({ id: '2' })]} />);
  await user.click(screen.getByText('Reply'));
  await user.click(screen.getByRole('button', { name: 'Send' }));
  expect(await screen.findByText(/A new message arrived/)).toBeTruthy();
  expect(replies(asked)).toHaveLength(0);
  await user.click(screen.getByText('Note'));
  expect(screen.queryByText(/A new message arrived/)).toBeNull();
  await user.click(screen.getByText('Reply'));
  await user.clear(reply());
  expect(screen.queryByText(/A new message arrived/)).toBeNull();
  await user.type(reply(), 'Another answer');
  expect(screen.queryByText(/A new message arrived/)).toBeNull();
});

test('a draft outlives the page', async () => {
  const user = userEvent.setup();
  fakeServer(() => ({ status: 200, body: {} }));
  const { unmount } = renderPart(<Host ticket={sampleTicket()} messages={first} />);
  await user.type(screen.getByRole('textbox', { name: 'Reply' }), 'half an answer');
  unmount();
  renderPart(<Host ticket={sampleTicket()} messages={first} />);
  expect(screen.getByRole('textbox', { name: 'Reply' })).toHaveProperty('value', 'half an answer');
});

test('notes and replies keep separate drafts', async () => {
  const user = userEvent.setup();
  fakeServer(() => ({ status: 200, body: {} }));
  renderPart(<Host ticket={sampleTicket()} messages={first} />);
  await user.type(screen.getByRole('textbox', { name: 'Reply' }), 'to the customer');
  await user.click(screen.getByRole('button', { name: 'Note' }));
  await user.type(screen.getByRole('textbox', { name: 'Note' }), 'for colleagues');
  await user.click(screen.getByRole('button', { name: 'Reply' }));
  expect(screen.getByRole('textbox', { name: 'Reply' })).toHaveProperty('value', 'to the customer');
});

test('a send whose answer was lost keeps its key over a reload of the page', async () => {
  const user = userEvent.setup();
  const asked = fakeServer((one) => (one.path.endsWith('/replies') ? 'offline' : { status: 200, body: {} }));
  const { unmount } = renderPart(<Host ticket={sampleTicket()} messages={first} />);
  await user.type(screen.getByRole('textbox', { name: 'Reply' }), 'Hello');
  await user.click(screen.getByRole('button', { name: 'Send' }));
  await screen.findByText('The server cannot be reached.');
  unmount();
  renderPart(<Host ticket={sampleTicket()} messages={first} />);
  await user.click(screen.getByRole('button', { name: 'Send' }));
  await waitFor(() => expect(replies(asked)).toHaveLength(2));
  const [before, after] = (replies(asked) as typeof asked).map((one) => one.headers['Idempotency-Key']);
  expect(before).toBe(after);
});

test('what is typed while a note is on its way is not lost', async () => {
  const user = userEvent.setup();
  let arrive: () => void = () => undefined;
  fakeServer((one) =>
    one.method === 'GET'
      ? { status: 200, body: sampleTicket() }
      : { status: 201, body: sampleMessage({ kind: 'note' }) },
  );
  const answered = new Promise<void>((resolve) => (arrive = resolve));
  const fetchNow = fetch;
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (path.endsWith('/notes')) await answered;
    return fetchNow(path, init);
  });
  renderPart(<Host ticket={sampleTicket()} messages={first} />);
  await user.click(screen.getByRole('button', { name: 'Note' }));
  await user.type(screen.getByRole('textbox', { name: 'Note' }), 'for colleagues');
  await user.click(screen.getByRole('button', { name: 'Add note' }));
  const box = screen.getByRole('textbox', { name: 'Note' });
  expect(box).toHaveProperty('readOnly', true);
  expect(screen.getByRole('button', { name: 'Reply' })).toHaveProperty('disabled', true);
  arrive();
  await waitFor(() => expect(box).toHaveProperty('value', ''));
  expect(box).toHaveProperty('readOnly', false);
});

test('the draft of one person is not shown to the next', async () => {
  const user = userEvent.setup();
  fakeServer(() => ({ status: 200, body: {} }));
  const { unmount } = renderPart(<Host ticket={sampleTicket()} messages={first} />);
  await user.type(screen.getByRole('textbox', { name: 'Reply' }), 'half an answer');
  unmount();
  renderPart(<Host ticket={sampleTicket()} messages={first} />, sampleUser({ id: '10' }));
  expect(screen.getByRole('textbox', { name: 'Reply' })).toHaveProperty('value', '');
});

test('files alone ask for a line, and a refused file is named', async () => {
  const user = userEvent.setup();
  const upload = { id: '7', name: 'photo.png', size: 20, mime: 'image/png' };
  let uploads = 0;
  fakeServer(() =>
    uploads++ === 0 ? { status: 201, body: upload } : { status: 413, body: { key: 'error.too_large' } },
  );
  renderPart(<Host ticket={sampleTicket()} messages={first} />);
  const hint = 'Write a line to go with the files.';
  expect(screen.queryByText(hint)).toBeNull();
  const files = ['photo.png', 'film.mp4'].map((name) => new File(['x'], name));
  await user.upload(screen.getByLabelText('Attach files', { selector: 'input' }), files);
  expect(await screen.findByText(hint)).toBeTruthy();
  expect((await screen.findByRole('alert')).textContent).toMatch(/^film\.mp4 was not attached: /);
  expect(screen.getByRole('button', { name: 'Send' })).toHaveProperty('disabled', true);
  await user.type(screen.getByRole('textbox', { name: 'Reply' }), 'As you asked');
  expect(screen.queryByText(hint)).toBeNull();
  expect(screen.getByRole('button', { name: 'Send' })).toHaveProperty('disabled', false);
});

// P-34, P-35
test('tells when a colleague becomes the owner during a draft, and lets it be sent', async () => {
  const user = userEvent.setup();
  const asked = fakeServer(() => ({ status: 201, body: sampleMessage({ kind: 'outbound' }) }));
  const owned = (id: string, name: string) => sampleTicket({ owner: { id, display_name: name } });
  const part = (ticket: Ticket) => <Host ticket={ticket} messages={first} />;
  const { rerender } = renderPart(part(sampleTicket()));
  const warning = /became the owner/;
  rerender(part(owned('2', 'Emma')));
  await user.type(screen.getByRole('textbox', { name: 'Reply' }), 'Hello');
  expect(screen.queryByText(warning)).toBeNull();
  rerender(part(owned('9', '李敏')));
  expect(screen.queryByText(warning)).toBeNull();
  rerender(part(owned('3', 'Paul')));
  expect(screen.getByText(warning).textContent).toContain('Paul');
  await user.click(screen.getByRole('button', { name: 'Send' }));
  await waitFor(() => expect(replies(asked)).toHaveLength(1));
  await waitFor(() => expect(screen.queryByText(warning)).toBeNull());
});
