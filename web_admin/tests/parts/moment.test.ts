import { afterEach, expect, test, vi } from 'vitest';
import { makeMoment } from '../../src/parts/moment';

afterEach(() => vi.useRealTimers());

test.each(['en', 'zh-CN'])('sizes are short in %s', (language) => {
  const { bytes } = makeMoment(language, '');
  expect([14, 1536, 26_214_400].map(bytes)).toEqual(['14\u00a0B', '1.5\u00a0KB', '25\u00a0MB']);
});

test('a time of today is a clock, one of another year names the year', () => {
  vi.useFakeTimers({ now: new Date(2026, 10, 26, 12, 0) });
  const { short, ago } = makeMoment('en', '');
  const at = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString();
  expect(short(at(2026, 10, 26, 0, 5))).toBe('00:05');
  expect(short(at(2026, 0, 1, 8, 0))).toBe('Jan 1, 08:00');
  expect(short(at(2024, 0, 1, 8, 0))).toBe('Jan 1, 2024, 08:00');
  expect(ago(at(2024, 0, 1, 8, 0), Date.now())).toBe('Jan 1, 2024');
  expect(ago(at(2026, 0, 1, 8, 0), Date.now())).toBe('Jan 1');
});

test.each([
  { language: 'en', words: 'Nov 26, 2026, 00:05:09' },
  { language: 'zh-CN', words: '2026 年 11 月 26 日 00:05:09' },
])('the exact time has the same clock as the short one in $language', ({ language, words }) => {
  expect(makeMoment(language, '').exact(new Date(2026, 10, 26, 0, 5, 9).toISOString())).toBe(words);
});
