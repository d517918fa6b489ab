// Routes of the mock for session, set-up, users, channels, audit and status.
import { randomBytes } from 'node:crypto';
import { checkPerson, checkVersion, contract, cookieName, shaped } from './gate.mjs';
import { refuse, sendJson } from './http.mjs';
import { plugins } from './seed_channels.mjs';
import { seedTickets } from './seed_tickets.mjs';
import { addUser, announce, newId, record, setupToken, stamp } from './store.mjs';

const publicUser = (user) => shaped('User', user);

function openSession(store, response, user) {
  const id = randomBytes(16).toString('hex');
  const session = { id, user, csrf: randomBytes(16).toString('hex') };
  store.sessions.set(id, session);
  response.setHeader('Set-Cookie', `${cookieName}=${id}; Path=/; HttpOnly; SameSite=Strict`);
  record(store, user, 'auth.login', { type: 'user', id: user.id });
  return session;
}

const answerSession = ({ user, csrf }) => ({ user: publicUser(user), csrf, expires_at: stamp(480) });

const refuseField = (status, code, field, key) => refuse(status, code, key, { [field]: key });

function knowsZone(name) {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

export async function setupRoutes({ store, method, response, body }) {
  const needed = store.needsSetup;
  if (method === 'GET') return sendJson(response, 200, { needed, token_required: needed });
  if (!needed) return refuse(404, 'not_found');
  const form = await body();
  if (form.token !== setupToken) refuseField(403, 'forbidden', 'token', 'error.setup_token');
  if (!knowsZone(form.time_zone ?? 'Asia/Shanghai'))
    refuseField(400, 'invalid', 'time_zone', 'error.time_zone');
  checkPerson(form);
  const user = addUser(
    store,
    form.name,
    form.display_name,
    (form.also_answers ?? true) ? ['admin', 'supervisor'] : ['admin'],
    form.language ?? 'zh-CN',
    form.password,
  );
  store.needsSetup = false;
  record(store, user, 'user.create', { type: 'user', id: user.id });
  return sendJson(response, 201, answerSession(openSession(store, response, user)));
}

function login(store, response, { name, password }) {
  const failures = store.failures.get(name) ?? { count: 0, until: 0 };
  const wait = Math.ceil((failures.until - Date.now()) / 1000);
  if (wait > 0) {
    response.setHeader('Retry-After', String(wait));
    refuse(429, 'limit', 'error.login_delayed');
  }
  const user = store.users.find((one) => one.name === name && one.password === password && !one.disabled);
  if (!user) {
    failures.count += 1;
    if (failures.count >= 5) Object.assign(failures, { count: 0, until: Date.now() + 30_000 });
    store.failures.set(name, failures);
    refuse(401, 'unauthorised', 'error.login_failed');
  }
  store.failures.delete(name);
  return openSession(store, response, user);
}

export async function sessionRoutes({ store, session, method, response, body }) {
  if (method === 'POST') return sendJson(response, 200, answerSession(login(store, response, await body())));
  if (method === 'GET') return sendJson(response, 200, answerSession(session));
  store.sessions.delete(session.id);
  return response.writeHead(204).end();
}

export async function meRoutes({ store, user, response, body }) {
  const patch = await body();
  if (patch.password !== undefined && patch.current_password !== user.password)
    refuseField(400, 'invalid', 'current_password', 'error.current_password');
  checkPerson(patch);
  for (const field of ['display_name', 'language', 'theme', 'password'])
    if (patch[field]) user[field] = patch[field];
  user.version += 1;
  record(store, user, 'user.change', { type: 'user', id: user.id });
  return sendJson(response, 200, publicUser(user));
}

const isAdmin = (user) => user.roles.includes('admin') && !user.disabled;

function changeUser({ store, user, operation, request }, found, form) {
  checkPerson(form);
  checkVersion(operation, request, found);
  const before = { roles: found.roles, disabled: found.disabled };
  const after = { ...found, ...form };
  if (isAdmin(found) && !isAdmin(after) && !store.users.some((one) => one !== found && isAdmin(one)))
    refuse(409, 'conflict', 'error.last_admin');
  Object.assign(found, form);
  found.version += 1;
  const changes = { before, after: { roles: found.roles, disabled: found.disabled } };
  record(store, user, 'user.change', { type: 'user', id: found.id }, changes);
  return found;
}

export async function userRoutes(context) {
  const { store, user, method, parts, response, body } = context;
  if (method === 'GET') return sendJson(response, 200, { items: store.users.map(publicUser), next: null });
  const form = await body();
  if (method === 'PATCH') {
    const found = store.users.find((one) => one.id === parts[1]) ?? refuse(404, 'not_found');
    return sendJson(response, 200, publicUser(changeUser(context, found, form)));
  }
  checkPerson(form);
  if (store.users.some((one) => one.name === form.name.toLowerCase()))
    refuseField(409, 'conflict', 'name', 'error.name_taken');
  const language = form.language ?? 'zh-CN';
  const made = addUser(
    store,
    form.name.toLowerCase(),
    form.display_name,
    form.roles,
    language,
    form.password,
  );
  const after = { name: made.name, roles: made.roles };
  record(store, user, 'user.create', { type: 'user', id: made.id }, { after });
  return sendJson(response, 201, publicUser(made));
}

// Hosts that stand for one failure each, so that every outcome of the connection test can be seen.
const failing = {
  'nowhere.example.com': ['dns', 'dns_failed'],
  'closed.example.com': ['tcp', 'connection_refused'],
  'slow.example.com': ['tcp', 'timeout'],
  'badcert.example.com': ['tls', 'certificate_invalid'],
  'oldtls.example.com': ['tls', 'tls_failed'],
};

function check(config) {
  let bad = failing[config.imap?.host];
  if (!bad && config.sign_in?.password === 'wrong') bad = ['auth', 'auth_failed'];
  if (!bad && config.folders?.includes('Missing')) bad = ['folder', 'folder_missing'];
  let failed = false;
  const steps = ['dns', 'tcp', 'tls', 'auth', 'folder', 'smtp'].map((name) => {
    if (failed) return { name, state: 'skipped', code: '', text: '' };
    failed = name === bad?.[0];
    return failed
      ? { name, state: 'failed', code: bad[1], text: `${bad[1]} at ${name}` }
      : { name, state: 'ok', code: '', text: '' };
  });
  return { ok: !failed, steps };
}

const secretNames = ['password', 'refresh_token'];

function hideSecrets(value) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    secretNames.includes(name)
      ? { set: Boolean(typeof inner === 'object' ? inner?.set : inner) }
      : hideSecrets(inner),
  ]);
  return Object.fromEntries(entries);
}

