import { describe, expect, test } from 'vitest';
import { cleanValues, initialValues, isShown, wordsOf, writePath } from '../../src/schema_form/profile';
import { serverFieldPath, validateForm } from '../../src/schema_form/validate';
import { mailSchema } from './mail_schema';

const good = {
  address: 'service@example.com',
  sign_in: { method: 'password', user: 'service@example.com', password: 'a secret' },
  imap: { host: 'imap.example.com', port: 993, security: 'tls' },
  smtp: { host: 'smtp.example.com', port: 465, security: 'tls' },
  folders: ['INBOX'],
  interval: 60,
  history: false,
};

describe('initial values', () => {
  test('take defaults, sections and the first variant', () => {
    expect(initialValues(mailSchema)).toMatchObject({
      sign_in: { method: 'password' },
      imap: { port: 993, security: 'tls' },
      folders: ['INBOX'],
      history: false,
    });
  });

  test('keep what is stored', () => {
    const stored = initialValues(mailSchema, { ...good, imap: { host: 'h.example.com', port: 1993 } });
    expect(stored.imap).toEqual({ host: 'h.example.com', port: 1993, security: 'tls' });
  });
});

describe('validation', () => {
  test('accepts a complete form', () => {
    expect(validateForm(mailSchema, good)).toEqual({});
  });

  test.each([
    ['missing', { ...good, address: '' }, 'address', 'form.required'],
    ['not an address', { ...good, address: 'nobody' }, 'address', 'form.format_email'],
    ['port too large', { ...good, imap: { ...good.imap, port: 70_000 } }, 'imap.port', 'form.maximum'],
    ['port not a number', { ...good, imap: { ...good.imap, port: 'abc' } }, 'imap.port', 'form.integer'],
    ['host missing in section', { ...good, smtp: { port: 465 } }, 'smtp.host', 'form.required'],
    [
      'secret missing',
      { ...good, sign_in: { method: 'password', user: 'u' } },
      'sign_in.password',
      'form.required',
    ],
    ['list empty', { ...good, folders: [] }, 'folders', 'form.min_items'],
    ['list with twins', { ...good, folders: ['a', 'a'] }, 'folders', 'form.unique_items'],
    ['enum', { ...good, imap: { ...good.imap, security: 'rot13' } }, 'imap.security', 'form.enum'],
  ])('%s', (_name, values, field, key) => {
    const errors = validateForm(mailSchema, values);
    expect(Object.keys(errors)).toEqual([field]);
    expect(errors[field]?.key).toBe(key);
  });

  test('asks only for the fields of the chosen variant', () => {
    const errors = validateForm(mailSchema, { ...good, sign_in: { method: 'oauth', client_id: 'abc' } });
    expect(Object.keys(errors)).toEqual(['sign_in.refresh_token']);
  });

  test('a stored secret counts as filled', () => {
    const values = { ...good, sign_in: { ...good.sign_in, password: { set: true } } };
    expect(validateForm(mailSchema, values)).toEqual({});
    expect(cleanValues(mailSchema, values).sign_in).toMatchObject({ password: { set: true } });
  });

  test('a secret that is not set does not count', () => {
    const values = { ...good, sign_in: { ...good.sign_in, password: { set: false } } };
    expect(Object.keys(validateForm(mailSchema, values))).toEqual(['sign_in.password']);
  });
});

test('hidden fields are neither checked nor sent', () => {
  const hidden = { ...good, history: false, history_days: 9999 };
  expect(validateForm(mailSchema, hidden)).toEqual({});
  expect(cleanValues(mailSchema, hidden)).not.toHaveProperty('history_days');
  const shown = { ...hidden, history: true };
  expect(validateForm(mailSchema, shown).history_days?.key).toBe('form.maximum');
});

test('fields of the other variant are not sent', () => {
  const mixed = { ...good, sign_in: { ...good.sign_in, client_id: 'left over' } };
  expect(cleanValues(mailSchema, mixed).sign_in).not.toHaveProperty('client_id');
});

test('show-if reads siblings first, then the top', () => {
  const schema = { 'x-fd-show-if': { mode: ['a', 'b'] } };
  expect(isShown(schema, { mode: 'b' }, {})).toBe(true);
  expect(isShown(schema, {}, { mode: 'a' })).toBe(true);
  expect(isShown(schema, { mode: 'c' }, { mode: 'a' })).toBe(false);
  expect(isShown({ 'x-fd-show-if': { field: 'mode', equals: 'a' } }, { mode: 'a' }, {})).toBe(true);
});

test('words come in the reader’s language, else in English, else by name', () => {
  const schema = { 'x-fd-i18n': { en: { title: 'Port' }, 'zh-CN': { title: '端口' } } };
  expect(wordsOf(schema, 'port', 'zh-CN').title).toBe('端口');
  expect(wordsOf({ 'x-fd-i18n': { en: { title: 'Port' } } }, 'port', 'zh-CN').title).toBe('Port');
  expect(wordsOf({}, 'port', 'en').title).toBe('port');
});

test('writing a path changes nothing else', () => {
  const before = { a: { b: 1, c: 2 }, d: 3 };
  expect(writePath(before, ['a', 'b'], 9)).toEqual({ a: { b: 9, c: 2 }, d: 3 });
  expect(before.a.b).toBe(1);
});

test('server field names are understood in every spelling', () => {
  for (const name of ['config.imap.port', 'imap.port', '/imap/port', '#/config/imap/port']) {
    expect(serverFieldPath(name)).toBe('imap.port');
  }
});
