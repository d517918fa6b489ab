// To whom an answer goes, where more than one person wrote in a ticket.
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Message } from '../api/types';

export interface Writer {
  /** The newest message of that person. */
  message: string;
  name: string;
  address: string;
}

/** Everybody outside who wrote, by address, in the order of their first message. */
export function writers(messages: Message[]): Writer[] {
  const found = new Map<string, Writer>();
  for (const { kind, id, author } of messages) {
    if (kind !== 'inbound' || author.address === '') continue;
    found.set(author.address, { message: id, name: author.name, address: author.address });
  }
  return [...found.values()];
}

interface Props {
  messages: Message[];
  customer: string;
  answers: string | null;
  onChange: (message: string | null) => void;
  disabled: boolean;
}

export function Recipient({ messages, customer, answers, onChange, disabled }: Props) {
  const { t } = useTranslation();
  const people = writers(messages);
  if (people.length < 2) return null;
  const others = people.filter(({ address }) => address !== customer);
  const choices = others.map(({ message, name, address }) => ({
    value: message,
    label: name === address ? address : `${name} · ${address}`,
  }));
  return (
    <NativeSelect
      size="xs"
      label={t('composer.answer_to')}
      value={answers ?? ''}
      data={[{ value: '', label: customer }, ...choices]}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    />
  );
}
