// The mock's memory: people, tickets, channels, audit. Everybody in it is invented.
import { seedTickets } from './seed_tickets.mjs';
import { seedChannels } from './seed_channels.mjs';

export const setupToken = 'mock-setup-token';
export const demoPassword = 'correct horse battery';

export function makeStore({ fresh = false, count = 0 } = {}) {
  const store = {
    nextId: 5000,
    needsSetup: fresh,
    users: [],
    sessions: new Map(),
    failures: new Map(),
    tickets: [],
    messages: new Map(),
    uploads: new Map(),
    sentKeys: new Map(),
    channels: [],
    ledger: new Map(),
    audit: [],
    listeners: new Set(),
    eventId: 0,
    mistakes: [],
    delay: 0,
  };
  if (!fresh) {
    addUser(store, 'admin', '周宁', ['admin', 'supervisor'], 'zh-CN');
    addUser(store, 'limin', '李敏', ['agent'], 'zh-CN');
    addUser(store, 'wangqiang', '王强', ['agent'], 'zh-CN');
    addUser(store, 'emma', 'Emma Clark', ['supervisor'], 'en');
    addUser(store, 'keeper', 'Sam Keeper', ['admin'], 'en');
    seedChannels(store);
    seedTickets(store, count);
  }
  return store;
}

export const newId = (store) => String((store.nextId += 1));
export const stamp = (offsetMinutes = 0) => new Date(Date.now() + offsetMinutes * 60_000).toISOString();

export function addUser(store, name, displayName, roles, language, password = demoPassword) {
  const user = {
    id: newId(store),
    name,
    display_name: displayName,
    roles,
    language,
    theme: 'auto',
    disabled: false,
    created_at: stamp(-60 * 24 * 30),
    version: 1,
    password,
  };
  store.users.push(user);
  return user;
}

export function record(store, user, action, object, extra = {}) {
  store.audit.unshift({
    seq: String(store.audit.length + 1),
    at: stamp(),
    actor: {
      kind: user ? 'user' : 'system',
      id: user?.id ?? '0',
      name: user?.display_name ?? '',
      roles: user?.roles ?? [],
    },
    action,
    object: { ...object, number: store.tickets.find((one) => one.id === object.id)?.number ?? '' },
    ip: '127.0.0.1',
    request_id: `mock-${store.audit.length + 1}`,
    run: '4711',
    policy: 'sop@1f3a09c2',
    reason: '',
    before: null,
    after: null,
    result: 'ok',
    redacted: false,
    ...extra,
  });
}

export function announce(store, event, data) {
  store.eventId += 1;
  for (const send of store.listeners) send(store.eventId, event, data);
}
