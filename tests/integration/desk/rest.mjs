// A signed-in client of the HTTP interface: cookie, CSRF token, origin; and its stream of live events. Whatever the
// daemon answers must be as its description says; an answer that is not fails the request.
import { execFileSync } from 'node:child_process';
import http from 'node:http';
import { Contract } from '../../../web_admin/tests/support/contract.mjs';
import { program } from './daemon.mjs';
import { patience } from './waiting.mjs';

/// As the program that is tested describes it; not as a copy in the sources says.
const description = execFileSync(program('frontdesk-describe'), ['interface'], { maxBuffer: 16 << 20 });

/// What was answered in this process; Contract.unseen() names the operations without a success.
export const contract = new Contract(JSON.parse(description));

/// Compares the events that came in full since the last call with the description.
function proveEvents(stream) {
  const end = stream.text.lastIndexOf('\n\n') + 2;
  const frames = stream.text.slice(stream.read, end).matchAll(/^event: (.*)\ndata: (.*)$/gm);
  for (const [, name, data] of frames) stream.mistake ??= contract.checkEvent(name, data);
  stream.read = Math.max(stream.read, end);
}

export class Session {
  constructor(origin) {
    this.origin = origin;
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
    this.cookie = '';
    this.csrf = '';
  }

  /// One request. `body`: an object becomes JSON, a Buffer goes as it is. Returns {status, headers, body, bytes};
  /// `body` is the parsed JSON, or text. Never throws for a status; throws for an answer that is not as described.
  request(method, path, { body, headers = {}, timeout = patience } = {}) {
    const sent = { ...headers };
    if (this.cookie) sent.Cookie = this.cookie;
    if (method !== 'GET') {
      sent.Origin = this.origin;
      if (this.csrf) sent['X-CSRF-Token'] = this.csrf;
    }
    let payload = body;
    if (body !== undefined && !Buffer.isBuffer(body)) {
      payload = Buffer.from(JSON.stringify(body));
      sent['Content-Type'] = 'application/json';
    }
    if (payload !== undefined) sent['Content-Length'] = payload.length;
    return new Promise((done, fail) => {
      const request = http.request(
        this.origin + path,
        { method, headers: sent, agent: this.agent, timeout },
        (answer) => {
          const chunks = [];
          answer.on('data', (chunk) => chunks.push(chunk));
          answer.once('error', fail);
          answer.once('end', () => {
            try {
              done(this.#read(method, path, answer, Buffer.concat(chunks)));
            } catch (error) {
              fail(error);
            }
          });
        },
      );
      request.once('timeout', () => request.destroy(new Error(`${method} ${path}: no answer`)));
      request.once('error', fail);
      request.end(payload);
    });
  }

  #read(method, path, answer, bytes) {
    const type = answer.headers['content-type'];
    const { pathname } = new URL(path, this.origin);
    const mistake = contract.check({ method, pathname, status: answer.statusCode, type, bytes });
    if (mistake) throw new Error(`not as described: ${mistake}`);
    for (const cookie of answer.headers['set-cookie'] ?? []) this.cookie = cookie.split(';')[0];
    const isJson = /json/.test(answer.headers['content-type'] ?? '');
    const body = isJson && bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : bytes.toString('utf8');
    return { status: answer.statusCode, headers: answer.headers, body, bytes };
  }

  /// A request below /api/v1 that must succeed; returns the body.
  async call(method, path, options) {
    const answer = await this.request(method, `/api/v1${path}`, options);
    if (answer.status >= 400) {
      throw new Error(
        `${method} ${path}: ${answer.status} ${answer.body.key ?? ''} ${answer.body.detail ?? ''}`,
      );
    }
    return answer.body;
  }

  get(path) {
    return this.call('GET', path);
  }

  post(path, body = {}, headers = {}) {
    return this.call('POST', path, { body, headers });
  }

  /// A write on something with a version.
  write(method, path, version, body = {}, headers = {}) {
    return this.request(method, `/api/v1${path}`, {
      body,
      headers: { 'If-Match': `"${version}"`, ...headers },
    });
  }

  async setUp(token, { name, password }) {
    const body = { token, name, display_name: '店主', password, also_answers: false, company: '示例小店' };
    const answer = await this.request('POST', '/api/v1/setup', { body });
    if (answer.status === 201) this.csrf = answer.body.csrf;
    return answer;
  }

  async signIn({ name, password }) {
    const signedIn = await this.post('/session', { name, password });
    this.csrf = signedIn.csrf;
    return signedIn.user;
  }

  /// All items of a list, page after page.
  async all(path) {
    const items = [];
    let after = '';
    do {
      const page = await this.get(
        `${path}${path.includes('?') ? '&' : '?'}limit=200${after && `&after=${encodeURIComponent(after)}`}`,
      );
      items.push(...page.items);
      after = page.next ?? '';
    } while (after);
    return items;
  }

  upload(name, mime, bytes) {
    const headers = { 'Content-Type': mime, 'X-File-Name': encodeURIComponent(name) };
    return this.call('POST', '/uploads', { body: bytes, headers });
  }

  /// Collects live events until close(); `text` is everything that came, `mistake` the first that was not as described.
  events() {
    const stream = { text: '', read: 0, mistake: null, close: () => {} };
    const request = http.get(
      `${this.origin}/api/v1/events`,
      { headers: { Cookie: this.cookie }, agent: false },
      (answer) => {
        const type = answer.headers['content-type'];
        stream.mistake = contract.check({
          method: 'GET',
          pathname: '/api/v1/events',
          status: answer.statusCode,
          type,
        });
        answer.setEncoding('utf8');
        answer.on('data', (chunk) => {
          stream.text += chunk;
          proveEvents(stream);
        });
        answer.on('error', () => {});
      },
    );
    request.on('error', () => {});
    stream.close = () => request.destroy();
    return stream;
  }

  close() {
    this.agent.destroy();
  }
}
