// Words for the values of a ticket's fields, in the reader's language.
import type { TFunction } from 'i18next';
import i18next from 'i18next';
import type { Message } from '../api/types';
import { knownReason } from '../channels/words';
import type { Change } from './conflict';
import { newMessages } from './conflict';

const wordKeys: Record<string, string> = {
  state: 'state.ticket.',
  priority: 'priority.',
  type: 'type.',
  phase: 'phase.',
  settled: 'settled.',
};

/** Fields that somebody fills in; the others always have a value, or nobody. */
const written = ['phase', 'topic'];

/** A field's value as words; free values such as names stay as they are. */
export function valueWords(field: string, value: string | null, t: TFunction): string {
  if (value === null || value === '') return t(written.includes(field) ? 'value.unset' : 'value.none');
  const prefix = wordKeys[field];
  return prefix ? t(prefix + value) : value;
}

// Where no name was given the server says the masked address instead: a***@***, *******5678.
const noName = /@|^[*+\d\s-]*\d[*+\d\s-]*$/;

/** What somebody outside is called; an address is no name. */
export const nameGiven = (name: string): boolean => name !== '' && !noName.test(name);

/** A star alone tells nobody apart; then mark and number do. */
export const saysMore = (name: string): boolean => /[^*\s]/.test(name);

export const customerName = (customer: { name: string }, t: TFunction): string =>
  nameGiven(customer.name) ? customer.name : t('value.not_given');

export function changeWords(change: Change, t: TFunction): string {
  if (change.field === 'messages') return t('conflict.messages', { count: newMessages(change) });
  return t('conflict.field', {
    field: t(`field.${change.field}`),
    from: valueWords(change.field, change.from, t),
    to: valueWords(change.field, change.to, t),
  });
}

/**
 * Why a message was not sent. The server gives a code, alone or in brackets at the end of its text: then our own words
 * stand there, followed by what the other side said. Anything else is shown as it is.
 */
export function deliveryReason(reason: string, t: TFunction): string {
  const code = /^[a-z][a-z0-9_]*$/.test(reason) ? reason : /\[([a-z][a-z0-9_]*)\]$/.exec(reason)?.[1];
  if (code === undefined) return reason;
  const own = `delivery.reason.${code}`;
  const general = knownReason(code);
  const key = i18next.exists(own) ? own : general && `reason.${general}`;
  if (!key) return reason;
  const said = /the server said: (.+?)(?: \[\w+\])?$/.exec(reason)?.[1];
  return said ? t('delivery.said', { words: t(key), said }) : t(key);
}

/** What the reading of a mail found wrong, in sentences; words of a newer channel stay as they are. */
function problemWords(words: string, t: TFunction): string {
  return words
    .split(', ')
    .map((word) => (i18next.exists(`mail.problem.${word}`) ? t(`mail.problem.${word}`) : word))
    .join('; ');
}

/** One line of the story; what the system did by itself has no name to tell. */
export function eventWords(message: Message, t: TFunction): string {
  const event = message.event;
  if (!event || !i18next.exists(`event.${event.kind}`)) return message.text;
  const { name } = message.author;
  const byItself = `event.${event.kind}_by_itself`;
  const key = name === '' && i18next.exists(byItself) ? byItself : `event.${event.kind}`;
  const clock = [event.from, event.to].find((value) => value && i18next.exists(`clock.kind.${value}`));
  return t(key, {
    name,
    text: message.text,
    clock: clock ? t(`clock.kind.${clock}`) : '',
    from: valueWords(event.kind, event.from ?? null, t),
    to:
      event.kind === 'mail_problems'
        ? problemWords(event.to ?? '', t)
        : valueWords(event.kind, event.to ?? null, t),
  }).trim();
}
