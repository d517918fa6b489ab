import { beforeEach, expect, test } from 'vitest';
import { knownDevice, rememberDevice } from '../../src/app/known_device';

beforeEach(() => localStorage.clear());

test('the newest eight proofs are shown, and nothing on a new browser', () => {
  expect(knownDevice()).toBe('');
  rememberDevice('');
  expect(knownDevice()).toBe('');
  for (let i = 1; i <= 10; i++) rememberDevice(`proof${i}`);
  expect(knownDevice().split(' ')).toEqual([10, 9, 8, 7, 6, 5, 4, 3].map((i) => `proof${i}`));
});
