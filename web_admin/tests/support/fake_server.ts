// A fetch that answers from a table and remembers what was asked. Nothing passes that the daemon would not take or give:
// requests and answers are compared with its description, and nobody is answered whose rights do not reach that far.
import { vi } from 'vitest';
import type { Rights } from '../../src/api/types';
import { contract } from './rights';

export interface Asked {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: unknown;
}

export type Answer = { status: number; body?: unknown } | 'offline';
export type Answers = (asked: Asked) => Answer;

/** The rights of who is signed in on the page; null: nobody is known to be. */
let present: Rights | null = null;
export function signedInWith(rights: Rights | null): void {
  present = rights;
}

const mistakes: string[] = [];
/** What was not as the daemon has it, since the last call. */
export const takeMistakes = (): string[] => mistakes.splice(0);

const codes: Record<number, string> = {
  400: 'invalid',
  401: 'unauthorised',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  412: 'conflict',
  429: 'limit',
  500: 'internal',
  413: 'limit',
  422: 'invalid',
  503: 'unavailable',
};

/** A refusal as the daemon sends it; a test names what matters to it. */
const refusal = (status: number, said: object) => ({
  type: 'about:blank',
  title: 'refused',
  status,
  detail: 'refused by the test',
  code: codes[status],
  key: '',
  request_id: 'test-1',
  ...said,
});

function beyondRights({ method, path }: Asked): string | null {
  const needs = contract.find(method, new URL(path, 'http://desk').pathname).operation?.needs;
  if (!present || !needs || !(needs in present) || present[needs as keyof Rights] !== 'none') return null;
  return `${method} ${path}: asked without the right ${needs}`;
}

function examine(asked: Asked, sent: RequestInit, answer: Answer): void {
  const { method, path, headers } = asked;
  const text = typeof sent.body === 'string' ? sent.body : undefined;
  mistakes.push(
    ...[contract.checkRequest({ method, url: path, headers, text }), beyondRights(asked)].filter(
      (one) => one !== null,
    ),
  );
  if (answer === 'offline') return;
  const type = answer.status >= 400 ? 'application/problem+json' : 'application/json';
  const { pathname } = new URL(path, 'http://desk');
  const bytes = answer.body === undefined ? '' : JSON.stringify(answer.body);
  const wrong = contract.check({ method, pathname, status: answer.status, type, bytes });
  if (wrong) mistakes.push(wrong);
}

/** Files go by XMLHttpRequest, which tells how much has been sent; here it asks the same server. */
class FakeFileRequest {
  upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  onload?: () => void;
  onerror?: () => void;
  status = 0;
  responseText = '';
  private path = '';
  private headers: Record<string, string> = {};

  open(_method: string, path: string): void {
    this.path = path;
  }

  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  getResponseHeader = (): null => null;

  send(body: File): void {
    this.upload.onprogress?.({ loaded: body.size / 2, total: body.size });
    void fetch(this.path, { method: 'POST', headers: this.headers, body }).then(
      async (answer) => {
        this.status = answer.status;
        this.responseText = await answer.text();
        this.onload?.();
      },
      () => this.onerror?.(),
    );
  }
}

export function fakeServer(answers: Answers): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal('XMLHttpRequest', FakeFileRequest);
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const one: Asked = {
      method: init.method ?? 'GET',
      path,
      headers: init.headers as Record<string, string>,
      body: typeof init.body === 'string' ? JSON.parse(init.body) : null,
    };
    asked.push(one);
    let answer = answers(one);
    if (answer !== 'offline' && answer.status >= 400)
      answer = { ...answer, body: refusal(answer.status, answer.body ?? {}) };
    examine(one, init, answer);
    if (answer === 'offline') return Promise.reject(new TypeError('failed to fetch'));
    const text = answer.body === undefined ? null : JSON.stringify(answer.body);
    return Promise.resolve(new Response(text, { status: answer.status }));
  });
  return asked;
}
