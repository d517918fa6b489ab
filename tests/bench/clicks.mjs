// clicks.mjs --data DIR [--rounds N] [--switches N]: what a person at the pages waits for on a large store (made by
// bulk_store): from each click or key to its result on the screen, long tasks while 1,000 rows are scrolled, memory after
// many tickets were opened, and the bytes of the login page. Headless Chromium; the daemon is the build's.
import path from 'node:path';
import { launch, openPage } from '../browser/support/browser.mjs';
import { Daemon, percentiles, print, readOptions, source } from './support.mjs';
import { readdirSync, statSync } from 'node:fs';

const options = readOptions({ data: '', rounds: 12, switches: 500 });
if (!options.data) throw new Error('--data DIR is needed');

/** Runs in the page: from pressing to the frame in which the result is painted. `shown` is looked for before each frame. */
function pressAndWait({ press, key, shown, gone }) {
  return new Promise((done, failed) => {
    const target = press ? document.querySelector(press) : document.activeElement;
    if (!target) return failed(new Error(`nothing to press: ${press}`));
    const begin = performance.now();
    if (key) {
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ctrlKey: key === 'k' }));
    } else {
      target.click();
    }
    const isThere = () =>
      (!shown || [...document.querySelectorAll(shown)].some((one) => one.checkVisibility())) &&
      (!gone || !document.querySelector(gone));
    const look = () => {
      if (isThere()) {
        // The next frame has painted what this one drew.
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
      } else if (performance.now() - begin > 20_000) {
        failed(new Error(`never shown: ${shown ?? `without ${gone}`}`));
      } else {
        requestAnimationFrame(look);
      }
    };
    look();
  });
}

const inRow = (index) => `[data-row="${index}"]`;
const office = (place) => ({
  name: place,
  press: `nav a[href="/${place}"]`,
  shown: 'main [class*=pageTitle], main table, main [class*=panel]',
  gone: '[class*=Skeleton]',
});

/** Where each click starts from is what the one before left. */
const clicks = [
  { name: 'view all', press: 'nav a[href="/inbox?view=all"]', shown: inRow(0), gone: '[class*=stale], [class*=Skeleton]' },
  { name: 'view mine', press: 'nav a[href="/inbox?view=mine"]', shown: 'main', gone: '[class*=stale], [class*=Skeleton]' },
  { name: 'view open', press: 'nav a[href="/inbox?view=open"]', shown: inRow(0), gone: '[class*=stale], [class*=Skeleton]' },
  { name: 'open a ticket', press: (round) => inRow(round % 5), shown: '[data-timeline] [data-message]', gone: '[class*=Skeleton]' },
  { name: 'another ticket', press: (round) => inRow((round % 5) + 1), shown: '[data-timeline] [data-message]', gone: '[class*=Skeleton]', ticket: true },
  { name: 'note', press: 'body', key: 'n', shown: 'textarea' },
  { name: 'palette', press: 'body', key: 'k', shown: '[role=dialog] [role=option]' },
  { name: 'close the palette', press: '[role=dialog] input', key: 'Escape', gone: '[role=dialog]' },
  office('channels'),
  office('users'),
  office('audit'),
  office('health'),
  { name: 'back to the inbox', press: 'nav a[href="/inbox"]', shown: inRow(0), gone: '[class*=Skeleton]' },
];

async function measureClicks(page) {
  const all = [];
  const byName = {};
  for (let round = -1; round < options.rounds; round += 1) {
    for (const { name, press, ticket, ...what } of clicks) {
      const wanted = { press: typeof press === 'function' ? press(Math.max(0, round)) : press, ...what };
      if (ticket) wanted.shown = `[aria-current=true]${wanted.press}`;
      if (await page.locator(wanted.press).count() === 0) continue; // without the right, or nothing there
      const ms = await page.evaluate(pressAndWait, wanted);
      if (ticket) await page.locator('[data-timeline] [data-message]').first().waitFor();
      if (round < 0) continue; // parts of the application are loaded once
      all.push(ms);
      (byName[name] ??= []).push(ms);
    }
  }
  for (const [name, samples] of Object.entries(byName)) print({ bench: `click ${name}`, ...percentiles(samples) });
  const sorted = all.sort((a, b) => a - b);
  print({ bench: 'clicks', count: all.length, p95_ms: sorted[Math.ceil(all.length * 0.95) - 1], goal_p95_ms: 200 });
}

