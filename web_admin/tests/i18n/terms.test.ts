// One thing, one word: the table of docs/terms.md against everything that people read.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { catalogue as english, recorded as englishRecords } from '../../src/i18n/en';
import { catalogue as chinese, recorded as chineseRecords } from '../../src/i18n/zh';

interface Term {
  english: string;
  chinese: string;
  not: string[];
  keys: string[];
}

const root = path.resolve(import.meta.dirname, '../../..');
const listOf = (cell: string) =>
  cell
    .split(',')
    .map((word) => word.replaceAll('`', '').trim())
    .filter((word) => word !== '');

const terms: Term[] = readFileSync(path.join(root, 'docs/terms.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) => {
    const [, , inEnglish = '', inChinese = '', not = '', keys = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    return { english: inEnglish, chinese: inChinese, not: listOf(not), keys: listOf(keys) };
  });

const zh: Record<string, string> = { ...chinese, ...chineseRecords };
const en: Record<string, string> = { ...english, ...englishRecords };

test('the table is read', () => expect(terms.length).toBeGreaterThan(20));

test.each(terms)('$chinese is called so where it stands', ({ english: word, chinese: term, keys }) => {
  expect(keys.filter((key) => !zh[key]?.includes(term))).toEqual([]);
  expect(keys.filter((key) => word !== '' && key in en && !en[key]?.includes(word))).toEqual([]);
});

test.each(terms.filter(({ not }) => not.length > 0))('$chinese has no other word', ({ not }) => {
  const daemon = readFileSync(path.join(root, 'config/texts/zh-CN.json'), 'utf8').split('\n');
  const wrong = [...Object.entries(zh).map(([key, text]) => `${key}: ${text}`), ...daemon].filter((text) =>
    not.some((word) => text.includes(word)),
  );
  expect(wrong).toEqual([]);
});

// Values that are Chinese text themselves, so that no blank belongs beside them.
const chineseValues = '{{(?:title|help|words|plugin)}}';

test('a blank stands between Chinese words and numbers, values or Latin letters', () => {
  const han = '[\\u4e00-\\u9fff]';
  const other = '[A-Za-z0-9]|{{|}}';
  const tight = new RegExp(`${han}(?:${other})|(?:[A-Za-z0-9]|}})${han}`);
  const texts = Object.entries(zh).map(([key, text]) => [
    key,
    text.replace(new RegExp(chineseValues, 'g'), '。'),
  ]);
  expect(texts.filter(([, text]) => tight.test(text!))).toEqual([]);
});
