import type { TFunction } from 'i18next';
import i18next from 'i18next';
import type { AuditRecord } from '../api/types';
import { recordedActions } from '../i18n/records';

const known = (key: string, fallback: string, t: TFunction) => (i18next.exists(key) ? t(key) : fallback);

/** What was done; records of earlier versions keep their words. */
export const actionWords = (action: string, t: TFunction) =>
  known(`done.${action}`, known(`retired.${action}`, action, t), t);

/** The actions that the filter offers, by their words. */
export function actionChoices(t: TFunction): { value: string; label: string }[] {
  const { language } = i18next;
  const words = i18next.getResourceBundle(language, 'translation') as Record<string, string>;
  return recordedActions(words)
    .map((value) => ({ value, label: actionWords(value, t) }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
}

export const resultWords = (result: string, t: TFunction) => known(`audit.result.${result}`, result, t);

/** What people are called, by their ids; without it, as the record itself says. */
export type Names = ReadonlyMap<string, string>;
const none: Names = new Map();

export function actorWords(record: AuditRecord, t: TFunction, names = none): string {
  const { kind, id, name } = record.actor;
  if (!name || kind === 'system') return known(`audit.actor.${kind}`, kind, t);
  return names.get(id ?? '') ?? name;
}

export const roleWords = (record: AuditRecord, t: TFunction): string =>
  record.actor.roles.map((role) => known(`role.${role}`, role, t)).join(' · ');

export function objectWords(record: AuditRecord, t: TFunction, names = none): string {
  const object = record.object;
  if (!object) return '';
  const name = names.get(object.id) || object.number || (object.id === '0' ? null : object.id);
  return [known(`audit.object.${object.type}`, object.type, t), name].filter(Boolean).join(' ');
}
