// Words for the values of a ticket's fields, in the reader's language.
import type { TFunction } from 'i18next';
import type { Change } from './conflict';
import { newMessages } from './conflict';

const wordKeys: Record<string, string> = {
  state: 'state.ticket.',
  priority: 'priority.',
  type: 'type.',
  phase: 'phase.',
};

/** A field's value as words; free values such as names stay as they are. */
export function valueWords(field: string, value: string | null, t: TFunction): string {
  if (value === null || value === '') return t('value.none');
  const prefix = wordKeys[field];
  return prefix ? t(prefix + value) : value;
}

export function changeWords(change: Change, t: TFunction): string {
  if (change.field === 'messages') return t('conflict.messages', { count: newMessages(change) });
  return t('conflict.field', {
    field: t(`field.${change.field}`),
    from: valueWords(change.field, change.from, t),
    to: valueWords(change.field, change.to, t),
  });
}
