// Ticket routes of the mock: the refusals of the real server, and of its rules what the page can see.
import { checkVersion, shaped } from './gate.mjs';
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

const isResolved = (ticket) => ticket.state === 'resolved' || ticket.state === 'confirming';
const isEnded = (ticket) => ['archived', 'spam', 'merged'].includes(ticket.state);

// Which acts a state allows, for anybody.
const allowed = {
  note: (ticket) => !isEnded(ticket),
  reply: (ticket) => isOpen(ticket) || isResolved(ticket),
  claim: isOpen,
  assign: isOpen,
  classify: isOpen,
  resolve: isOpen,
  reopen: isResolved,
};

function whole(ticket, user) {
  const supervisor = user.roles.includes('supervisor');
  const can = Object.fromEntries(Object.entries(allowed).map(([act, may]) => [act, may(ticket)]));
  can.reply &&= ticket.reply_to !== null;
  can.claim &&= !ticket.owner;
  can.assign_others = can.assign && supervisor;
  can.assign &&= supervisor || !ticket.owner || ticket.owner.id === user.id;
  can.classify &&= supervisor;
  return { ...ticket, clock: mainClock(ticket), can: shaped('Permissions', can) };
}

function find(store, ref) {
  const found = store.tickets.find((ticket) => ticket.id === ref || ticket.number === ref);
  return found ?? refuse(404, 'not_found', 'error.ticket_not_found');
}

function checkState(ticket, act) {
  if (!allowed[act](ticket)) refuse(409, 'conflict', 'error.ticket_state');
}

const refuseField = (status, code, field, key) => refuse(status, code, key, { [field]: key });

function touch(store, ticket, kind) {
  ticket.version += 1;
  ticket.updated_at = stamp();
  announce(store, 'ticket', { id: ticket.id, number: ticket.number, version: ticket.version, kind });
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
  const view = views[query.get('view') ?? 'open'];
  const q = (query.get('q') ?? '').toLowerCase();
  const wanted = store.tickets
    .filter((ticket) => view(ticket, user))
    .filter((ticket) => !query.get('priority') || ticket.priority === query.get('priority'))
    .filter((ticket) => !query.get('type') || ticket.type === query.get('type'))
    .filter((ticket) => !query.get('channel') || ticket.channel.id === query.get('channel'))
    .filter(
      (ticket) => !q || `${ticket.number} ${ticket.subject} ${ticket.preview}`.toLowerCase().includes(q),
    )
    .sort(orders[query.get('sort') ?? 'due']);
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
  ticket.owner ??= { id: user.id, display_name: user.display_name };
  for (const clock of ticket.clocks)
    if (clock.state === 'running' || clock.state === 'paused')
      Object.assign(clock, { state: 'met', met_at: stamp() });
  makeEvent(store, ticket, user.display_name, 'resolved', null, null);
}

function checkText(text) {
  if (text.trim() === '') refuseField(400, 'invalid', 'text', 'error.text_empty');
}

/** The message of the same request, if it came before. */
function repeated(store, request, kind, ticket, text) {
  const earlier = store.sentKeys.get(request.headers['idempotency-key']);
  if (!earlier) return null;
  const same = earlier.kind === kind && earlier.ticket_id === ticket.id && earlier.text === text;
  return same ? earlier : refuse(409, 'conflict', 'error.request_key');
}

function reply({ store, user, operation, request }, ticket, body) {
  checkText(body.text);
  const earlier = repeated(store, request, 'outbound', ticket, body.text);
  if (earlier) return earlier;
  checkVersion(operation, request, ticket);
  checkState(ticket, 'reply');
  const attachments = (body.attachments ?? []).map((id) => ({
    ...(store.uploads.get(id) ?? refuse(404, 'not_found', 'error.attachment_not_found')),
    inline: false,
  }));
  const message = makeMessage(store, ticket, 'outbound', user.display_name, 'agent', body.text, 0, {
    attachments: attachments.map((file) => shaped('Attachment', file)),
    delivery: { state: 'queued', reason: '', attempts: 0, next_attempt_at: stamp() },
  });
  store.sentKeys.set(request.headers['idempotency-key'], message);
  for (const clock of ticket.clocks)
    if (clock.kind === 'response' && !clock.met_at) Object.assign(clock, { state: 'met', met_at: stamp() });
  if (ticket.state === 'new') ticket.state = 'open';
  if (body.resolve) setResolved(store, ticket, user);
  deliver(store, ticket, message);
  record(store, user, 'message.queue', { type: 'ticket', id: ticket.id });
  touch(store, ticket, 'reply');
  return message;
}

function note({ store, user, request }, ticket, { text }) {
  checkText(text);
  const earlier = repeated(store, request, 'note', ticket, text);
  if (earlier) return earlier;
  checkState(ticket, 'note');
  const made = makeMessage(store, ticket, 'note', user.display_name, 'agent', text, 0);
  store.sentKeys.set(request.headers['idempotency-key'], made);
  touch(store, ticket, 'note');
  return made;
}

