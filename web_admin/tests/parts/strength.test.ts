import { expect, test } from 'vitest';
import { passwordStrength } from '../../src/setup/strength';

test.each([
  ['', 0],
  ['short', 1],
  ['aaaaaaaaaaaaaaaa', 1],
  ['123456789012345', 1],
  ['zhouning2026zhouning', 1],
  ['correct horse battery staple', 4],
  ['青山不改绿水长流后会有期江湖', 4],
])('%s', (password, strength) => {
  expect(passwordStrength(password, ['zhouning'])).toBe(strength);
});
