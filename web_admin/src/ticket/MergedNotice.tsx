// A merged ticket is where its history stays; the work goes on elsewhere.
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Ticket } from '../api/types';
import { Notice } from '../parts/Notice';

export function MergedNotice({ into }: { into: NonNullable<Ticket['merged_into']> }) {
  const { t } = useTranslation();
  return (
    <Notice tone="accent" title={t('merge.merged_into', { number: into.number })}>
      <p>
        {t('merge.moved')}{' '}
        <Link href={`/inbox/${into.number}`}>{t('merge.go', { number: into.number })}</Link>
      </p>
    </Notice>
  );
}
