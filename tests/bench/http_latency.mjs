// http_latency.mjs --data DIR [--requests N]: what a click waits for on a large store (made by bulk_store). Lists,
// tickets and searches for two Chinese characters through HTTP, one after the other over one kept connection, and
// every search compared with a scan. Goals at 1 M tickets: p50 at most 2 ms, p99 at most 10 ms, recall 100 %.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { Daemon, cpuSeconds, percentiles, print, readOptions } from './support.mjs';

const options = readOptions({ data: '', requests: 1000, queries: 200 });
if (!options.data) throw new Error('--data DIR is needed');

function figures(bench, samples, cpu) {
  print({ bench, ...percentiles(samples), cpu_us: (cpu * 1e6) / samples.length, goal_p50_ms: 2, goal_p99_ms: 10 });
}

async function measure(bench, daemon, client, count, where) {
  await client.measure(20, where);  // the first ones fill the caches
  const before = cpuSeconds(daemon.pid);
  const samples = await client.measure(count, where);
  figures(bench, samples, cpuSeconds(daemon.pid) - before);
}

/** Each filter alone and some together, in open and in all tickets; an owner and a phase that few have. */
async function filters(client) {
  const me = (await client.get('/api/v1/session')).value.user.id;
  const row = (await client.get('/api/v1/tickets?view=all&limit=200')).value.items.at(-1);
  const late = `since=${encodeURIComponent(row.created_at)}`;
  const early = `until=${encodeURIComponent(row.created_at)}`;
  const alone = { owner: `owner=${me}`, customer: `customer=${row.customer.id}`, phase: 'phase=after_sale', since: late, until: early };
  const together = {
    'phase+priority': 'phase=after_sale&priority=P1',
    'owner+phase+type': `owner=${me}&phase=in_sale&type=complaint`,
    'until+type+phase': `${early}&type=complaint&phase=pre_sale`,
    'customer+until+priority': `customer=${row.customer.id}&${early}&priority=P3`,
  };
  return ['open', 'closed', 'all'].flatMap((view) =>
    Object.entries({ ...alone, ...together }).map(([name, query]) => [`${view} ${name}`, `view=${view}&${query}`]));
}

async function searches(daemon, client, truths) {
  const samples = [];
  const before = cpuSeconds(daemon.pid);
  let wanted = 0, found = 0, wrong = 0;
  for (const truth of truths) {
    const answer = await client.get(`/api/v1/tickets?view=all&limit=50&q=${encodeURIComponent(truth.piece)}`);
    samples.push(answer.ms);
    const ids = new Set(answer.value.items.map((item) => item.id));
    const right = truth.tickets.filter((id) => ids.has(id)).length;
    wanted += truth.tickets.length;
    found += right;
    wrong += ids.size - right;
  }
  figures('http_search_2_characters', samples, cpuSeconds(daemon.pid) - before);
  print({ bench: 'search_recall', queries: truths.length, wanted, found, recall: found / wanted, wrong });
}

const program = path.join(options.build, 'bin/search_truth');
const lines = execFileSync(program, ['--data', options.data, '--queries', String(options.queries)], { encoding: 'utf8', maxBuffer: 1 << 28 });
const truths = lines.split('\n').filter(Boolean).map((line) => JSON.parse(line));

const daemon = new Daemon(options);
try {
  print({ bench: 'start', ms: await daemon.start(), goal_ms: 500 });
  const client = await daemon.signIn();
  const tickets = [];
  for (let after = ''; tickets.length < 2000; ) {
    const page = (await client.get(`/api/v1/tickets?view=all&limit=200&after=${after}`)).value;
    tickets.push(...page.items.map((item) => item.id));
    if (!page.next) break;
    after = page.next;
  }
  const lists = ['view=open&sort=due', 'view=open&sort=updated', 'view=unassigned&sort=due', 'view=closed', 'view=all&sort=created', 'view=overdue'];
  for (const list of lists) await measure(`http_list ${list}`, daemon, client, options.requests, () => `/api/v1/tickets?limit=50&${list}`);
  for (const [name, list] of await filters(client))
    await measure(`http_filter ${name}`, daemon, client, options.requests, () => `/api/v1/tickets?limit=50&${list}`);
  await measure('http_counters', daemon, client, options.requests, () => '/api/v1/tickets/counters');
  await measure('http_ticket', daemon, client, options.requests, (i) => `/api/v1/tickets/${tickets[(i * 7) % tickets.length]}`);
  await measure('http_messages', daemon, client, options.requests, (i) => `/api/v1/tickets/${tickets[(i * 7) % tickets.length]}/messages`);
  await searches(daemon, client, truths);
  // Parts of order numbers (DD20240…) and of ticket numbers: some common, most rare.
  const digits = (i, count) => String((i * 7919) % 10 ** count).padStart(count, '0');
  const parts = { beginning: () => 'DD2024', digits: (i) => `20240${digits(i, 4)}`, end: (i) => digits(i, 5), ticket: (i) => digits(i, 3) };
  for (const [name, part] of Object.entries(parts))
    await measure(`http_search_part ${name}`, daemon, client, options.queries, (i) => `/api/v1/tickets?view=all&limit=50&q=${part(i)}`);
  client.close();
} finally {
  await daemon.remove();
}
