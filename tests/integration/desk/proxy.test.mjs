// The desk behind nginx and behind Caddy, as Debian brings them, at the root and below a path: people sign in with Secure
// cookies, live events arrive and end with the session, uploads pass, and the trail names the client, not the proxy.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Child } from './child.mjs';
import { Daemon } from './daemon.mjs';
import { until } from './waiting.mjs';

const host = 'desk.example.test';
const client = '127.0.0.9'; // not the proxy's own
const owner = { name: 'owner', password: 'correct horse battery 7' };

const freePort = () =>
  new Promise((done) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

const nginx = (shop) => `
daemon off; master_process off; worker_processes 1; error_log stderr; pid ${shop.folder}/nginx.pid;
events { worker_connections 256; }
http {
  access_log off; client_max_body_size 30m;
  client_body_temp_path ${shop.folder}/t1; proxy_temp_path ${shop.folder}/t2; fastcgi_temp_path ${shop.folder}/t3;
  uwsgi_temp_path ${shop.folder}/t4; scgi_temp_path ${shop.folder}/t5;
  server {
    listen 127.0.0.1:${shop.port} ssl;
    ssl_certificate ${shop.folder}/proxy.pem; ssl_certificate_key ${shop.folder}/proxy.key;
    location ${shop.base}/ {
      proxy_pass http://127.0.0.1:${shop.inner};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
    }
  }
}
`;

const caddy = (shop) => `
{
  admin off
  auto_https off
  storage file_system ${shop.folder}/caddy
}
https://${host}:${shop.port} {
  bind 127.0.0.1
  tls ${shop.folder}/proxy.pem ${shop.folder}/proxy.key
  reverse_proxy ${shop.base}/* 127.0.0.1:${shop.inner}
}
`;

const proxies = {
  nginx: {
    program: '/usr/sbin/nginx',
    settings: nginx,
    args: (file, shop) => ['-c', file, '-p', shop.folder, '-e', 'stderr'],
  },
  caddy: {
    program: '/usr/bin/caddy',
    settings: caddy,
    args: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
  },
};

/// One browser beyond the proxy.
class Browser {
  constructor(shop) {
    this.shop = shop;
    this.origin = `https://${host}:${shop.port}`;
    this.cookie = '';
    this.csrf = '';
  }

  options(method, where, headers = {}) {
    return {
      method,
      host: '127.0.0.1',
      localAddress: client,
      port: this.shop.port,
      path: this.shop.base + where,
      ca: readFileSync(`${this.shop.folder}/proxy.pem`),
      servername: host,
      agent: false,
      headers: {
        Host: `${host}:${this.shop.port}`,
        ...(this.cookie && { Cookie: this.cookie }),
        ...(method !== 'GET' && { Origin: this.origin, 'X-CSRF-Token': this.csrf }),
        ...headers,
      },
    };
  }

  send(method, where, body, headers = {}) {
    const isFile = Buffer.isBuffer(body);
    const bytes = isFile ? body : body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const described = bytes && {
      'Content-Type': isFile ? 'application/octet-stream' : 'application/json',
      'Content-Length': bytes.length,
    };
    return new Promise((done, fail) => {
      const request = https.request(this.options(method, where, { ...described, ...headers }), (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk) => (text += chunk));
        answer.on('end', () => {
          const cookies = answer.headers['set-cookie'] ?? [];
          if (cookies.length > 0) this.cookie = cookies[0].split(';')[0];
          const isJson = /json/.test(answer.headers['content-type'] ?? '');
          done({
            status: answer.statusCode,
            headers: answer.headers,
            cookies,
            text,
            body: isJson ? JSON.parse(text) : null,
          });
        });
      });
      request.on('error', fail);
      request.end(bytes);
    });
  }

  async signIn(person, headers) {
    const answer = await this.send('POST', '/api/v1/session', person, headers);
    this.csrf = answer.body?.csrf ?? '';
    return answer;
  }

  events() {
    const stream = { text: '', ended: false };
    const request = https.get(this.options('GET', '/api/v1/events'), (answer) => {
      stream.status = answer.statusCode;
      answer.setEncoding('utf8');
      answer.on('data', (chunk) => (stream.text += chunk));
      answer.on('close', () => (stream.ended = true));
    });
    request.on('error', () => (stream.ended = true));
    stream.close = () => request.destroy();
    return stream;
  }
}

