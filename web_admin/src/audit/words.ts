import type { TFunction } from 'i18next';
import i18next from 'i18next';
import type { AuditRecord } from '../api/types';

/** Acts that have words of their own; the filter offers these. */
export const knownActions = [
  'auth.login',
  'auth.logout',
  'auth.fail',
  'access.denied',
  'shop.company',
  'shop.time_zone',
  'user.create',
  'user.change',
  'user.role',
  'user.disable',
  'user.enable',
  'user.password',
  'ticket.create',
  'ticket.assign',
  'ticket.classify',
  'ticket.resolve',
  'ticket.reopen',
  'message.in',
  'message.queue',
  'message.out',
  'message.note',
  'message.retry',
  'message.fail',
  'message.unknown',
  'message.delivered',
  'sla.breach',
  'attachment.view',
  'channel.create',
  'channel.change',
  'channel.secret',
  'channel.remove',
  'channel.reauth',
  'plugin.quarantine',
  'plugin.approve',
] as const;

const known = (key: string, fallback: string, t: TFunction) => (i18next.exists(key) ? t(key) : fallback);

export const actionWords = (action: string, t: TFunction) => known(`audit.action.${action}`, action, t);
export const resultWords = (result: string, t: TFunction) => known(`audit.result.${result}`, result, t);

export function actorWords(record: AuditRecord, t: TFunction): string {
  const { kind, name } = record.actor;
  return name && kind !== 'system' ? name : known(`audit.actor.${kind}`, kind, t);
}

export const roleWords = (record: AuditRecord, t: TFunction): string =>
  record.actor.roles.map((role) => known(`role.${role}`, role, t)).join(' · ');

export function objectWords(record: AuditRecord, t: TFunction): string {
  const object = record.object;
  if (!object) return '';
  const name = object.number || (object.id === '0' ? null : object.id);
  return [known(`audit.object.${object.type}`, object.type, t), name].filter(Boolean).join(' ');
}
