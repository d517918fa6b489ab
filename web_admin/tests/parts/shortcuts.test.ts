import { afterEach, expect, test } from 'vitest';
import { shortcutName, shouldHandle } from '../../src/app/shortcuts';

afterEach(() => document.body.replaceChildren());

function press(target: Element, init: KeyboardEventInit): KeyboardEvent {
  document.body.append(target);
  const event = new KeyboardEvent('keydown', { bubbles: true, ...init });
  target.dispatchEvent(event);
  return event;
}

test('single keys work on the page but not in a field', () => {
  expect(shouldHandle(press(document.createElement('div'), { key: 'j' }))).toBe(true);
  expect(shouldHandle(press(document.createElement('input'), { key: 'j' }))).toBe(false);
  expect(shouldHandle(press(document.createElement('textarea'), { key: '/' }))).toBe(false);
});

test('nothing fires while Chinese is being composed', () => {
  expect(shouldHandle(press(document.createElement('div'), { key: 'j', isComposing: true }))).toBe(false);
});

test('single keys rest while a dialog is open', () => {
  const dialog = document.createElement('section');
  dialog.setAttribute('role', 'dialog');
  document.body.append(dialog);
  expect(shouldHandle(press(document.createElement('div'), { key: 'j' }))).toBe(false);
});

test('control and command mean the same', () => {
  expect(shortcutName(new KeyboardEvent('keydown', { key: 'K', ctrlKey: true }))).toBe('mod+k');
  expect(shortcutName(new KeyboardEvent('keydown', { key: 'k', metaKey: true }))).toBe('mod+k');
});
