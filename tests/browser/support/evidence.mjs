// What the pages show when a check fails, so that the log of a machine elsewhere tells why: the address, the beginning of
// the accessible tree, and a picture below the build folder.
import { mkdirSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(process.env.FRONTDESK_BIN ?? 'build/ci/bin', '../browser');
const mostLines = 40;
const open = new Set();
let pictures = 0;

/** From now on this page, and what opens from it, is shown when a check fails. */
export function follow(context) {
  context.on('page', (page) => {
    open.add(page);
    page.once('close', () => open.delete(page));
  });
}

async function takePicture(page, check) {
  mkdirSync(folder, { recursive: true });
  pictures += 1;
  const words = check.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60);
  const file = path.join(folder, `${process.pid}-${pictures}-${words}.png`);
  await page.screenshot({ path: file, timeout: 20_000 });
  return file;
}

async function describe(page, check) {
  const told = (error) => `not to be had: ${String(error.message).split('\n')[0]}`;
  const tree = await page.locator('body').ariaSnapshot({ timeout: 20_000 }).catch(told);
  const picture = await takePicture(page, check).catch(told);
  const lines = tree.split('\n').slice(0, mostLines);
  return [`page ${page.url()}`, `picture ${picture}`, ...lines.map((line) => `  ${line}`)];
}

/** The lines that tell what all open pages show. */
export async function describePages(check) {
  const lines = [];
  for (const page of open) lines.push(...(await describe(page, check)));
  return lines;
}

/** The pages that are open now. */
export const openPages = () => new Set(open);

/** A check that failed left its pages behind: they would cost time and confuse what is told of the next. */
export async function closeAllBut(kept) {
  for (const page of open) if (!kept.has(page)) await page.close().catch(() => {});
}
