// What must hold on every page: no accessibility finding, no error, no sideways scrolling.
import { axeSource } from './packages.mjs';

export function assert(condition, message) {
  if (!condition) throw new Error(message);
}

export function assertEqual(actual, expected, message) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  assert(a === b, `${message}: expected ${b}, got ${a}`);
}

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

export async function assertAccessible(page, where) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  const found = await page.evaluate(async (values) => {
    const result = await window.axe.run(document, {
      runOnly: { type: 'tag', values },
      resultTypes: ['violations'],
      preload: false, // none of these rules reads what it would fetch
    });
    return result.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id} ${node.target} ${node.failureSummary}`),
    );
  }, standards);
  assert(
    found.length === 0,
    `${where}: ${found.length} accessibility findings\n      ${found.slice(0, 4).join('\n      ')}`,
  );
}

export async function assertNoSidewaysScroll(page, where) {
  const extra = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert(extra <= 0, `${where}: the page is ${extra} px too wide`);
}

/** `told`: what the browser itself says of this page and may. */
export function assertQuiet(page, where, told) {
  const troubles = page.forget().filter((trouble) => !told?.test(trouble));
  assert(
    troubles.length === 0,
    `${where}: ${troubles.length} console errors\n      ${troubles.slice(0, 5).join('\n      ')}`,
  );
}

/** Waits until the page is as it will stay: nothing was drawn anew for a while, and nothing moves. */
export async function comeToRest(page) {
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        let timer;
        const rested = () => {
          observer.disconnect();
          resolve();
        };
        const again = () => {
          clearTimeout(timer);
          timer = setTimeout(rested, 60);
        };
        const observer = new MutationObserver(again);
        observer.observe(document, { subtree: true, childList: true, attributes: true });
        again();
        setTimeout(rested, 2000); // a page that ticks never rests
      }),
  );
  await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running'));
}

/** Waits until nothing is loading any more: no skeleton, fonts ready, transitions over. */
export async function settle(page) {
  await page.waitForFunction(() => document.querySelector('#root')?.childElementCount > 0);
  await page.waitForFunction(() => !document.querySelector('[class*=Skeleton]'));
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running'));
}
