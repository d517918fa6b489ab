// The checks of the machine: what is wrong with what to do about it, and the list of all that was looked at. The daemon
// judges and says it in the reader's language (`frontdesk doctor` says the same).
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { call } from '../api/client';
import { asProblem } from '../api/problem';
import type { Finding, MachineCheck } from '../api/types';
import { keys } from '../app/query_keys';
import { Chip } from '../parts/Chip';
import { Failure } from '../parts/Failure';
import { Notice } from '../parts/Notice';
import partStyles from '../parts/parts.module.css';
import { Waiting } from '../parts/Waiting';
import styles from './Checks.module.css';

/** Where a finding can be settled in these pages. */
const places: Record<string, string> = {
  files_damaged: '/audit',
  records_changed: '/audit',
  anchor_old: '/audit',
  replies_in_doubt: '/doubt',
  plugin_changed: '/channels',
};

function placeOf(check: MachineCheck, finding: Finding): string | undefined {
  if (finding.object === 'channel' && finding.object_id) return `/channels/${finding.object_id}`;
  return places[check.name];
}

function Found({ check, finding }: { check: MachineCheck; finding: Finding }) {
  const { t } = useTranslation();
  const place = placeOf(check, finding);
  return (
    <Notice
      tone={check.severity === 'critical' ? 'bad' : 'warn'}
      title={finding.found || t('health.not_true', { title: check.title })}
    >
      <p>{finding.todo || t('health.for_operators')}</p>
      {place && <Link href={place}>{t('health.look')}</Link>}
    </Notice>
  );
}

const tones = { fine: 'ok', found: 'bad', unknown: 'plain' } as const;

export function Checks() {
  const { t, i18n } = useTranslation();
  const language = i18n.language === 'en' ? 'en' : 'zh-CN';
  const query = useQuery({
    queryKey: keys.checks(language),
    queryFn: () => call('check.list', { language }),
    refetchInterval: 10_000,
  });
  if (query.isPending) return <Waiting rows={2} />;
  if (query.isError) return <Failure problem={asProblem(query.error)} onRetry={() => void query.refetch()} />;
  const checks = query.data.items;
  const found = checks.filter((check) => check.state === 'found');
  const fine = checks.filter((check) => check.state === 'fine').length;
  return (
    <section className={styles.checks} aria-label={t('health.checks')}>
      {found.length === 0 && <Notice tone="ok" title={t('health.all_fine')} />}
      {found.flatMap((check) =>
        check.findings.map((finding, at) => (
          <Found key={`${check.name} ${at}`} check={check} finding={finding} />
        )),
      )}
      <details className={partStyles.panel}>
        <summary>{t('health.looked_at', { fine, all: checks.length })}</summary>
        <ul className={styles.list}>
          {checks.map((check) => (
            <li key={check.name}>
              <Chip
                tone={check.state === 'found' && check.severity === 'warning' ? 'warn' : tones[check.state]}
              >
                {t(`health.state.${check.state}`)}
              </Chip>
              <span>{check.title}</span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
