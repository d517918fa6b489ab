// Every page and state that a person can see, for the checks of all pages and for the gallery: where it is, and what to do
// there. `open(page, say)` finds its way by the words of the language that is shown; `told` is what the console may say.
import { callApi, firstTicketNumber } from './desk.mjs';

const press = (key) => (page) => page.keyboard.press(key);
const clickLast = (place) => (page) => page.locator(place).last().click();
const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** A button by the key of its words; what follows them, such as a count, does not matter. */
const pressButton = (key) => (page, say) =>
  page
    .getByRole('button', { name: new RegExp(`^${literally(say(key, { kind: '' }).trimEnd())}`) })
    .first()
    .click();

async function searchInVain(page) {
  await page.getByRole('searchbox').fill('surely-nothing');
  await page.waitForFunction(() => !document.querySelector('[data-row]'));
}

/** Answers come, but nothing is in them yet. */
async function hold(page, pattern) {
  await page.route(pattern, () => {});
  await page.reload();
  await page.locator('[class*=Skeleton]').first().waitFor();
}

/** The real answer with a change that a healthy desk does not show; only until the page is left. */
const stage = (pattern, change) => async (page) => {
  await page.route(pattern, async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    change(body);
    await route.fulfill({ response: answer, json: body });
  });
  await page.reload();
};
const hoursAgo = (count) => new Date(Date.now() - count * 3_600_000).toISOString();

function withUnreadItems({ items }) {
  const unread = {
    fate: 'quarantined',
    ticket: null,
    reason: 'unreadable',
    can_be_read_again: true,
  };
  if (items[0]) Object.assign(items[0], unread);
  if (items[1]) Object.assign(items[1], unread, { tried_again_at: hoursAgo(2) });
  if (items[2]) Object.assign(items[2], unread, { can_be_read_again: false, asked_again_at: hoursAgo(0) });
}
const withBackups = ({ backup }) =>
  Object.assign(backup, { copied_at: hoursAgo(9), drilled_at: hoursAgo(30) });
/** What the words of a finding are does not matter here; that they stand well does. */
function withTroubles({ items }) {
  const finding = (found) => ({
    object: null,
    object_id: null,
    found,
    todo: `${found}: ${'look here '.repeat(12)}`,
  });
  const [first, second, third] = items;
  Object.assign(first, { state: 'found', severity: 'critical', findings: [finding(first.title)] });
  Object.assign(second, {
    state: 'found',
    severity: 'warning',
    findings: [finding(second.title), finding(second.title)],
  });
  Object.assign(third, { state: 'unknown' });
}

/** The dialog that makes a ticket part of another, with what was found; chosen: with both side by side. */
const merging = (chosen) => async (page, say) => {
  const { body } = await callApi(page, 'GET', '/tickets?view=all&limit=2');
  const other = body.items.find(({ number }) => !page.url().includes(number));
  await pressButton('ticket.more_acts')(page, say);
  await page.getByRole('menuitem', { name: say('merge.open') }).click();
  const dialog = page.getByRole('dialog', { name: say('merge.title') });
  await dialog.getByLabel(say('merge.find')).fill(other.number.slice(-4));
  const hit = dialog.getByRole('button', { name: new RegExp(other.number) });
  await hit.waitFor();
  if (!chosen) return;
  await hit.click();
  await dialog.getByRole('button', { name: say('action.cancel') }).waitFor();
};

const listPlaces = [
  { name: 'inbox', path: '/inbox' },
  { name: 'inbox, filtered', path: '/inbox?view=all&priority=P1&sort=created' },
  { name: 'inbox, sorting', path: '/inbox', open: pressButton('sort.label') },
  { name: 'inbox, a filter', path: '/inbox', open: pressButton('filter.priority') },
  { name: 'inbox, nothing found', path: '/inbox', open: searchInVain },
  { name: 'inbox, empty view', path: '/inbox?view=closed' },
  { name: 'no such ticket', path: '/inbox/P19990101001', told: /status of 404/ },
  { name: 'palette', path: '/inbox', open: press('Control+k') },
  { name: 'shortcut sheet', path: '/inbox', open: press('?') },
];

