// Routes of the mock for session, set-up, users, channels, audit and status.
import { randomBytes } from 'node:crypto';
import { readCookie, refuse, sendJson } from './http.mjs';
import { plugins } from './seed_channels.mjs';
import { seedTickets } from './seed_tickets.mjs';
import { addUser, announce, newId, publicUser, record, setupToken, stamp } from './store.mjs';

export const cookieName = 'frontdesk';
const need = (user, ...roles) => roles.some((role) => user.roles.includes(role)) || refuse(403, 'forbidden');

export function currentSession(store, request) {
  const session = store.sessions.get(readCookie(request, cookieName));
  if (!session || session.user.disabled) return null;
  return session;
}

function openSession(store, response, user) {
  const id = randomBytes(16).toString('hex');
  const session = { id, user, csrf: randomBytes(16).toString('hex') };
  store.sessions.set(id, session);
  response.setHeader('Set-Cookie', `${cookieName}=${id}; Path=/; HttpOnly; SameSite=Strict`);
  return session;
}

const answerSession = ({ user, csrf }) => ({ user: publicUser(user), csrf, expires_at: stamp(480) });

function checkPassword(password) {
  if ((password ?? '').length < 12)
    refuse(422, 'invalid', {
      key: 'error.password_short',
      errors: [{ field: 'password', message: 'too short', key: 'error.password_short' }],
    });
}

export async function setupRoutes({ store, method, response, body }) {
  if (!store.needsSetup) {
    if (method === 'GET') return sendJson(response, 200, { needed: false, token_required: false });
    return refuse(404, 'not_found');
  }
  if (method === 'GET') return sendJson(response, 200, { needed: true, token_required: true });
  const form = await body();
  if (form.token !== setupToken)
    refuse(403, 'forbidden', { key: 'error.setup_token', errors: [{ field: 'token', message: 'wrong' }] });
  checkPassword(form.password);
  const user = addUser(
    store,
    form.name,
    form.display_name,
    form.also_answers ? ['admin', 'supervisor'] : ['admin'],
    form.language,
    form.password,
  );
  store.needsSetup = false;
  record(store, user, 'user.create', { type: 'user', id: user.id });
  openSession(store, response, user);
  return sendJson(response, 201, { user: publicUser(user) });
}

function login(store, response, { name, password }) {
  const failures = store.failures.get(name) ?? { count: 0, until: 0 };
  const wait = Math.ceil((failures.until - Date.now()) / 1000);
  if (wait > 0) {
    response.setHeader('Retry-After', String(wait));
    refuse(429, 'limit', { key: 'error.login_delayed' });
  }
  const user = store.users.find((one) => one.name === name && one.password === password && !one.disabled);
  if (!user) {
    failures.count += 1;
    if (failures.count >= 5) Object.assign(failures, { count: 0, until: Date.now() + 30_000 });
    store.failures.set(name, failures);
    refuse(401, 'unauthorised', { key: 'error.login_failed' });
  }
  store.failures.delete(name);
  record(store, user, 'auth.login', { type: 'user', id: user.id });
  return openSession(store, response, user);
}

export async function sessionRoutes({ store, session, method, response, body }) {
  if (method === 'POST') return sendJson(response, 200, answerSession(login(store, response, await body())));
  if (!session) return refuse(401, 'unauthorised');
  if (method === 'GET') return sendJson(response, 200, answerSession(session));
  store.sessions.delete(session.id);
  return response.writeHead(204).end();
}

export async function meRoutes({ store, user, response, body }) {
  const patch = await body();
  if (patch.password) {
    if (patch.current_password !== user.password)
      refuse(403, 'forbidden', {
        key: 'error.login_failed',
        errors: [{ field: 'current_password', message: 'wrong' }],
      });
    checkPassword(patch.password);
    user.password = patch.password;
  }
  for (const field of ['display_name', 'language', 'theme']) if (patch[field]) user[field] = patch[field];
  user.version += 1;
  record(store, user, 'user.change', { type: 'user', id: user.id });
  return sendJson(response, 200, publicUser(user));
}

