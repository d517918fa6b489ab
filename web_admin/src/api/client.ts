// The only place that talks HTTP: JSON in and out, CSRF header on writes, problems as exceptions.
import { Problem, type ProblemBody } from './problem';
import type { Answer, Body, Operation, Upload } from './types';

export const apiRoot = '/api/v1';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
type Query = Record<string, string | number | null | undefined>;

export interface CallOptions<Op extends Operation> {
  body?: Body<Op>;
  query?: Query;
  /** Version the caller saw; sent as If-Match. */
  version?: number;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

let csrfToken = '';
let onUnauthorised: () => void = () => undefined;

export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** Called whenever a call other than signing in is answered with 401. */
export function setUnauthorisedHandler(handler: () => void): void {
  onUnauthorised = handler;
}

export function withQuery(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  if (pairs.length === 0) return path;
  return `${path}?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`;
}

async function readProblem(response: Response): Promise<Problem> {
  const waiting = Number(response.headers.get('Retry-After'));
  const body = (await response.json().catch(() => ({}))) as ProblemBody;
  return new Problem(response.status, body, waiting > 0 ? waiting : undefined);
}

async function answer<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0);
  }
  if (!response.ok) {
    const problem = await readProblem(response);
    if (problem.status === 401 && !path.startsWith(`${apiRoot}/session`)) onUnauthorised();
    throw problem;
  }
  if (response.status === 204 || response.status === 202) return undefined as T;
  return (await response.json()) as T;
}

/** One call of the operation with this id; the description gives the types of what goes out and what comes back. */
export function call<Op extends Operation>(
  method: Method,
  path: string,
  options: CallOptions<Op> = {},
): Promise<Answer<Op>> {
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers };
  if (method !== 'GET') headers['X-CSRF-Token'] = csrfToken;
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`;
  const init: RequestInit = { method, headers, signal: options.signal };
  if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(options.body);
  }
  return answer<Answer<Op>>(withQuery(apiRoot + path, options.query), init);
}

export function upload(file: File): Promise<Upload> {
  return answer<Upload>(`${apiRoot}/uploads`, {
    method: 'POST',
    headers: {
      Accept: 'application/json',
      'X-CSRF-Token': csrfToken,
      'Content-Type': file.type || 'application/octet-stream',
      'X-File-Name': encodeURIComponent(file.name),
    },
    body: file,
  });
}

/** A random key for one intended effect; also works where the page is not a secure context. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