const officePlaces = [
  { name: 'person menu', path: '/profile', open: clickLast('nav button'), wideOnly: true },
  { name: 'replies in doubt', path: '/in-doubt' },
  { name: 'channels', path: '/channels' },
  { name: 'channel gallery', path: '/channels/new' },
  { name: 'users', path: '/users' },
  { name: 'acts on a person', path: '/users', open: clickLast('main table button') },
  {
    name: 'add a person',
    path: '/users',
    open: (page) => page.locator('main header button').first().click(),
  },
  {
    name: 'add a person, with mistakes',
    path: '/users',
    open: async (page) => {
      await page.locator('main header button').first().click();
      await page.getByRole('dialog').locator('button[type=submit]').click();
    },
  },
  { name: 'audit', path: '/audit' },
  { name: 'audit record', path: '/audit', open: (page) => page.locator('main table button').first().click() },
  { name: 'health', path: '/health' },
  { name: 'health, with backups', path: '/health', open: stage('**/api/v1/status', withBackups) },
  { name: 'health, in trouble', path: '/health', open: stage('**/api/v1/checks*', withTroubles) },
  { name: 'profile', path: '/profile' },
  { name: 'not found', path: '/no-such-page' },
];

const ticketPlaces = (number) => {
  const path = `/inbox/${number}`;
  return [
    { name: 'ticket', path },
    { name: 'classify', path, open: pressButton('ticket.change_priority') },
    { name: 'ticket, why a clock', path, open: pressButton('clock.why_of'), wideOnly: true },
    { name: 'ticket, more acts', path, open: pressButton('ticket.more_acts') },
    { name: 'merge, finding', path, open: merging(false) },
    { name: 'merge, both', path, open: merging(true) },
    { name: 'ticket, owner', path, open: pressButton('ticket.change_owner') },
    { name: 'ticket, facts beside', path, open: pressButton('facts.title'), smallOnly: true },
    { name: 'ticket, note', path, open: press('n') },
    {
      name: 'ticket, ways to send',
      path,
      open: async (page, say) => {
        await page.getByRole('textbox', { name: say('composer.reply') }).fill('您好');
        await pressButton('composer.more_ways')(page, say);
      },
    },
    {
      name: 'ticket, palette with acts',
      path,
      open: async (page, say) => {
        // The ticket offers its acts once it is drawn; before that the keys may find nobody.
        await page.getByRole('button', { name: say('ticket.more_acts') }).waitFor();
        await page.keyboard.press('Control+k');
        await page
          .getByRole('combobox', { name: say('palette.title') })
          .fill(say('ticket.resolve').slice(0, 3));
      },
    },
  ];
};

const channelPlaces = (channel) => [
  { name: 'channel', path: `/channels/${channel}` },
  { name: 'ledger', path: `/channels/${channel}?tab=ledger` },
  {
    name: 'ledger, to be read again',
    path: `/channels/${channel}?tab=ledger`,
    open: stage('**/ledger?**', withUnreadItems),
  },
  { name: 'remove a channel', path: `/channels/${channel}`, open: pressButton('channel.remove_ask') },
];

/** The places of a desk as it is now: a ticket and a channel are shown when there is one. */
export async function listAllPlaces(page) {
  const number = await firstTicketNumber(page);
  const { body: channels } = await callApi(page, 'GET', '/channels');
  const { body: plugins } = await callApi(page, 'GET', '/plugins');
  const channel = channels.items[0]?.id;
  const plugin = plugins.items.find((one) => /mail/.test(one.id))?.id ?? plugins.items[0]?.id;
  const form = `/channels/new?plugin=${plugin}`;
  return [
    ...listPlaces,
    ...(number ? ticketPlaces(number) : []),
    ...officePlaces,
    ...(plugin ? [{ name: 'new channel', path: form }] : []),
    ...(plugin
      ? [{ name: 'new channel with mistakes', path: form, open: clickLast('main form button[type=submit]') }]
      : []),
    ...(channel ? channelPlaces(channel) : []),
  ];
}

/** What is only looked at: states that a page leaves by itself. */
export const passingPlaces = [
  { name: 'inbox, loading', path: '/inbox', open: (page) => hold(page, '**/api/v1/tickets?**') },
];
