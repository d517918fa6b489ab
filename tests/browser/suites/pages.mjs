// Every page and dialog in both languages, light and dark: accessible, quiet, translated, never too wide.
import { openPage } from '../support/browser.mjs';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  assertQuiet,
  comeToRest,
  settle,
} from '../support/checks.mjs';
import { appear, callApi, firstTicketNumber, signIn } from '../support/desk.mjs';
import { test } from '../support/run_suite.mjs';

async function searchInVain(page) {
  await page.getByRole('searchbox').fill('surely-nothing');
  await page.waitForFunction(() => !document.querySelector('[data-row]'));
}

async function listPages(page) {
  const number = await firstTicketNumber(page);
  const { body: channels } = await callApi(page, 'GET', '/channels');
  const { body: plugins } = await callApi(page, 'GET', '/plugins');
  const channel = channels.items[0]?.id;
  const plugin = plugins.items.find((one) => /mail/.test(one.id))?.id ?? plugins.items[0]?.id;
  const clickLast = (place) => async (one) => one.locator(place).last().click();
  const pages = [
    { name: 'inbox', path: '/inbox' },
    { name: 'inbox, nothing found', path: '/inbox', open: searchInVain },
    { name: 'palette', path: '/inbox', open: (one) => one.keyboard.press('Control+k') },
    { name: 'shortcut sheet', path: '/inbox', open: (one) => one.keyboard.press('?') },
    { name: 'person menu', path: '/profile', open: clickLast('nav button'), wideOnly: true },
    { name: 'replies in doubt', path: '/in-doubt' },
    { name: 'channels', path: '/channels' },
    { name: 'channel gallery', path: '/channels/new' },
    { name: 'users', path: '/users' },
    {
      name: 'add a person',
      path: '/users',
      open: (one) => one.locator('main header button').first().click(),
    },
    { name: 'audit', path: '/audit' },
    { name: 'audit record', path: '/audit', open: (one) => one.locator('main table button').first().click() },
    { name: 'health', path: '/health' },
    { name: 'profile', path: '/profile' },
    { name: 'not found', path: '/no-such-page' },
  ];
  if (number) {
    pages.push({ name: 'ticket', path: `/inbox/${number}` });
    pages.push({
      name: 'classify',
      path: `/inbox/${number}`,
      open: (one) => one.locator('main section header button').nth(2).click(),
      wideOnly: true,
    });
  }
  if (plugin) {
    const path = `/channels/new?plugin=${plugin}`;
    pages.push({ name: 'new channel', path });
    pages.push({ name: 'new channel with mistakes', path, open: clickLast('main form button[type=submit]') });
  }
  if (channel) {
    pages.push({ name: 'channel', path: `/channels/${channel}` });
    pages.push({ name: 'ledger', path: `/channels/${channel}?tab=ledger` });
  }
  return pages;
}

async function visit(page, desk, one) {
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.goto(desk.url + one.path);
  await settle(page);
  if (one.open) {
    await one.open(page);
    await comeToRest(page);
    await settle(page);
  }
  await assertAccessible(page, one.name);
  await assertNoSidewaysScroll(page, `${one.name} at 1280`);
  for (const width of one.wideOnly ? [] : [768, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await comeToRest(page);
    await assertNoSidewaysScroll(page, `${one.name} at ${width}`);
    if (width === 360) await assertAccessible(page, `${one.name} at ${width}`);
  }
  assertQuiet(page, one.name);
}

export async function pageSuite(browser, desk) {
  const page = await openPage(browser);
  await signIn(page, desk);
  const pages = await listPages(page);
  for (const language of ['zh-CN', 'en']) {
    for (const theme of ['light', 'dark']) {
      await appear(page, language, theme);
      for (const one of pages) {
        await test(`${one.name} (${language}, ${theme})`, async () => {
          page.forget();
          await visit(page, desk, one);
        });
      }
    }
  }
  await appear(page, 'en', 'auto');
  await page.context().close();
}
