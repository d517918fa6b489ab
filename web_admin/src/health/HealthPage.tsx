import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { call } from '../api/client';
import { asProblem } from '../api/problem';
import type { ChannelState, Status } from '../api/types';
import { keys } from '../app/query_keys';
import { stateTones } from '../channels/words';
import { Chip } from '../parts/Chip';
import { Failure } from '../parts/Failure';
import { useMoment } from '../parts/moment';
import { useNow } from '../parts/now';
import { Notice } from '../parts/Notice';
import { PageFrame } from '../parts/PageFrame';
import partStyles from '../parts/parts.module.css';
import { Waiting } from '../parts/Waiting';
import styles from './HealthPage.module.css';

/** The words from the largest unit that is not zero: 7 min, 3 h 0 min. */
function uptimeWords(seconds: number, t: TFunction): string {
  const parts = {
    days: Math.floor(seconds / 86_400),
    hours: Math.floor((seconds % 86_400) / 3600),
    minutes: Math.floor((seconds % 3600) / 60),
  };
  if (parts.days > 0) return t('health.uptime_days', parts);
  return t(parts.hours > 0 ? 'health.uptime_hours' : 'health.uptime_minutes', parts);
}

function Figure({ name, value, note }: { name: string; value: string; note?: string }) {
  return (
    <div className={`${partStyles.panel} ${styles.figure}`}>
      <p>{name}</p>
      <b>{value}</b>
      {note && <small>{note}</small>}
    </div>
  );
}

function Figures({ status }: { status: Status }) {
  const { t } = useTranslation();
  const { number, ago } = useMoment();
  const now = useNow();
  const oldest = status.oldest_pending_at;
  const states = Object.entries(status.channels).filter(([, count]) => (count ?? 0) > 0) as [
    ChannelState,
    number,
  ][];
  return (
    <>
      <div className={styles.figures}>
        <Figure name={t('health.uptime')} value={uptimeWords(status.uptime_s, t)} />
        <Figure
          name={t('health.journal')}
          value={number(status.journal_pending)}
          note={oldest ? t('health.oldest', { at: ago(oldest, now) }) : t('health.nothing_waits')}
        />
        <Figure name={t('health.outbox')} value={number(status.outbox_pending)} />
        <Figure
          name={t('health.audit')}
          value={t('health.audit_anchored', {
            anchored: number(status.audit.anchored),
            records: number(status.audit.records),
          })}
          note={
            status.audit.anchored_at
              ? t('health.audit_at', { at: ago(status.audit.anchored_at, now) })
              : undefined
          }
        />
        <Figure
          name={t('health.backup')}
          value={status.backup.copied_at ? ago(status.backup.copied_at, now) : t('health.backup_never')}
          note={
            status.backup.drilled_at
              ? t('health.backup_drilled', { at: ago(status.backup.drilled_at, now) })
              : undefined
          }
        />
        <Figure
          name={t('health.version')}
          value={status.version}
          note={t('health.schema', { schema: status.schema })}
        />
      </div>
      <div className={styles.alarms}>
        {status.audit.alarms > 0 && (
          <Notice tone="bad" title={t('health.audit_alarm')}>
            <Link href="/audit">{t('health.audit_look')}</Link>
          </Notice>
        )}
        {status.backup.alarm !== 'none' && (
          <Notice tone="bad" title={t(`health.backup_alarm.${status.backup.alarm}`)}>
            {t('health.backup_look')}
          </Notice>
        )}
        {status.damaged_files > 0 && (
          <Notice tone="bad" title={t('health.damaged_files', { count: status.damaged_files })}>
            <Link href="/audit">{t('health.damaged_look')}</Link>
          </Notice>
        )}
      </div>
      <section className={`${partStyles.panel} ${styles.channels}`}>
        <h2>
          <Link href="/channels">{t('nav.channels')}</Link>
        </h2>
        <ul>
          {states.map(([state, count]) => (
            <li key={state}>
              <Chip tone={stateTones[state] ?? 'plain'}>
                {t(`channel.state.${state}`)} {number(count)}
              </Chip>
            </li>
          ))}
          {states.length === 0 && <li className={partStyles.dim}>{t('channel.none')}</li>}
        </ul>
      </section>
    </>
  );
}

export default function HealthPage() {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: keys.status,
    queryFn: () => call('status.show'),
    refetchInterval: 10_000,
  });
  return (
    <PageFrame title={t('nav.health')} lead={t('health.lead')}>
      {query.isPending && <Waiting rows={4} />}
      {query.isError && <Failure problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.data && <Figures status={query.data} />}
    </PageFrame>
  );
}