const showChannel = (channel) => ({ ...channel, config: hideSecrets(channel.config) });

const trimmed = (name) => name.trim() || refuseField(400, 'invalid', 'name', 'error.channel_name');

function checkConfig(plugin, config) {
  if (!plugins.some((one) => one.id === plugin)) refuse(404, 'not_found');
  if (plugin.endsWith('email') && !config.address) refuse(400, 'invalid');
}

function addChannel(store, user, form) {
  const name = trimmed(form.name);
  checkConfig(form.plugin, form.config);
  const made = {
    id: newId(store),
    plugin: form.plugin,
    name,
    enabled: true,
    state: 'ok',
    reason: null,
    last_success_at: stamp(),
    next_poll_at: stamp(1),
    activated_at: stamp(),
    config: form.config,
    version: 1,
    counters: { received: 0, pending: 0, failed: 0, outbox: 0 },
  };
  store.channels.push(made);
  store.ledger.set(made.id, []);
  record(store, user, 'channel.create', { type: 'channel', id: made.id }, { after: { name: made.name } });
  if (store.tickets.length === 0) {
    seedTickets(store, 0);
    for (const { id, number, version } of store.tickets)
      announce(store, 'ticket', { id, number, version, kind: 'created' });
  }
  return made;
}

function ledgerPage(store, channel, query) {
  const fate = query.get('fate');
  const items = store.ledger.get(channel.id).filter((item) => !fate || item.fate === fate);
  const ticket = store.tickets[0];
  const linked = items.map((item) =>
    ticket && (item.fate === 'ticket' || item.fate === 'follow_up')
      ? { ...item, ticket: { id: ticket.id, number: ticket.number } }
      : item,
  );
  return pageOf(linked, query, (item) => item.id);
}

export function pageOf(items, query, idOf) {
  const limit = Math.min(200, Math.max(1, Number(query.get('limit') ?? 50)));
  const after = query.get('after');
  const start = after ? items.findIndex((item) => idOf(item) === after) + 1 : 0;
  const slice = items.slice(start, start + limit);
  return { items: slice, next: start + limit < items.length ? idOf(slice.at(-1)) : null };
}

