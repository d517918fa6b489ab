import type { TFunction } from 'i18next';
import i18next from 'i18next';
import type { AuditRecord } from '../api/types';

const known = (key: string, fallback: string, t: TFunction) => (i18next.exists(key) ? t(key) : fallback);

export const actionWords = (action: string, t: TFunction) => known(`audit.action.${action}`, action, t);

export function actorWords(record: AuditRecord, t: TFunction): string {
  const { kind, name, id } = record.actor;
  return name || known(`audit.actor.${kind}`, kind, t) || id || '';
}

export function objectWords(record: AuditRecord, t: TFunction): string {
  const object = record.object;
  if (!object) return '';
  return [known(`audit.object.${object.type}`, object.type, t), object.id === '0' ? null : object.id]
    .filter(Boolean)
    .join(' ');
}
