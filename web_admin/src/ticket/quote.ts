// A message as it is quoted for somebody else: what the person who forwards it sees, which is masked.
import type { TFunction } from 'i18next';
import type { Message, Ticket } from '../api/types';
import { nameGiven } from './words';

export function quoteOf(
  message: Message,
  ticket: Ticket,
  t: TFunction,
  exact: (at: string) => string,
): string {
  const { name, address } = message.author;
  const who = [nameGiven(name) ? name : '', address !== name ? address : ''].filter((word) => word !== '');
  const head = [
    t('forward.head'),
    t('forward.from', { who: who.join(' · ') || t('value.not_given') }),
    t('forward.at', { at: exact(message.sent_at ?? message.created_at) }),
    t('forward.subject', { subject: ticket.subject || t('ticket.no_subject') }),
  ];
  return `\n\n${head.join('\n')}\n\n${message.text.trimEnd()}`;
}
