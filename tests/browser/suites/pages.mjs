// Every page and dialog in both languages, light and dark: accessible, quiet, translated, never too wide.
import { openPage } from '../support/browser.mjs';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  assertNothingCut,
  assertQuiet,
  comeToRest,
  settle,
} from '../support/checks.mjs';
import { appear, signIn } from '../support/desk.mjs';
import { listAllPlaces } from '../support/places.mjs';
import { test } from '../support/run_suite.mjs';
import { words } from '../support/words.mjs';

async function visit(page, desk, one, say) {
  const width = one.smallOnly ? 1000 : 1280;
  await page.setViewportSize({ width, height: 860 });
  await page.goto(desk.url + one.path);
  await settle(page);
  if (one.open) {
    await one.open(page, say);
    await comeToRest(page);
    await settle(page);
  }
  await assertAccessible(page, one.name);
  await assertNoSidewaysScroll(page, `${one.name} at ${width}`);
  if (width === 1280) await assertNothingCut(page, `${one.name} at ${width}`);
  for (const narrow of one.wideOnly ? [] : [768, 360]) {
    await page.setViewportSize({ width: narrow, height: 800 });
    await comeToRest(page);
    await assertNoSidewaysScroll(page, `${one.name} at ${narrow}`);
    if (narrow === 360) await assertAccessible(page, `${one.name} at 360`);
  }
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  assertQuiet(page, one.name, one.told);
}

// FRONTDESK_EVERY_LOOK=1: each language in each theme, else each language and each theme once.
const looks = process.env.FRONTDESK_EVERY_LOOK
  ? ['zh-CN', 'en'].flatMap((language) => ['light', 'dark'].map((theme) => [language, theme]))
  : [
      ['zh-CN', 'light'],
      ['en', 'dark'],
    ];

export async function pageSuite(browser, desk) {
  const page = await openPage(browser);
  await signIn(page, desk);
  const pages = await listAllPlaces(page);
  for (const [language, theme] of looks) {
    await appear(page, language, theme);
    for (const one of pages) {
      await test(`${one.name} (${language}, ${theme})`, async () => {
        page.forget();
        await visit(page, desk, one, words(language));
      });
    }
  }
  await appear(page, 'en', 'auto');
  await page.context().close();
}
