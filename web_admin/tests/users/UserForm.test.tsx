import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Role } from '../../src/api/types';
import { Dialog } from '../../src/parts/Dialog';
import { UserForm, type UserTask } from '../../src/users/UserForm';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { rightsOf } from '../support/rights';
import { sampleUser } from '../support/samples';

const versioned = (version: number, changes: Parameters<typeof sampleUser>[0], open_tickets = 0) => ({
  ...sampleUser(changes),
  version,
  open_tickets,
  last_sign_in: null,
});
const everyRole: Role[] = ['agent', 'supervisor', 'admin'];
const roles = everyRole.map((role) => ({ role, rights: rightsOf([role]) }));
const admin = sampleUser({ roles: ['admin'] });
const seen = versioned(3, { id: '12', display_name: '王强', roles: ['agent'] });
const now = versioned(4, { id: '12', display_name: '王强', roles: ['agent', 'supervisor'] });

beforeEach(() => loadWords('en'));
beforeEach(() => {
  fakeServer(() => ({ status: 200, body: { items: roles, next: null } }));
});
afterEach(() => vi.unstubAllGlobals());

test('a change of somebody else is shown before it is replaced', async () => {
  const user = userEvent.setup();
  const done = vi.fn();
  const asked = fakeServer((one) => {
    if (one.path.endsWith('/roles')) return { status: 200, body: { items: roles, next: null } };
    if (one.method === 'GET') return { status: 200, body: { items: [now], next: null } };
    return one.headers['If-Match'] === '"4"'
      ? { status: 200, body: sampleUser({ id: '12', display_name: '王强强' }) }
      : { status: 412, body: { key: 'error.version', current_version: 4 } };
  });
  renderPart(<UserForm task={{ kind: 'edit', user: seen }} onDone={done} />, admin);
  const name = screen.getByLabelText('Display name');
  await user.clear(name);
  await user.type(name, '王强强');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Roles: Agent · Supervisor')).toBeTruthy();
  expect(name).toHaveProperty('value', '王强强');
  expect(done).not.toHaveBeenCalled();
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await vi.waitFor(() => expect(done).toHaveBeenCalled());
  const sent = asked.filter((one) => one.method === 'PATCH');
  expect(sent.map((one) => one.headers['If-Match'])).toEqual(['"3"', '"4"']);
  expect(sent[1]?.body).toMatchObject({ display_name: '王强强', roles: ['agent', 'supervisor'] });
});

test('other roles that take the tickets away tell their number before they are saved', async () => {
  const user = userEvent.setup();
  fakeServer(() => ({ status: 200, body: { items: roles, next: null } }));
  const owner = versioned(3, { id: '12', display_name: '王强', roles: ['agent'] }, 2);
  renderPart(<UserForm task={{ kind: 'edit', user: owner }} onDone={vi.fn()} />, admin);
  const words = '王强 owns 2 open tickets. They go back to the queue.';
  await user.click(await screen.findByRole('checkbox', { name: /Administrator/ }));
  expect(screen.queryByText(words)).toBeNull();
  await user.click(screen.getByRole('checkbox', { name: /Agent/ }));
  expect(await screen.findByText(words)).toBeTruthy();
});

test.each<{ task: UserTask; field: string }>([
  { task: { kind: 'add' }, field: 'User name' },
  { task: { kind: 'edit', user: seen }, field: 'Display name' },
  { task: { kind: 'password', user: seen }, field: 'Password' },
])('the dialog to $task.kind begins in its first field', async ({ task, field }) => {
  renderPart(
    <Dialog opened onClose={() => undefined}>
      <UserForm task={task} onDone={() => undefined} />
    </Dialog>,
    admin,
  );
  await waitFor(() =>
    expect(document.activeElement).toBe(screen.getByLabelText(field, { selector: 'input' })),
  );
});

test('a refusal of the server goes when the form itself finds a mistake', async () => {
  const user = userEvent.setup();
  const key = 'error.name_taken';
  fakeServer(() => ({
    status: 409,
    body: { key, errors: [{ field: 'name', message: '', key }] },
  }));
  renderPart(<UserForm task={{ kind: 'add' }} onDone={() => undefined} />, admin);
  const add = () => user.click(screen.getByRole('button', { name: 'Add a person' }));
  await user.type(screen.getByLabelText('User name'), 'boss');
  await user.type(screen.getByLabelText('Display name'), 'Boss');
  await user.type(
    screen.getByLabelText('Password', { selector: 'input' }),
    'quiet river under seven bridges',
  );
  await add();
  expect(await screen.findAllByText('This user name is already in use.')).toHaveLength(2);
  await user.clear(screen.getByLabelText('Display name'));
  await add();
  expect(screen.queryByText('This user name is already in use.')).toBeNull();
});
