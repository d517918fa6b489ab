// Ticket routes of the mock: the same refusals as the real server, none of its rules.
import { readBytes, refuse, sendJson } from './http.mjs';
import { makeEvent, makeMessage } from './seed_tickets.mjs';
import { announce, newId, record, stamp } from './store.mjs';

const openStates = new Set(['new', 'open', 'clarifying', 'waiting_customer', 'waiting_department']);
const isOpen = (ticket) => openStates.has(ticket.state);
const isOverdue = (ticket) => isOpen(ticket) && ticket.clocks.some((clock) => clock.state === 'breached');

const views = {
  open: isOpen,
  mine: (ticket, user) => isOpen(ticket) && ticket.owner?.id === user.id,
  unassigned: (ticket) => isOpen(ticket) && !ticket.owner,
  overdue: isOverdue,
  resolved: (ticket) => ticket.state === 'resolved' || ticket.state === 'confirming',
  closed: (ticket) => ticket.state === 'closed' || ticket.state === 'archived',
  all: () => true,
};

function mainClock(ticket) {
  const live = ticket.clocks.find((clock) => ['running', 'breached', 'paused'].includes(clock.state));
  const clock = live ?? ticket.clocks.at(-1);
  return clock
    ? { kind: clock.kind, state: clock.state, due_at: clock.due_at, started_at: clock.started_at }
    : null;
}

function row(ticket) {
  const {
    clocks: _clocks,
    round: _round,
    identities: _identities,
    reply_to: _replyTo,
    unreadable: _unreadable,
    ...rest
  } = ticket;
  return { ...rest, clock: mainClock(ticket) };
}

function whole(ticket, user) {
  const supervisor = user.roles.includes('supervisor');
  const open = isOpen(ticket);
  const can = {
    reply: open || ticket.state === 'resolved',
    note: true,
    assign: open && (supervisor || !ticket.owner || ticket.owner.id === user.id),
    assign_others: supervisor && open,
    claim: open && ticket.owner?.id !== user.id && (!ticket.owner || supervisor),
    resolve: open,
    reopen: !open,
    classify: supervisor && open,
  };
  return { ...ticket, clock: mainClock(ticket), can };
}

function find(store, ref) {
  return (
    store.tickets.find((ticket) => ticket.id === ref || ticket.number === ref) ?? refuse(404, 'not_found')
  );
}

function checkVersion(request, ticket) {
  const given = request.headers['if-match'];
  if (!given) refuse(428, 'invalid', { key: 'error.http_428' });
  if (given !== `"${ticket.version}"`)
    refuse(412, 'conflict', { key: 'error.version', current_version: ticket.version });
}

function touch(store, ticket, kind) {
  ticket.version += 1;
  ticket.updated_at = stamp();
  announce(store, 'ticket', { id: ticket.id, number: ticket.number, version: ticket.version, kind });
  announce(store, 'counters', {});
}

function page(items, query, idOf) {
  const limit = Math.min(200, Math.max(1, Number(query.get('limit') ?? 50)));
  const after = query.get('after');
  const start = after ? items.findIndex((item) => idOf(item) === after) + 1 : 0;
  const slice = items.slice(start, start + limit);
  return { items: slice, next: start + limit < items.length ? idOf(slice.at(-1)) : null };
}

const dueOf = (ticket) => Date.parse(mainClock(ticket)?.due_at ?? '9999-01-01');
const orders = {
  due: (a, b) => dueOf(a) - dueOf(b),
  updated: (a, b) => Date.parse(b.updated_at) - Date.parse(a.updated_at),
  created: (a, b) => Date.parse(b.created_at) - Date.parse(a.created_at),
};