/** Scrolls through rows as a wheel does, and tells the longest task meanwhile. */
async function measureScrolling(page, rows) {
  await page.evaluate(() => document.querySelector('nav a[href="/inbox?view=all"]').click());
  await page.locator(inRow(0)).waitFor();
  const figures = await page.evaluate(async (wanted) => {
    const tasks = [];
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((one) => one.duration)));
    observer.observe({ type: 'longtask' });
    let box = document.querySelector('[data-row]');
    while (box && !/auto|scroll/.test(getComputedStyle(box).overflowY)) box = box.parentElement;
    const last = () => Math.max(...[...document.querySelectorAll('[data-row]')].map((row) => Number(row.dataset.row)));
    const frame = () => new Promise(requestAnimationFrame);
    let most = 0;
    for (const end = performance.now() + 60_000; last() < wanted && performance.now() < end; ) {
      box.scrollTop += 240;
      await frame();
      most = Math.max(most, document.querySelectorAll('[data-row]').length);
    }
    const reached = last();
    observer.disconnect();
    return { rows: reached, drawn_rows: most, long_tasks: tasks.length, longest_task_ms: Math.max(0, ...tasks) };
  }, rows);
  print({ bench: 'scrolling', ...figures, goal_longest_ms: 100, goal_drawn_rows: 200 });
}

/** From row to row, while the list moves back: another ticket each time. */
async function measureMemory(page) {
  await page.evaluate(async (count) => {
    const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)));
    let box = document.querySelector('[data-row]');
    while (box && !/auto|scroll/.test(getComputedStyle(box).overflowY)) box = box.parentElement;
    for (let at = 0; at < count; at += 1) {
      const rows = document.querySelectorAll('[data-row]');
      rows[at % rows.length].click();
      await drawn();
      if (at % 10 === 9) box.scrollTop -= 640;
    }
  }, options.switches);
  const client = await page.context().newCDPSession(page);
  await client.send('HeapProfiler.collectGarbage');
  const { usedSize } = await client.send('Runtime.getHeapUsage');
  print({ bench: 'heap', switches: options.switches, mib: usedSize / 1024 / 1024, goal_mib: 80 });
}

/** What crosses the line when the login page is opened for the first time. */
async function measureLogin(browser, address) {
  const page = await openPage(browser, { language: 'zh-CN' });
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  let bytes = 0;
  client.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.goto(`${address}/login`);
  await page.locator('input[name=username]').waitFor();
  await page.waitForLoadState('networkidle');
  print({ bench: 'login', transferred_kb: bytes / 1000, goal_kb: 170 });
  await page.context().close();
}

const dist = path.join(source, 'web_admin/dist');
if (!statSync(dist, { throwIfNoEntry: false }) || readdirSync(dist).length === 0) throw new Error('web_admin is not built');
const daemon = new Daemon(options);
const browser = await launch();
try {
  await daemon.start();
  const { name, password } = await daemon.provideUser();
  const address = `http://127.0.0.1:${daemon.port}`;
  await measureLogin(browser, address);
  const page = await openPage(browser, { width: 1440, height: 900 });
  await page.goto(`${address}/login`);
  await page.locator('input[name=username]').fill(name);
  await page.locator('input[name=password]').fill(password);
  await page.locator('input[name=password]').press('Enter');
  await page.locator(inRow(0)).waitFor();
  await measureClicks(page);
  await measureScrolling(page, 1000);
  await measureMemory(page);
} finally {
  await browser.close();
  await daemon.remove();
}
