// An answer goes to the customer, unless an agent chooses somebody else who wrote in the ticket.
import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { Recipient, writers } from '../../src/ticket/Recipient';
import { loadWords, renderPart } from '../support/render';
import { sampleMessage } from '../support/samples';

const from = (id: string, address: string) =>
  sampleMessage({ id, author: { name: '*', address, role: 'customer' } });
const messages = [from('1', 'c***@***'), from('2', 'e***@***'), from('3', 'c***@***')];

beforeEach(() => loadWords('en'));

test('everybody outside who wrote is known by the newest message', () => {
  expect(writers(messages).map(({ message, address }) => [message, address])).toEqual([
    ['3', 'c***@***'],
    ['2', 'e***@***'],
  ]);
});

test('one writer leaves nothing to choose', () => {
  renderPart(
    <Recipient
      messages={messages.slice(0, 1)}
      customer="c***@***"
      answers={null}
      onChange={vi.fn()}
      disabled={false}
    />,
  );
  expect(screen.queryByRole('combobox')).toBeNull();
});

test('another writer can be chosen, and the customer again', () => {
  const chosen = vi.fn();
  renderPart(
    <Recipient messages={messages} customer="c***@***" answers={null} onChange={chosen} disabled={false} />,
  );
  const list = screen.getByRole('combobox');
  expect(screen.getAllByRole('option')).toHaveLength(2);
  fireEvent.change(list, { target: { value: '2' } });
  fireEvent.change(list, { target: { value: '' } });
  expect(chosen.mock.calls).toEqual([['2'], [null]]);
});
