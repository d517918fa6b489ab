// idle.mjs --data DIR [--connections N]: what Frontdesk costs while nothing happens. Start to the first 200 (median of
// five, at most 500 ms), memory of all processes with an e-mail channel (PSS, at most 60 MiB), and N idle connections,
// half kept alive and half live-event streams: the list's p99 for somebody else may rise to 1.5 × of before.
import fs from 'node:fs';
import path from 'node:path';
import { Daemon, MailServers, childrenOf, openConnection, percentiles, print, pss, readOptions, rssAnon, sleep } from './support.mjs';

const options = readOptions({ data: '', connections: 2000, requests: 2000 });

async function measureStart(daemon, readable) {
  const times = [];
  for (let i = 0; i < 5; ++i) {
    await daemon.stop();
    times.push(await daemon.start(readable));
  }
  print({ bench: 'start_to_first_200', ...percentiles(times), goal_ms: 500 });
}

function memory(bench, daemon) {
  const children = childrenOf(daemon.pid);
  const parts = { daemon: pss(daemon.pid), hosts: children.reduce((sum, pid) => sum + pss(pid), 0) };
  print({ bench, pss_mib: parts.daemon + parts.hosts, daemon_mib: parts.daemon, hosts_mib: parts.hosts, processes: 1 + children.length, daemon_anon_mib: rssAnon(daemon.pid), goal_mib: 60 });
}

async function crowd(daemon, client) {
  const host = `Host: 127.0.0.1:${daemon.port}\r\nCookie: ${client.headers.Cookie}\r\nSec-Fetch-Site: same-origin\r\n`;
  const sockets = [];
  for (let i = 0; i < options.connections; ++i) {
    const where = i % 2 === 0 ? '/healthz' : '/api/v1/events';
    sockets.push(await openConnection(daemon.port, `GET ${where} HTTP/1.1\r\n${host}\r\n`));
  }
  return sockets;
}

const list = () => '/api/v1/tickets?view=open&sort=due&limit=50';
const daemon = new Daemon(options);
const mail = new MailServers(options.build);
try {
  await mail.start();
  await daemon.start([mail.ca_file]);
  const file = path.join(daemon.folder, 'channel.json');
  fs.writeFileSync(file, JSON.stringify(mail.channelConfig()));
  if (!daemon.ask(['channel', 'list']).some((row) => row.name === 'Idle')) daemon.ask(['channel', 'add', 'io.frontdesk.email', 'Idle', '--config', file]);
  await measureStart(daemon, [mail.ca_file]);
  const client = await daemon.signIn();
  await sleep(5000);
  memory('idle_memory', daemon);
  await client.measure(200, list);
  memory('idle_memory_after_200_lists', daemon);
  const base = percentiles(await client.measure(options.requests, list));
  const sockets = await crowd(daemon, client);
  let closed = 0;
  for (const socket of sockets) socket.on('close', () => ++closed);
  await sleep(1000);
  const crowded = percentiles(await client.measure(options.requests, list));
  const others = sockets.length - closed;
  print({ bench: 'crowd', connections: options.connections, still_open: others, product: crowded.p99_ms, floor: base.p99_ms, ratio: crowded.p99_ms / base.p99_ms, goal: 1.5, p50_ms: crowded.p50_ms, base_p50_ms: base.p50_ms });
  memory('crowd_memory', daemon);
  for (const socket of sockets) socket.destroy();
  client.close();
} finally {
  await daemon.stop();
  await mail.stop();
  await daemon.remove();
}
