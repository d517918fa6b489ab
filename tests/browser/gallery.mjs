// A picture of every page and state, in both languages, light and dark, at three widths, from a real daemon with the
// rehearsal data: for eyes that judge how it looks. ./dev gallery [word…] takes those that all words fit, such as
// `ticket zh-CN light 1280`; the last line names the page to open.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { launch, openPage } from './support/browser.mjs';
import { comeToRest, settle } from './support/checks.mjs';
import { appear, owner, signIn } from './support/desk.mjs';
import { furnish } from './support/furnish.mjs';
import { listAllPlaces, passingPlaces } from './support/places.mjs';
import { RealDesk } from './support/real_desk.mjs';
import { words } from './support/words.mjs';

const folder = path.resolve(process.env.FRONTDESK_GALLERY ?? 'build/gallery');
const wanted = process.argv.slice(2);
const isWanted = (...facts) => wanted.every((word) => facts.join(' ').includes(word));
const languages = ['zh-CN', 'en'];
const themes = ['light', 'dark'];
const widths = [1440, 1280, 390];
const heights = { 1440: 900, 1280: 800, 390: 844 };
const shots = [];
const missed = [];

const slug = (name) => name.replace(/[^a-z0-9]+/g, '-');

async function shoot(page, { name, passing }, language, theme, width) {
  // A page that is held back keeps its skeleton, which never rests.
  if (!passing) {
    await comeToRest(page);
    await settle(page);
  }
  const file = `${slug(name)}.${language}.${theme}.${width}.png`;
  await page.screenshot({ path: path.join(folder, file) });
  shots.push({ name, language, theme, width, file });
}

const suits = (place, width) => !(place.wideOnly && width < 900) && !(place.smallOnly && width >= 900);

/** Opens the place anew for each kind of screen; the wide ones only differ in size. */
async function visit(page, desk, place, language, theme) {
  const wantedWidths = widths.filter(
    (width) => suits(place, width) && isWanted(place.name, language, theme, width),
  );
  let openedWide = false;
  for (const width of wantedWidths) {
    try {
      await page.setViewportSize({ width, height: heights[width] });
      if (!openedWide || width < 900) {
        await page.goto(desk.url + place.path);
        if (!place.passing) await settle(page);
        await place.open?.(page, words(language));
        openedWide = width >= 900;
      }
      await shoot(page, place, language, theme, width);
    } catch (error) {
      missed.push(`${place.name} (${language}, ${theme}, ${width}): ${String(error.message).split('\n')[0]}`);
    }
  }
  await page.unrouteAll({ behavior: 'ignoreErrors' });
}

/** Pages for which nobody is signed in: of a fresh desk, and of one with people. */
async function visitOutside(browser, desk, places) {
  for (const language of languages) {
    for (const theme of themes) {
      const page = await openPage(browser, { language, theme });
      page.setDefaultTimeout(8000);
      for (const place of places) await visit(page, desk, place, language, theme);
      await page.context().close();
    }
  }
}

async function visitInside(browser, desk, person) {
  const page = await openPage(browser);
  await signIn(page, desk, person);
  page.setDefaultTimeout(8000);
  const places = [...(await listAllPlaces(page)), ...passingPlaces.map((one) => ({ ...one, passing: true }))];
  for (const language of languages) {
    for (const theme of themes) {
      await appear(page, language, theme);
      for (const place of places) await visit(page, desk, place, language, theme);
    }
  }
  await page.context().close();
}

const submit = (page) => page.locator('form button[type=submit]').click();
const fresh = (desk) => [
  { name: 'set-up', path: `/setup#token=${desk.token}` },
  { name: 'set-up without the link', path: '/setup' },
  { name: 'set-up with mistakes', path: '/setup', open: submit },
];
const outside = [
  { name: 'login', path: '/login' },
  {
    name: 'login refused',
    path: '/login',
    open: async (page) => {
      await page.locator('input[name=username]').fill(`nobody-${Math.random()}`);
      await page.locator('input[name=password]').fill('not the password');
      await submit(page);
      await page.getByRole('alert').waitFor();
    },
  },
];

function writeIndex() {
  const names = [...new Set(shots.map(({ name }) => name))];
  const picture = ({ file, language, theme, width }) =>
    `<a href="${file}" title="${language} ${theme} ${width}"><img loading="lazy" src="${file}" alt="${language}, ${theme}, ${width} px"></a>`;
  const rows = names.map(
    (name) =>
      `<h2>${name}</h2><div>${shots
        .filter((one) => one.name === name)
        .map(picture)
        .join('')}</div>`,
  );
  const style =
    'body{font:14px sans-serif;margin:24px}div{display:flex;flex-wrap:wrap;gap:8px}img{height:220px;border:1px solid #ccc}';
  writeFileSync(
    path.join(folder, 'index.html'),
    `<!doctype html><meta charset="utf-8"><title>Frontdesk, every page</title><style>${style}</style>${rows.join('\n')}\n`,
  );
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const browser = await launch();
const desk = await RealDesk.open(owner);
try {
  await visitOutside(browser, desk, fresh(desk));
  await furnish(desk);
  await visitOutside(browser, desk, outside);
  await visitInside(browser, desk, owner);
} finally {
  await browser.close();
  await desk.stop();
  writeIndex();
}
for (const one of missed) console.log(`not shown: ${one}`);
console.log(`${shots.length} pictures, ${missed.length} not shown`);
console.log(path.join(folder, 'index.html'));
process.exitCode = missed.length > 0 ? 1 : 0;
