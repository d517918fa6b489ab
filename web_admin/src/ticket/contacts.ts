// Whom a ticket names, and whom an answer goes to. People are known by references: their addresses stay hidden.
import type { Message, MessagePerson } from '../api/types';
import { nameGiven, saysMore } from './words';

export interface Contact {
  /** A reference that the desk gave, or an address that was typed. */
  id: string;
  label: string;
  typed?: true;
}

export interface Recipients {
  to: Contact[];
  cc: Contact[];
  bcc: Contact[];
}

export const nobody: Recipients = { to: [], cc: [], bcc: [] };

const labelOf = (name: string, address: string) =>
  !nameGiven(name) || !saysMore(name) || name === address
    ? address
    : address === ''
      ? name
      : `${name} · ${address}`;

const personOf = ({ id, name, address }: MessagePerson): Contact => ({ id, label: labelOf(name, address) });

const authorOf = ({ id, author }: Message): Contact => ({
  id,
  label: labelOf(author.name, author.address),
});

const wroteToUs = (message: Message) => message.kind === 'inbound' && message.author.role === 'customer';

const of = (message: Message): Contact[] => [
  ...(wroteToUs(message) && message.author.address !== '' ? [authorOf(message)] : []),
  ...message.people.map(personOf),
];

/** Everybody outside whom the ticket names, those of the newest message first. Two whom nobody can tell apart are one. */
export function contactsOf(messages: Message[]): Contact[] {
  const found = new Map<string, Contact>();
  for (const contact of messages.toReversed().flatMap(of))
    if (!found.has(contact.label)) found.set(contact.label, contact);
  return [...found.values()];
}

/** Of what the customer's side said last: everybody who wrote it, wants its answers, or got it as well. */
export function everybodyOf(messages: Message[]): Recipients {
  const last = messages.findLast(wroteToUs);
  if (!last) return nobody;
  const people = (roles: MessagePerson['role'][]) =>
    last.people.filter(({ role }) => roles.includes(role)).map(personOf);
  return { to: [authorOf(last), ...people(['reply_to', 'to'])], cc: people(['cc']), bcc: [] };
}

/** As far as its form tells; the desk and the channel look again. */
export const isAddress = (text: string) =>
  /^[^\s<>()[\],;:\\"@]+@[^\s<>()[\],;:\\"@]+\.[^\s<>()[\],;:\\"@]+$/.test(text);

/** Something was typed that nothing can be sent to. */
export const isWrong = ({ id, typed }: Contact) => typed === true && !isAddress(id);

export const anyWrong = ({ to, cc, bcc }: Recipients) => [...to, ...cc, ...bcc].some(isWrong);

/** What an answer asks for: nothing where nobody was chosen. */
export function chosen({ to, cc, bcc }: Recipients): { to?: string[]; cc?: string[]; bcc?: string[] } {
  const ids = (contacts: Contact[]) => contacts.map(({ id }) => id);
  return {
    ...(to.length > 0 && { to: ids(to) }),
    ...(cc.length > 0 && { cc: ids(cc) }),
    ...(bcc.length > 0 && { bcc: ids(bcc) }),
  };
}
