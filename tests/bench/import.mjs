// import.mjs [--count N] [--build DIR]: a mailbox full of mails becomes tickets. Dovecot over TLS, the email plugin in
// its confined host, sealing, masking, index and audit; meanwhile somebody reads the list. Goals: 10,000 mails in
// 20 s on 2 cores, RssAnon of the daemon at most 150 MB, list p99 at most 50 ms.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Daemon, MailServers, childrenOf, cpuSeconds, now, percentiles, print, readOptions, rssAnon, sleep } from './support.mjs';

const options = readOptions({ count: 10000, seed: 1, keep: false });
const daemon = new Daemon(options);
const mail = new MailServers(options.build);
const corpus = path.join(daemon.folder, 'corpus');

function makeMails() {
  fs.mkdirSync(corpus);
  const program = path.join(options.build, 'bin/mail_corpus_generator');
  execFileSync(program, ['--seed', String(options.seed), '--count', String(options.count), '--out', corpus, '--maildir']);
  mail.fill(path.join(corpus, 'new'));
}

async function importAll(client) {
  const file = path.join(daemon.folder, 'channel.json');
  fs.writeFileSync(file, JSON.stringify(mail.channelConfig()));
  const begin = now();
  const [channel] = daemon.ask(['channel', 'add', 'io.frontdesk.email', 'Bench', '--config', file]);
  const seen = { lists: [], anon: 0, hostAnon: 0, received: 0 };
  let stuckSince = now();
  for (let finished = false; !finished; ) {
    for (let i = 0; i < 10; ++i) {
      seen.lists.push((await client.get('/api/v1/tickets?view=open&sort=due&limit=50')).ms);
      seen.anon = Math.max(seen.anon, rssAnon(daemon.pid));
      for (const child of childrenOf(daemon.pid)) seen.hostAnon = Math.max(seen.hostAnon, rssAnon(child));
      await sleep(10);
    }
    const answer = (await client.get(`/api/v1/channels/${channel.id}`)).value;
    if (answer.counters.received !== seen.received) stuckSince = now();
    seen.received = answer.counters.received;
    finished = seen.received >= options.count && answer.counters.pending === 0;
    if (now() - stuckSince > 30_000) throw new Error(`stuck at ${JSON.stringify(answer)}; log in ${daemon.folder}`);
  }
  return { seconds: (now() - begin) / 1000, ...seen };
}

try {
  await mail.start();
  makeMails();
  await daemon.start([mail.ca_file]);
  const client = await daemon.signIn();
  const seen = await importAll(client);
  const counters = (await client.get('/api/v1/tickets/counters')).value;
  const host = childrenOf(daemon.pid).reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  print({
    bench: 'email_import', mails: options.count, seconds: seen.seconds, goal_seconds: (20 * options.count) / 10000,
    mails_per_second: options.count / seen.seconds, daemon_cpu_us: (cpuSeconds(daemon.pid) * 1e6) / options.count,
    host_cpu_us: (host * 1e6) / options.count, rss_anon_mib: seen.anon, goal_rss_anon_mib: 143,
    host_rss_anon_mib: seen.hostAnon, tickets: counters.all,
  });
  print({ bench: 'list_during_import', ...percentiles(seen.lists), goal_p99_ms: 50 });
  client.close();
} finally {
  await daemon.stop();
  await mail.stop();
  if (!options.keep) await daemon.remove();
}
