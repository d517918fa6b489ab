// HTTP pieces of the mock: problems, JSON answers, cookies, the built files with the daemon's own headers.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

export const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
  "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export class Refusal extends Error {
  constructor(status, code, key, fields, extra) {
    super(code);
    this.status = status;
    this.body = {
      type: 'about:blank',
      title: code,
      status,
      detail: code,
      code,
      key,
      request_id: 'mock-1',
      ...extra,
    };
    const errors = Object.entries(fields).map(([field, why]) => ({ field, message: why, key: why }));
    if (errors.length > 0) this.body.errors = errors;
  }
}

/** Ends the request with a problem document. `fields`: field → translation key. */
export const refuse = (status, code, key = '', fields = {}, extra = {}) => {
  throw new Refusal(status, code, key, fields, extra);
};

export function sendJson(response, status, body, headers = {}) {
  response.writeHead(status, {
    'Content-Type': status >= 400 ? 'application/problem+json' : 'application/json',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  });
  response.end(JSON.stringify(body));
}

export async function readBytes(request, limit = 25 * 1024 * 1024) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > limit) refuse(413, 'limit', '');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export async function readJson(request) {
  const bytes = await readBytes(request, 1024 * 1024);
  return bytes.length === 0 ? {} : JSON.parse(bytes.toString('utf8'));
}

export function readCookie(request, name) {
  const all = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return all.find(([key]) => key === name)?.[1];
}

const types = {
  js: 'text/javascript',
  css: 'text/css',
  html: 'text/html; charset=utf-8',
  svg: 'image/svg+xml',
};

export async function sendFile(request, response, root, pathname) {
  const name = pathname.split('/').pop().includes('.') ? pathname : '/index.html';
  const file = path.join(root, path.normalize(name));
  if (!file.startsWith(root)) return sendJson(response, 404, {});
  const type = types[path.extname(file).slice(1)] ?? 'application/octet-stream';
  const wantsBrotli = /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
  const packed = wantsBrotli ? await readFile(`${file}.br`).catch(() => null) : null;
  const bytes = packed ?? (await readFile(file).catch(() => null));
  if (!bytes) return sendJson(response, 404, { status: 404, code: 'not_found' });
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Security-Policy': pagePolicy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    Vary: 'Accept-Encoding',
    'Cache-Control': name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`,
    ...(packed ? { 'Content-Encoding': 'br' } : {}),
  });
  response.end(bytes);
}
