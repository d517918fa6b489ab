import { describe, expect, test } from 'vitest';
import { splitMasked } from '../../src/parts/masked';

const masked = (text: string) =>
  splitMasked(text)
    .filter((piece) => piece.masked)
    .map((piece) => piece.text);

describe('splitMasked', () => {
  test.each([
    ['我的电话 *******5678，请尽快处理', ['*******5678']],
    ['手机号138****8000。', ['138****8000']],
    ['*先生 · P1', ['*先生']],
    ['邮箱a***@***已登记', ['a***@***']],
    ['J*** wrote', ['J***']],
    ['reach me at j***@***.test.', ['j***@***.test']],
    ['客户*手机*******8000，地址', ['*', '*******8000']],
    ['no mask here', []],
  ])('%s', (text, expected) => {
    expect(masked(text)).toEqual(expected);
  });

  test('loses and adds nothing', () => {
    const pieces = ['我', '*', '先生', ' ', '138****8000', 'a', '。', '\n', '***', 'b@'];
    let seed = 7;
    const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648);
    for (let round = 0; round < 300; round += 1) {
      const text = Array.from({ length: next() % 12 }, () => pieces[next() % pieces.length]).join('');
      expect(
        splitMasked(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    }
  });
});
