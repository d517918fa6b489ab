// A strict stand-in for the daemon: the REST contract in memory, with the same refusals (session, CSRF, roles, versions).
import { createServer } from 'node:http';
import { admit, checkHeaders, checkQuery, contract, readBody } from './gate.mjs';
import { Refusal, readJson, refuse, sendFile, sendJson } from './http.mjs';
import {
  auditRoutes,
  channelRoutes,
  machineRoutes,
  meRoutes,
  sessionRoutes,
  setupRoutes,
  statusRoutes,
  userRoutes,
} from './office.mjs';
import { makeMessage } from './seed_tickets.mjs';
import { announce, makeStore } from './store.mjs';
import { ticketRoutes } from './tickets.mjs';

const areas = {
  setup: setupRoutes,
  session: sessionRoutes,
  tickets: ticketRoutes,
  messages: ticketRoutes,
  agents: ticketRoutes,
  uploads: ticketRoutes,
  attachments: ticketRoutes,
  me: meRoutes,
  users: userRoutes,
  channels: channelRoutes,
  plugins: channelRoutes,
  audit: auditRoutes,
  status: statusRoutes,
  events: openStream,
  'openapi.json': machineRoutes,
};

function noteMistake(store, mistake) {
  if (!mistake) return;
  store.mistakes.push(mistake);
  console.error(`not as described: ${mistake}`);
}

function openStream({ store, request, response }) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write(': hello\n\n');
  const send = (id, event, data) => {
    const text = JSON.stringify(data);
    noteMistake(store, contract.checkEvent(event, text));
    response.write(`id: ${id}\nevent: ${event}\ndata: ${text}\n\n`);
  };
  const ping = setInterval(() => response.write(': ping\n\n'), 20_000);
  store.listeners.add(send);
  request.on('close', () => {
    clearInterval(ping);
    store.listeners.delete(send);
  });
}

async function api(context, pathname) {
  const { store, parts, query, request } = context;
  const { operation, session } = admit(store, request, pathname);
  checkHeaders(operation, request);
  checkQuery(operation, query);
  const route = areas[parts[0]] ?? machineRoutes;
  const body = () => readBody(operation, request);
  return route({ ...context, operation, session, user: session?.user, body });
}

// Steering for tests, not part of the contract: a customer writes again, sessions end, answers are delayed.
async function steer({ store, parts, body, response }) {
  const given = await body();
  if (parts[0] === 'incoming') {
    const ticket = store.tickets.find((one) => one.number === given.number) ?? store.tickets[0];
    makeMessage(
      store,
      ticket,
      'inbound',
      ticket.customer.name,
      'customer',
      given.text ?? '请问有进展吗？',
      0,
    );
    Object.assign(ticket, { version: ticket.version + 1, unread: true });
    announce(store, 'ticket', {
      id: ticket.id,
      number: ticket.number,
      version: ticket.version,
      kind: 'message',
    });
  }
  if (parts[0] === 'touch') {
    const ticket = store.tickets.find((one) => one.number === given.number);
    Object.assign(ticket, { version: ticket.version + 1, priority: given.priority ?? ticket.priority });
  }
  if (parts[0] === 'expire') store.sessions.clear();
  if (parts[0] === 'delay') store.delay = given.ms ?? 0;
  if (parts[0] === 'fail') store.fail = given.status ?? 0;
  sendJson(response, 200, {});
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Compares what is sent with the description; store.mistakes grows by whatever does not fit. */
function proveAnswers(store, request, response, pathname) {
  const [writeHead, end] = [response.writeHead.bind(response), response.end.bind(response)];
  let type = '';
  response.writeHead = (status, headers = {}) => {
    type = headers['Content-Type'] ?? '';
    return writeHead(status, headers);
  };
  response.end = (bytes) => {
    const sent = type.startsWith('text/event-stream') ? undefined : (bytes ?? '');
    const { method } = request;
    const mistake = contract.check({ method, pathname, status: response.statusCode, type, bytes: sent });
    noteMistake(store, mistake);
    return end(bytes);
  };
}

async function handle(store, root, request, response) {
  const url = new URL(request.url, 'http://mock');
  const [, area, ...rest] = url.pathname.split('/').map(decodeURIComponent);
  const parts = area === 'api' ? rest.slice(1) : rest;
  const context = { store, method: request.method, query: url.searchParams, request, response, parts };
  proveAnswers(store, request, response, url.pathname);
  try {
    if (area === 'mock') return await steer({ ...context, body: () => readJson(request) });
    const ofMachine = ['healthz', 'readyz', 'metrics'].includes(area);
    if (area !== 'api' && !ofMachine) return await sendFile(request, response, root, url.pathname);
    if (store.delay) await pause(store.delay);
    if (store.fail && parts[0] === 'tickets') refuse(store.fail, 'internal');
    return await api(context, url.pathname);
  } catch (error) {
    if (!(error instanceof Refusal)) console.error(error);
    const { body } = error instanceof Refusal ? error : new Refusal(500, 'internal', '', {});
    if (!response.headersSent) sendJson(response, body.status, body);
  }
}

/** Starts the mock; port 0 takes any free one. Returns the base URL and a way to stop. */
export async function startMock({ port = 0, root, fresh = false, count = 0 } = {}) {
  const store = makeStore({ fresh, count });
  const server = createServer((request, response) => void handle(store, root, request, response));
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}`, store, stop };
}