async function openShop(name, base) {
  const folder = mkdtempSync(path.join(os.tmpdir(), `frontdesk-${name}-`));
  const shop = { folder, base, port: await freePort() };
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${host}`,
      '-addext',
      `subjectAltName=DNS:${host}`,
      '-keyout',
      `${folder}/proxy.key`,
      '-out',
      `${folder}/proxy.pem`,
    ],
    { stdio: 'ignore' },
  );
  const web = path.join(folder, 'pages');
  mkdirSync(web, { recursive: true });
  writeFileSync(
    path.join(web, 'index.html'),
    '<html data-base=""><script src="./assets/app.js"></script></html>',
  );
  shop.daemon = Daemon.prepare(folder, {
    plugins: [],
    webRoot: web,
    listen: `trusted_proxies: [127.0.0.1], host_names: [${host}]${base && `, base_path: ${base}`}`,
  });
  await shop.daemon.start();
  shop.inner = new URL(shop.daemon.origin).port;
  const { program, settings, args } = proxies[name];
  const file = path.join(folder, `${name}.conf`);
  writeFileSync(file, settings(shop));
  shop.proxy = new Child(program, args(file, shop), {
    log: path.join(folder, 'proxy.log'),
    env: { HOME: folder },
  });
  shop.browser = () => new Browser(shop);
  await until(`${name} answers`, () =>
    shop
      .browser()
      .send('GET', '/healthz')
      .then(
        ({ status }) => status === 200,
        () => false,
      ),
  );
  return shop;
}

async function closeShop(shop) {
  if (shop?.proxy?.running) await shop.proxy.stop();
  await shop?.daemon?.stop();
  if (shop) rmSync(shop.folder, { recursive: true, force: true });
}

for (const name of Object.keys(proxies)) {
  for (const base of ['', '/desk']) {
    describe(`${name}${base && ` below ${base}`}`, () => {
      let shop;
      let admin;
      before(async () => {
        shop = await openShop(name, base);
        admin = shop.browser();
        const token = await shop.daemon.setupToken();
        const made = await admin.send('POST', '/api/v1/setup', {
          token,
          display_name: '店主',
          also_answers: true,
          ...owner,
        });
        assert.equal(made.status, 201, made.text);
        admin.csrf = made.body.csrf;
      });
      after(() => closeShop(shop));

      test('people sign in with a Secure cookie of this desk', async () => {
        const { status, cookies, text } = await shop.browser().signIn(owner);
        assert.equal(status, 200, text);
        assert.match(cookies[0], base ? /^__Secure-frontdesk=/ : /^__Host-frontdesk=/);
        assert.match(cookies[0], /; Secure/);
        assert.ok(cookies[0].includes(`; Path=${base}/;`), cookies[0]);
      });

      test('live events arrive at once and end with the session', async () => {
        const watcher = shop.browser();
        await watcher.signIn(owner);
        const stream = watcher.events();
        await until('the stream is open', () => stream.text.includes('retry'));
        assert.equal(stream.status, 200);
        assert.equal((await watcher.send('DELETE', '/api/v1/session')).status, 204);
        await until('the stream has ended', () => stream.ended);
      });

      test('the page knows where it lies', async () => {
        const { text } = await admin.send('GET', '/tickets/5');
        assert.ok(text.includes(`data-base="${base}"`), text);
        assert.ok(text.includes(`src="${base}/assets/app.js"`), text);
      });

      test('a large upload passes', async () => {
        const file = Buffer.alloc(20 << 20, 'x');
        const { status, text } = await admin.send('POST', '/api/v1/uploads', file, {
          'X-File-Name': 'large.txt',
        });
        assert.equal(status, 201, text);
      });

      test('the trail names the client, whatever the client itself claims', async () => {
        const recorded = async (lies) => {
          await shop.browser().signIn(owner, lies);
          const { body } = await admin.send('GET', '/api/v1/audit?action=auth.login&limit=1');
          return body.items[0].ip;
        };
        assert.equal(await recorded({}), client);
        assert.equal(await recorded({ 'X-Forwarded-For': '203.0.113.66' }), client);
        assert.notEqual(await recorded({ Forwarded: 'for=203.0.113.67' }), '203.0.113.67');
        assert.notEqual(
          await recorded({ 'X-Forwarded-For': '203.0.113.66', Forwarded: 'for=203.0.113.66' }),
          '203.0.113.66',
        );
      });

      test('another site, another name and /metrics stay outside', async () => {
        const stranger = shop.browser();
        const elsewhere = await stranger.signIn(owner, { Origin: 'https://evil.test' });
        assert.equal(elsewhere.status, 403);
        assert.equal((await stranger.send('GET', '/metrics')).status, 401);
        const token = readFileSync(path.join(shop.daemon.data, 'metrics.token'), 'utf8').trim();
        assert.equal(statSync(path.join(shop.daemon.data, 'metrics.token')).mode & 0o077, 0);
        const shown = await stranger.send('GET', '/metrics', undefined, { Authorization: `Bearer ${token}` });
        assert.equal(shown.status, 200);
      });
    });
  }
}