function poll(store, channel) {
  setTimeout(() => {
    channel.last_success_at = stamp();
    announce(store, 'channel', { id: channel.id, state: channel.state });
  }, 300).unref();
  return {};
}

function changeChannel(store, user, channel, patch) {
  if (patch.name !== undefined) channel.name = trimmed(patch.name);
  if (patch.config) Object.assign(channel, { config: patch.config, state: 'ok', reason: null });
  if (patch.enabled !== undefined)
    Object.assign(channel, { enabled: patch.enabled, state: patch.enabled ? 'ok' : 'stopped', reason: null });
  channel.version += 1;
  const after = { name: channel.name, enabled: channel.enabled };
  record(store, user, 'channel.change', { type: 'channel', id: channel.id }, { after });
  announce(store, 'channel', { id: channel.id, state: channel.state });
  return channel;
}

export async function channelRoutes({
  store,
  user,
  operation,
  method,
  parts,
  query,
  response,
  request,
  body,
}) {
  const ok = (data, status = 200) => sendJson(response, status, data);
  if (parts[0] === 'plugins' && method === 'POST') {
    const plugin = plugins.find((one) => one.id === parts[1]) ?? refuse(404, 'not_found');
    const { library_sha256 = plugin.library_sha256 } = await body();
    if (library_sha256 !== plugin.library_sha256) refuse(409, 'conflict', 'error.plugin_hash');
    plugin.approval = { ...plugin.approval, state: 'approved', library_sha256 };
    return ok(plugin);
  }
  if (parts[0] === 'plugins') return ok({ items: plugins, next: null });
  const [, id, act] = parts;
  if (method === 'GET' && !id) return ok({ items: store.channels.map(showChannel), next: null });
  if (method === 'POST' && !id) return ok(showChannel(addChannel(store, user, await body())), 201);
  if (id === 'check') {
    const form = await body();
    checkConfig(form.plugin, form.config);
    return ok(check(form.config));
  }
  const channel = store.channels.find((one) => one.id === id) ?? refuse(404, 'not_found');
  if (act === 'ledger') return ok(ledgerPage(store, channel, query));
  if (method === 'GET') return ok(showChannel(channel));
  const patch = method === 'DELETE' ? {} : await body();
  if (act === 'poll') return ok(poll(store, channel), 202);
  checkVersion(operation, request, channel);
  if (method === 'PATCH') return ok(showChannel(changeChannel(store, user, channel, patch)));
  store.channels = store.channels.filter((one) => one !== channel);
  record(store, user, 'channel.remove', { type: 'channel', id: channel.id });
  return response.writeHead(204).end();
}

export async function auditRoutes({ store, parts, query, response }) {
  if (parts[1] === 'state')
    return sendJson(response, 200, {
      size: store.audit.length,
      last_checkpoint: { size: store.audit.length, at: stamp(-3), root: 'a3f1c09be2d84c5577fe01' },
      intact: true,
    });
  const has = (text, wanted) => !wanted || (text ?? '').includes(wanted);
  const since = query.get('since') ?? '';
  const until = query.get('until') ?? '9999';
  const items = store.audit.filter(
    (one) =>
      new Date(one.at) >= new Date(since || 0) &&
      new Date(one.at) < new Date(until) &&
      has(one.action, query.get('action')) &&
      has(one.actor.id, query.get('actor')) &&
      (has(one.object.id, query.get('object_id')) || has(one.object.number, query.get('object_id'))),
  );
  return sendJson(
    response,
    200,
    pageOf(items, query, (item) => String(item.seq)),
  );
}

/** What the machine tells of itself: health, figures, and the description. */
export async function machineRoutes({ operation, response }) {
  if (operation.id === 'getDescription') return sendJson(response, 200, contract.description);
  if (operation.id === 'getHealth') return sendJson(response, 200, { status: 'ok' });
  if (operation.id === 'getReadiness') return sendJson(response, 200, { ready: true, reasons: [] });
  return response.writeHead(200, { 'Content-Type': 'text/plain' }).end('frontdesk_mock 1\n');
}

export async function statusRoutes({ store, response }) {
  const channels = {};
  for (const channel of store.channels) channels[channel.state] = (channels[channel.state] ?? 0) + 1;
  return sendJson(response, 200, {
    version: '0.1.0',
    schema: 1,
    uptime_s: Math.floor(process.uptime()) + 93_784,
    channels,
    journal_pending: 3,
    outbox_pending: 2,
    oldest_pending_at: stamp(-4),
  });
}
