// What the server answers when it refuses (RFC 9457), as one error type for the whole application.

import type { components } from './schema';

export type FieldProblem = components['schemas']['FieldProblem'];

/** A problem document; members are missing when something between us and the daemon answered. */
export type ProblemBody = Partial<components['schemas']['Problem']>;

export class Problem extends Error {
  /** HTTP status; 0 when no answer came at all (offline, server stopped). */
  readonly status: number;
  readonly code: string;
  /** Translation key such as `error.login_failed`. */
  readonly key: string;
  readonly requestId: string | undefined;
  readonly fields: FieldProblem[];
  /** Seconds to wait before trying again, when the server said so. */
  readonly retryAfter: number | undefined;

  constructor(status: number, body: ProblemBody = {}, retryAfter?: number) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
    this.name = 'Problem';
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'offline' : `http_${status}`);
    this.key = body.key ?? `error.${this.code}`;
    this.requestId = body.request_id;
    this.fields = body.errors ?? [];
    this.retryAfter = retryAfter;
  }

  get isConflict(): boolean {
    return this.status === 409 || this.status === 412;
  }
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, { detail: error instanceof Error ? error.message : String(error) });
}