function list(store, user, query) {
  const view = views[query.get('view') ?? 'open'] ?? refuse(400, 'invalid');
  const q = (query.get('q') ?? '').toLowerCase();
  const wanted = store.tickets
    .filter((ticket) => view(ticket, user))
    .filter((ticket) => !query.get('priority') || ticket.priority === query.get('priority'))
    .filter((ticket) => !query.get('type') || ticket.type === query.get('type'))
    .filter((ticket) => !query.get('channel') || ticket.channel.id === query.get('channel'))
    .filter(
      (ticket) => !q || `${ticket.number} ${ticket.subject} ${ticket.preview}`.toLowerCase().includes(q),
    )
    .sort(orders[query.get('sort') ?? 'due'] ?? refuse(400, 'invalid'));
  const found = page(wanted, query, (ticket) => ticket.id);
  return { items: found.items.map(row), next: found.next };
}

function counters(store, user) {
  return Object.fromEntries(
    Object.entries(views).map(([name, view]) => [
      name,
      store.tickets.filter((ticket) => view(ticket, user)).length,
    ]),
  );
}

function deliver(store, ticket, message) {
  const steps = ['sending', 'sent'];
  steps.forEach((state, index) =>
    setTimeout(
      () => {
        message.delivery = { ...message.delivery, state, attempts: 1 };
        announce(store, 'message', { ticket_id: ticket.id, id: message.id, delivery_state: state });
      },
      400 * (index + 1),
    ).unref(),
  );
}

function setResolved(store, ticket, user) {
  ticket.state = 'resolved';
  for (const clock of ticket.clocks)
    if (clock.state === 'running' || clock.state === 'paused')
      Object.assign(clock, { state: 'met', met_at: stamp() });
  makeEvent(store, ticket, user.display_name, 'resolved', null, null);
}

function reply(store, user, ticket, body, request) {
  const key = request.headers['idempotency-key'] ?? refuse(400, 'invalid');
  if (store.sentKeys.has(key)) return store.sentKeys.get(key);
  checkVersion(request, ticket);
  if (!body.text?.trim()) refuse(422, 'invalid', { errors: [{ field: 'text', message: 'empty' }] });
  const attachments = (body.attachments ?? []).map((id) => ({
    ...(store.uploads.get(id) ?? refuse(422, 'invalid')),
    inline: false,
  }));
  const message = makeMessage(store, ticket, 'outbound', user.display_name, 'agent', body.text, 0, {
    attachments,
    delivery: { state: 'queued', reason: null, attempts: 0, next_attempt_at: stamp() },
  });
  store.sentKeys.set(key, message);
  for (const clock of ticket.clocks)
    if (clock.kind === 'response' && !clock.met_at) Object.assign(clock, { state: 'met', met_at: stamp() });
  if (ticket.state === 'new') ticket.state = 'open';
  if (body.resolve) setResolved(store, ticket, user);
  deliver(store, ticket, message);
  record(store, user, 'message.queue', { type: 'ticket', id: ticket.id });
  touch(store, ticket, 'reply');
  return message;
}

const acts = {
  claim(store, user, ticket) {
    if (ticket.owner && ticket.owner.id !== user.id && !user.roles.includes('supervisor'))
      refuse(409, 'conflict', { key: 'error.claim_taken' });
    ticket.owner = { id: user.id, display_name: user.display_name };
    if (ticket.state === 'new') ticket.state = 'open';
    makeEvent(store, ticket, user.display_name, 'claimed', null, null);
  },
  assign(store, user, ticket, body) {
    if (!user.roles.includes('supervisor') && body.owner_id !== user.id) refuse(403, 'forbidden');
    const owner =
      body.owner_id === null
        ? null
        : (store.users.find((one) => one.id === body.owner_id) ?? refuse(422, 'invalid'));
    const from = ticket.owner?.display_name ?? null;
    ticket.owner = owner && { id: owner.id, display_name: owner.display_name };
    makeEvent(store, ticket, user.display_name, 'assigned', from, owner?.display_name ?? null);
  },
  resolve: (store, user, ticket) => setResolved(store, ticket, user),
  reopen(store, user, ticket) {
    ticket.state = 'open';
    ticket.round += 1;
    makeEvent(store, ticket, user.display_name, 'reopened', null, null);
  },
};