function assignee(store, id) {
  const found = store.users.find(
    (one) => one.id === id && !one.disabled && one.roles.some((role) => role !== 'admin'),
  );
  return found ?? refuseField(400, 'invalid', 'owner_id', 'error.not_assignable');
}

const acts = {
  claim(store, user, ticket) {
    if (ticket.owner?.id === user.id) return;
    if (ticket.owner) refuse(409, 'conflict', 'error.claim_taken');
    ticket.owner = { id: user.id, display_name: user.display_name };
    if (ticket.state === 'new') ticket.state = 'open';
    makeEvent(store, ticket, user.display_name, 'claimed', null, null);
  },
  assign(store, user, ticket, body) {
    const own = ticket.owner?.id === user.id;
    const takes = body.owner_id === user.id && (own || !ticket.owner);
    const givesBack = body.owner_id === null && own;
    if (!takes && !givesBack && !user.roles.includes('supervisor'))
      refuse(403, 'forbidden', 'error.forbidden');
    const owner = body.owner_id === null ? null : assignee(store, body.owner_id);
    ticket.owner = owner && { id: owner.id, display_name: owner.display_name };
    if (owner && ticket.state === 'new') ticket.state = 'open';
    const kind = owner ? 'assigned' : 'unassigned';
    makeEvent(store, ticket, user.display_name, kind, null, owner?.display_name ?? null);
  },
  resolve: (store, user, ticket) => setResolved(store, ticket, user),
  reopen(store, user, ticket) {
    ticket.state = 'open';
    ticket.round += 1;
    makeEvent(store, ticket, user.display_name, 'reopened', null, null);
  },
};

function classify(store, user, ticket, body) {
  if (!user.roles.includes('supervisor')) refuse(403, 'forbidden', 'error.forbidden');
  if (body.reason.trim() === '') refuseField(400, 'invalid', 'reason', 'error.reason_required');
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
  if (bytes.length === 0) refuse(400, 'invalid', 'error.file_empty');
  const made = {
    id: newId(store),
    name: decodeURIComponent(request.headers['x-file-name']),
    mime: request.headers['content-type'],
    size: bytes.length,
  };
  store.uploads.set(made.id, { ...made, bytes });
  return made;
}

function retry(store, id, body) {
  for (const [ticketId, messages] of store.messages) {
    const message = messages.find((one) => one.id === id);
    if (!message) continue;
    const state = message.delivery?.state;
    if (state !== 'failed' && state !== 'unknown') refuse(409, 'conflict', 'error.not_failed');
    if (state === 'unknown' && !body.confirm) refuse(409, 'conflict', 'error.confirm_resend');
    message.delivery = { state: 'queued', reason: '', attempts: 0, next_attempt_at: stamp() };
    deliver(store, find(store, ticketId), message);
    return message;
  }
  return refuse(404, 'not_found', 'error.message_not_found');
}

function sendFile(store, id, response) {
  const head = { 'Content-Type': 'application/octet-stream', 'Content-Disposition': 'attachment' };
  response.writeHead(200, head).end(store.uploads.get(id)?.bytes ?? 'sample');
}

/** Routes that are not below one ticket; undefined when it is one. */
function besideTickets(context) {
  const { store, user, parts, query, response } = context;
  const [area, ref, act] = parts;
  const canOwn = (one) => !one.disabled && one.roles.some((role) => role !== 'admin');
  if (area === 'agents')
    return { items: store.users.filter(canOwn).map((one) => shaped('NamedUser', one)), next: null };
  if (area === 'attachments') return sendFile(store, ref, response);
  if (area === 'messages' && act === 'body') return sendBody(response);
  if (!ref) return list(store, user, query);
  return ref === 'counters' ? counters(store, user) : undefined;
}

export async function ticketRoutes(context) {
  const { store, user, operation, method, parts, query, request, response, body } = context;
  const [area, ref, act] = parts;
  const ok = (data, status = 200) => sendJson(response, status, data);
  if (area === 'uploads') return ok(await upload(store, request), 201);
  if (area === 'messages' && act === 'retry') return ok(retry(store, ref, await body()));
  const beside = besideTickets(context);
  if (beside !== undefined || response.headersSent) return response.headersSent ? undefined : ok(beside);
  const given = method === 'GET' ? {} : await body();
  const ticket = find(store, ref);
  if (!act && method === 'GET') return ok(whole(ticket, user));
  if (act === 'messages') return ok(page(store.messages.get(ticket.id), query, (message) => message.id));
  if (act === 'read') {
    ticket.unread = false;
    return response.writeHead(204).end();
  }
  if (act === 'replies') return ok(reply(context, ticket, given), 201);
  if (act === 'notes') return ok(note(context, ticket, given), 201);
  checkVersion(operation, request, ticket);
  checkState(ticket, act ?? 'classify');
  if (act) acts[act](store, user, ticket, given);
  else classify(store, user, ticket, given);
  touch(store, ticket, act ?? 'classify');
  return ok(whole(ticket, user));
}
