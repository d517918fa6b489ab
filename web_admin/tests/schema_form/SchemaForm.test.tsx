import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, test } from 'vitest';
import type { Config } from '../../src/api/types';
import { initialValues } from '../../src/schema_form/profile';
import { SchemaForm } from '../../src/schema_form/SchemaForm';
import { validateForm } from '../../src/schema_form/validate';
import { mailSchema } from './mail_schema';
import { loadWords, renderPart } from '../support/render';

let last: Config = {};

function Host({ stored, checked }: { stored?: Config; checked?: boolean }) {
  const [values, setValues] = useState(() => initialValues(mailSchema, stored));
  last = values;
  const errors = checked ? validateForm(mailSchema, values) : {};
  return (
    <>
      <button onClick={() => setValues(initialValues(mailSchema, stored))}>take the stored</button>
      <SchemaForm schema={mailSchema} values={values} errors={errors} onChange={setValues} />
    </>
  );
}

beforeEach(() => loadWords('en'));

test('draws labels in the language of the reader', async () => {
  await loadWords('zh-CN');
  renderPart(<Host />);
  expect(screen.getByLabelText('邮箱地址')).toBeTruthy();
  expect(screen.getByText('收信（IMAP）')).toBeTruthy();
});

test('marks an invalid field for everybody and says why', () => {
  renderPart(<Host checked />);
  const address = screen.getByLabelText('Mail address');
  expect(address.getAttribute('aria-invalid')).toBe('true');
  const described = address.getAttribute('aria-describedby')?.split(' ') ?? [];
  const texts = described.map((id) => document.getElementById(id)?.textContent);
  expect(texts).toContain('Please fill in this field');
});

test('a list keeps blank lines while someone types, and follows a list that replaces it', async () => {
  const user = userEvent.setup();
  renderPart(<Host stored={{ folders: ['INBOX', ' Sent '] }} />);
  const list = screen.getByLabelText<HTMLTextAreaElement>(/^Folders/);
  await user.type(list, '{Enter}{Enter}Spam');
  expect(list.value).toBe('INBOX\n Sent \n\nSpam');
  expect(last.folders).toEqual(['INBOX', 'Sent', 'Spam']);
  await user.click(screen.getByText('take the stored'));
  expect(list.value).toBe('INBOX\n Sent ');
});

test('switching the variant swaps its fields', async () => {
  const user = userEvent.setup();
  renderPart(<Host />);
  expect(screen.getByLabelText('User')).toBeTruthy();
  await user.selectOptions(screen.getByLabelText('Method'), 'OAuth 2');
  expect(screen.queryByLabelText('User')).toBeNull();
  expect(screen.getByLabelText('Client id')).toBeTruthy();
});

test('a preset fills in its fields, and is no longer chosen once one of them is changed', async () => {
  const user = userEvent.setup();
  renderPart(<Host stored={{ address: 'shop@example.com' }} />);
  const choice = screen.getByLabelText<HTMLSelectElement>('Quick fill');
  expect(choice.value).toBe('');
  await user.selectOptions(choice, 'Microsoft 365');
  expect(last).toMatchObject({
    address: 'shop@example.com',
    imap: { host: 'outlook.office365.com' },
    smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
    sign_in: { method: 'oauth' },
  });
  expect(screen.getByLabelText('Client id')).toBeTruthy();
  expect(choice.value).toBe('microsoft');
  const [imapHost] = screen.getAllByLabelText('Server');
  await user.clear(imapHost as HTMLElement);
  expect(choice.value).toBe('');
});

test('a conditional field appears with its condition', async () => {
  const user = userEvent.setup();
  renderPart(<Host />);
  expect(screen.queryByLabelText(/days back/)).toBeNull();
  await user.click(screen.getByLabelText('Read older mail too'));
  expect(screen.getByLabelText(/days back/)).toBeTruthy();
});

test('a stored secret is not shown, can be replaced, and can be kept after all', async () => {
  const user = userEvent.setup();
  renderPart(<Host stored={{ sign_in: { method: 'password', user: 'u', password: { set: true } } }} />);
  expect(screen.getByText(/never shown again/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: /Replace/ }));
  await user.type(screen.getByLabelText('Password or authorisation code'), 'new one');
  expect(last.sign_in).toMatchObject({ password: 'new one' });
  await user.click(screen.getByRole('button', { name: 'Keep the stored one' }));
  expect(last.sign_in).toMatchObject({ password: { set: true } });
});

test('numbers are numbers and lists are lists', async () => {
  const user = userEvent.setup();
  renderPart(<Host />);
  const interval = screen.getByLabelText(/Seconds between/);
  await user.clear(interval);
  await user.type(interval, '120');
  expect(last.interval).toBe(120);
  await user.type(screen.getByLabelText(/Folders/), '{Enter}Archive');
  expect(last.folders).toEqual(['INBOX', 'Archive']);
});