function classify(store, user, ticket, body) {
  if (!user.roles.includes('supervisor')) refuse(403, 'forbidden');
  if (!body.reason?.trim()) refuse(422, 'invalid', { errors: [{ field: 'reason', message: 'needed' }] });
  for (const field of ['priority', 'type', 'phase', 'topic']) {
    if (!(field in body) || body[field] === ticket[field]) continue;
    makeEvent(store, ticket, user.display_name, field, ticket[field], body[field]);
    ticket[field] = body[field];
  }
  record(store, user, 'ticket.classify', { type: 'ticket', id: ticket.id }, { reason: body.reason });
}

const designedBody = `<!doctype html><meta charset="utf-8"><style>body{font-family:sans-serif;padding:16px}h1{color:#1f5bb5;font-size:18px}</style><h1>Where is my parcel?</h1><p>Hello, my tracking page has not changed since <b>Monday</b>.</p><p><a href="https://track.example.com/parcel" rel="noopener noreferrer" target="_blank">Track it here</a></p>`;

export function sendBody(response) {
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy':
      "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; frame-ancestors 'self'",
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(designedBody);
}

async function upload(store, request) {
  const bytes = await readBytes(request);
  const made = {
    id: newId(store),
    name: decodeURIComponent(request.headers['x-file-name'] ?? 'file'),
    mime: request.headers['content-type'],
    size: bytes.length,
  };
  store.uploads.set(made.id, made);
  return made;
}

function retry(store, id, body) {
  for (const [ticketId, messages] of store.messages) {
    const message = messages.find((one) => one.id === id);
    if (!message) continue;
    if (message.delivery?.state === 'unknown' && !body.confirm) refuse(409, 'conflict');
    message.delivery = { state: 'queued', reason: null, attempts: 0, next_attempt_at: stamp() };
    deliver(store, find(store, ticketId), message);
    return message;
  }
  return refuse(404, 'not_found');
}

export async function ticketRoutes({ store, user, method, parts, query, request, response, body }) {
  if (!user.roles.some((role) => role === 'agent' || role === 'supervisor')) refuse(403, 'forbidden');
  const [area, ref, act] = parts;
  const ok = (data, status = 200) => sendJson(response, status, data);
  if (area === 'agents')
    return ok({
      items: store.users
        .filter((one) => !one.disabled && one.roles.some((role) => role !== 'admin'))
        .map(({ id, display_name }) => ({ id, display_name })),
    });
  if (area === 'uploads') return ok(await upload(store, request), 201);
  if (area === 'attachments')
    return response
      .writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Disposition': 'attachment' })
      .end('sample');
  if (area === 'messages' && act === 'body') return sendBody(response);
  if (area === 'messages' && act === 'retry') return ok(retry(store, ref, await body()));
  if (!ref) return ok(list(store, user, query));
  if (ref === 'counters') return ok(counters(store, user));
  const ticket = find(store, ref);
  if (!act && method === 'GET') return ok(whole(ticket, user));
  if (act === 'messages') return ok(page(store.messages.get(ticket.id), query, (message) => message.id));
  if (act === 'read') {
    ticket.unread = false;
    return response.writeHead(204).end();
  }
  const given = await body();
  if (act === 'replies') return ok(reply(store, user, ticket, given, request), 201);
  if (act === 'notes') {
    const note = makeMessage(store, ticket, 'note', user.display_name, 'agent', given.text, 0);
    touch(store, ticket, 'note');
    return ok(note, 201);
  }
  checkVersion(request, ticket);
  if (!act && method === 'PATCH') classify(store, user, ticket, given);
  else (acts[act] ?? (() => refuse(404, 'not_found')))(store, user, ticket, given);
  touch(store, ticket, act ?? 'classify');
  return ok(whole(ticket, user));
}
