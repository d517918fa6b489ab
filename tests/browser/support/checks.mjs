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

/**
 * No word ends where a box ends. Text may be shortened where its whole is one step away: an excerpt of what customers wrote
 * inside the row or link that leads to it, or what says the whole by its title.
 */
export async function assertNothingCut(page, where) {
  const cut = await page.evaluate(() => {
    const found = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const clips = (style) => /hidden|clip/.test(`${style.overflowX} ${style.overflowY}`);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const holder = text.parentElement;
      if (!text.data.trim() || !holder.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        continue;
      if (holder.closest('[title], [data-excerpt], .only-for-readers, script, style, option')) continue;
      range.selectNodeContents(text);
      const words = range.getBoundingClientRect();
      if (words.width === 0) continue;
      for (let box = holder; box; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (/auto|scroll/.test(`${style.overflowX} ${style.overflowY}`)) break;
        if (!clips(style)) continue;
        const edge = box.getBoundingClientRect();
        const over = Math.max(
          words.right - edge.right,
          edge.left - words.left,
          words.bottom - edge.bottom - 3,
        );
        if (over > 1.5)
          found.push(
            `"${text.data.trim().slice(0, 40)}" by ${Math.round(over)} px in <${box.tagName.toLowerCase()} class="${String(box.className).slice(0, 40)}">`,
          );
        break;
      }
    }
    return found;
  });
  assert(
    cut.length === 0,
    `${where}: ${cut.length} texts are cut\n      ${cut.slice(0, 6).join('\n      ')}`,
  );
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
