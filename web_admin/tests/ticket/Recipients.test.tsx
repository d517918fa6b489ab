// An answer goes to the customer, unless somebody else is chosen: people of the ticket by reference, others by address.
import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, test } from 'vitest';
import type { Message } from '../../src/api/types';
import {
  anyWrong,
  chosen,
  contactsOf,
  everybodyOf,
  nobody,
  type Recipients,
} from '../../src/ticket/contacts';
import { RecipientFields } from '../../src/ticket/RecipientFields';
import { loadWords, renderPart } from '../support/render';
import { sampleMessage } from '../support/samples';

const from = (id: string, address: string, people: Message['people'] = []) =>
  sampleMessage({ id, author: { name: '*', address, role: 'customer' }, people });
const person = (id: string, role: Message['people'][number]['role'], address: string) => ({
  id,
  role,
  address,
  name: '',
  failed: false,
});
const messages = [
  from('1', 'c***@***'),
  from('2', 'e***@***'),
  from('3', 'c***@***', [person('3.0', 'reply_to', 'b***@***'), person('3.1', 'cc', 'm***@***')]),
];

let now: Recipients = nobody;
function Host({ usual = 'c***@***' }: { usual?: string }) {
  const [recipients, change] = useState(nobody);
  now = recipients;
  return (
    <RecipientFields
      messages={messages}
      usual={usual}
      recipients={recipients}
      disabled={false}
      onChange={change}
    />
  );
}

beforeEach(() => loadWords('en'));

test('everybody outside is known, those of the newest message first', () => {
  expect(contactsOf(messages).map(({ id }) => id)).toEqual(['3', '3.0', '3.1', '2']);
  expect(chosen(everybodyOf(messages))).toEqual({ to: ['3', '3.0'], cc: ['3.1'] });
  expect(chosen(nobody)).toEqual({});
});

test('one press answers all', async () => {
  renderPart(<Host />);
  await userEvent.click(screen.getByRole('button', { name: 'Reply to all (3)' }));
  expect(chosen(now)).toEqual({ to: ['3', '3.0'], cc: ['3.1'] });
});

test('people are chosen from the list, typed, pasted and removed again', async () => {
  const user = userEvent.setup();
  renderPart(<Host />);
  await user.click(screen.getByRole('button', { name: 'Change recipients' }));
  const cc = screen.getByRole('textbox', { name: 'Cc' });
  await user.click(cc);
  fireEvent.click(screen.getByRole('option', { name: 'e***@***' }));
  await user.type(cc, 'mei@partner.test，');
  await user.click(cc);
  await user.paste('a@b.test; 345');
  await user.tab();
  expect(chosen(now)).toEqual({ cc: ['2', 'mei@partner.test', 'a@b.test', '345'] });
  expect(anyWrong(now)).toBe(true);
  expect(screen.getByText('Not an e-mail address: 345')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Remove 345' }));
  expect(anyWrong(now)).toBe(false);
  await user.type(cc, '{Backspace}');
  expect(chosen(now)).toEqual({ cc: ['2', 'mei@partner.test'] });
});
