import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { AuditRecord } from '../api/types';
import { useMoment } from '../parts/moment';
import partStyles from '../parts/parts.module.css';
import styles from './AuditDetails.module.css';
import { useMay } from '../app/session';
import { actionWords, actorWords, objectWords, resultWords, roleWords } from './words';

function Json({ value }: { value: unknown }) {
  return (
    <pre className={styles.json} tabIndex={0}>
      {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
    </pre>
  );
}

/** What the record is about; a ticket leads to itself for people who may open it. */
function AuditObject({ record }: { record: AuditRecord }) {
  const { t } = useTranslation();
  const opens = useMay('see_tickets') && record.object?.type === 'ticket' && record.object.number;
  const words = objectWords(record, t);
  if (!opens) return words;
  return (
    <Link href={`/inbox/${opens}`} className={partStyles.textLink}>
      {words}
    </Link>
  );
}

/** One record in full, with what was there before and after. */
export function AuditDetails({ record }: { record: AuditRecord }) {
  const { t } = useTranslation();
  const { exact } = useMoment();
  const facts: [string, ReactNode][] = [
    [t('audit.seq'), String(record.seq)],
    [t('audit.at'), exact(record.at)],
    [t('audit.actor'), actorWords(record, t)],
    [t('user.roles'), roleWords(record, t)],
    [
      t('audit.action'),
      <>
        {actionWords(record.action, t)} <span className={partStyles.dim}>{record.action}</span>
      </>,
    ],
    [t('audit.object'), record.object && <AuditObject record={record} />],
    [t('audit.reason'), record.reason],
    [t('audit.result'), record.result && record.result !== 'ok' ? resultWords(record.result, t) : null],
    [t('audit.ip'), record.ip],
    [t('audit.request_id'), record.request_id],
    [t('audit.policy'), record.policy],
    [t('audit.run'), record.run === '0' ? null : record.run],
  ];
  const has = (value: unknown) => value !== null && value !== undefined;
  return (
    <div className={styles.details}>
      <dl>
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name} className={styles.fact}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {has(record.before) && (
        <section>
          <h3>{t('audit.before')}</h3>
          <Json value={record.before} />
        </section>
      )}
      {has(record.after) && (
        <section>
          <h3>{t('audit.after')}</h3>
          <Json value={record.after} />
        </section>
      )}
    </div>
  );
}
