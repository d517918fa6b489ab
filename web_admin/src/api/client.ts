// The only place that talks HTTP: JSON in and out, CSRF header on writes, problems as exceptions.
import { basePath } from './base';
import { operations } from './operations';
import { Problem, type ProblemBody } from './problem';
import type { Answer, Arguments, Beside, Operation, Upload } from './types';

type Values = Record<string, unknown>;

/** Arguments, and what goes beside them, may be left out where nothing must be said. */
type Said<Op extends Operation> =
  object extends Beside<Op>
    ? object extends Arguments<Op>
      ? [what?: Arguments<Op>, beside?: Beside<Op>]
      : [what: Arguments<Op>, beside?: Beside<Op>]
    : [what: Arguments<Op>, beside: Beside<Op>];

let csrfToken = '';
let onUnauthorised: () => void = () => undefined;

export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** Called whenever a call other than signing in is answered with 401. */
export function setUnauthorisedHandler(handler: () => void): void {
  onUnauthorised = handler;
}

async function readProblem(response: Response): Promise<Problem> {
  const waiting = Number(response.headers.get('Retry-After'));
  const body = (await response.json().catch(() => ({}))) as ProblemBody;
  return new Problem(response.status, body, waiting > 0 ? waiting : undefined);
}

/** The answer as a value, or a Problem. */
async function take(name: Operation, send: () => Promise<Response>): Promise<unknown> {
  let response: Response;
  try {
    response = await send();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0);
  }
  if (!response.ok) {
    const problem = await readProblem(response);
    if (problem.status === 401 && !name.startsWith('session.')) onUnauthorised();
    throw problem;
  }
  if (response.status === 204 || response.status === 202) return undefined;
  return response.json();
}

const ask = (name: Operation, path: string, init: RequestInit): Promise<unknown> =>
  take(name, () => fetch(path, { credentials: 'same-origin', ...init }));

/** The address of an operation, and what is left to say once its path is filled. */
function reach(name: Operation, what: Values): { path: string; rest: Values } {
  const rest = { ...what };
  const path = operations[name][1].replace(/\{(\w+)\}/g, (_, place: string) => {
    const value = String(rest[place]);
    delete rest[place];
    return encodeURIComponent(value);
  });
  return { path: basePath() + path, rest };
}

function withQuery(path: string, query: Values): string {
  const pairs = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  if (pairs.length === 0) return path;
  return `${path}?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`;
}

/** Where an operation is found that the browser itself asks for: frames, downloads, the stream of events. */
export function addressOf<Op extends Operation>(name: Op, what: Arguments<Op>): string {
  const { path, rest } = reach(name, what as Values);
  return withQuery(path, rest);
}

/**
 * Carries out an operation of the interface: call('ticket.reopen', { ticket: id }, { version }). All its arguments stand in
 * one object, and go into the path, the query or the body as the description says. Throws a Problem when it is refused.
 */
export async function call<Op extends Operation>(name: Op, ...[what, beside]: Said<Op>): Promise<Answer<Op>> {
  const [method] = operations[name];
  const { path, rest } = reach(name, { ...what });
  const { version, key, signal } = { ...beside } as { version?: number; key?: string; signal?: AbortSignal };
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-CSRF-Token'] = csrfToken;
  if (version !== undefined) headers['If-Match'] = `"${version}"`;
  if (key !== undefined) headers['Idempotency-Key'] = key;
  const init: RequestInit = { method, headers, signal };
  if (method === 'GET' || method === 'DELETE') {
    return ask(name, withQuery(path, rest), init) as Promise<Answer<Op>>;
  }
  headers['Content-Type'] = 'application/json';
  init.body = JSON.stringify(rest);
  return ask(name, path, init) as Promise<Answer<Op>>;
}

/** What XMLHttpRequest was answered, as fetch would have given it: only it tells how much of a file has been sent. */
function sendFile(
  path: string,
  headers: Headers,
  file: File,
  onPart: (part: number) => void,
): Promise<Response> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    headers.forEach((value, name) => request.setRequestHeader(name, value));
    request.upload.onprogress = ({ loaded, total }) => total > 0 && onPart(loaded / total);
    request.onload = () => {
      const waiting = request.getResponseHeader('Retry-After');
      done(
        new Response(request.responseText || null, {
          status: request.status,
          headers: waiting ? { 'Retry-After': waiting } : {},
        }),
      );
    };
    request.onerror = () => fail(new TypeError('the file could not be sent'));
    request.send(file);
  });
}

/** The one operation whose body is a file; `onPart` hears how much of it was sent, 0 to 1. */
export async function upload(file: File, onPart: (part: number) => void = () => undefined): Promise<Upload> {
  const name = 'upload.add';
  const headers = new Headers({
    Accept: 'application/json',
    'X-CSRF-Token': csrfToken,
    'Content-Type': file.type || 'application/octet-stream',
    'X-File-Name': encodeURIComponent(file.name),
  });
  const path = basePath() + operations[name][1];
  return take(name, () => sendFile(path, headers, file, onPart)) as Promise<Upload>;
}

/** A random key for one intended effect; also works where the page is not a secure context. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