export async function userRoutes({ store, user, method, parts, request, response, body }) {
  need(user, 'admin');
  if (method === 'GET') return sendJson(response, 200, { items: store.users.map(publicUser) });
  const form = await body();
  if (form.password !== undefined) checkPassword(form.password);
  if (method === 'POST') {
    if (store.users.some((one) => one.name === form.name))
      refuse(409, 'conflict', { key: 'error.name_taken', errors: [{ field: 'name', message: 'taken' }] });
    const made = addUser(store, form.name, form.display_name, form.roles, form.language, form.password);
    record(
      store,
      user,
      'user.create',
      { type: 'user', id: made.id },
      { after: { name: made.name, roles: made.roles } },
    );
    return sendJson(response, 201, publicUser(made));
  }
  const found = store.users.find((one) => one.id === parts[1]) ?? refuse(404, 'not_found');
  const given = request.headers['if-match'];
  if (!given) refuse(428, 'invalid', { key: 'error.version_needed' });
  if (given !== `"${found.version}"`) refuse(412, 'conflict', { key: 'error.version' });
  found.version += 1;
  const before = { roles: found.roles, disabled: found.disabled };
  for (const field of ['display_name', 'roles', 'password', 'disabled', 'language'])
    if (form[field] !== undefined) found[field] = form[field];
  record(
    store,
    user,
    'user.change',
    { type: 'user', id: found.id },
    { before, after: { roles: found.roles, disabled: found.disabled } },
  );
  return sendJson(response, 200, publicUser(found));
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
    if (failed) return { name, state: 'skipped', code: null, text: null };
    failed = name === bad?.[0];
    return failed
      ? { name, state: 'failed', code: bad[1], text: `${bad[1]} at ${name}` }
      : { name, state: 'ok', code: null, text: null };
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

function addChannel(store, user, form) {
  if (!plugins.some((plugin) => plugin.id === form.plugin)) refuse(422, 'invalid');
  if (form.plugin.endsWith('email') && !form.config?.address)
    refuse(422, 'invalid', { errors: [{ field: 'config.address', message: 'required' }] });
  const made = {
    id: newId(store),
    plugin: form.plugin,
    name: form.name,
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
    announce(store, 'ticket', {});
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

export async function channelRoutes({ store, user, method, parts, query, response, request, body }) {
  need(user, 'admin', 'supervisor');
  const ok = (data, status = 200) => sendJson(response, status, data);
  if (parts[0] === 'plugins') need(user, 'admin');
  if (parts[0] === 'plugins' && parts[2] === 'approval') {
    const plugin = plugins.find((one) => one.id === decodeURIComponent(parts[1])) ?? refuse(404, 'not_found');
    plugin.approval = { ...plugin.approval, state: 'approved', library_sha256: plugin.library_sha256 };
    return ok(plugin);
  }
  if (parts[0] === 'plugins') return ok({ items: plugins });
  const [, id, act] = parts;
  if (method === 'GET' && !id) return ok({ items: store.channels.map(showChannel) });
  if (method !== 'GET') need(user, 'admin');
  if (method === 'POST' && !id) return ok(showChannel(addChannel(store, user, await body())), 201);
  if (id === 'check') return ok(check((await body()).config));
  const channel = store.channels.find((one) => one.id === id) ?? refuse(404, 'not_found');
  if (act === 'ledger') return ok(ledgerPage(store, channel, query));
  if (act === 'poll') {
    setTimeout(() => {
      channel.last_success_at = stamp();
      announce(store, 'channel', { id: channel.id, state: channel.state });
    }, 300).unref();
    return response.writeHead(202).end();
  }
  if (method === 'GET') return ok(showChannel(channel));
  if (request.headers['if-match'] && request.headers['if-match'] !== `"${channel.version}"`)
    refuse(412, 'conflict', { key: 'error.version', current_version: channel.version });
  if (method === 'DELETE') {
    store.channels = store.channels.filter((one) => one !== channel);
    return response.writeHead(204).end();
  }
  const patch = await body();
  if (patch.name) channel.name = patch.name;
  if (patch.config) Object.assign(channel, { config: patch.config, state: 'ok', reason: null });
  if (patch.enabled !== undefined)
    Object.assign(channel, { enabled: patch.enabled, state: patch.enabled ? 'ok' : 'stopped', reason: null });
  channel.version += 1;
  record(
    store,
    user,
    'channel.change',
    { type: 'channel', id: channel.id },
    { after: { name: channel.name, enabled: channel.enabled } },
  );
  announce(store, 'channel', { id: channel.id, state: channel.state });
  return ok(showChannel(channel));
}

export async function auditRoutes({ store, user, parts, query, response }) {
  need(user, 'admin', 'supervisor');
  if (parts[1] === 'state')
    return sendJson(response, 200, {
      size: store.audit.length,
      last_checkpoint: { size: store.audit.length, at: stamp(-3), root: 'a3f1c09be2d84c5577fe01' },
      intact: true,
    });
  const has = (text, wanted) => !wanted || (text ?? '').includes(wanted);
  const items = store.audit.filter(
    (one) =>
      has(one.action, query.get('action')) &&
      has(one.actor.id, query.get('actor')) &&
      has(one.object?.id, query.get('object_id')),
  );
  return sendJson(
    response,
    200,
    pageOf(items, query, (item) => String(item.seq)),
  );
}

export async function statusRoutes({ store, user, response }) {
  need(user, 'admin', 'supervisor');
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
