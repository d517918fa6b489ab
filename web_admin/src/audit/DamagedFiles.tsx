// Originals and attachments that the disk lost, with the tickets that it hits.
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { call } from '../api/client';
import { keys } from '../app/query_keys';
import { useMoment } from '../parts/moment';
import { Notice } from '../parts/Notice';

export function DamagedFiles() {
  const { t } = useTranslation();
  const { exact } = useMoment();
  const query = useInfiniteQuery({
    queryKey: keys.damage,
    queryFn: ({ pageParam }) => call('damage.list', { after: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const files = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (files.length === 0) return null;
  return (
    <Notice tone="bad" title={t('damage.title')}>
      <p>{t('damage.lead')}</p>
      <ul>
        {files.map((file) => (
          <li key={file.id}>
            {file.ticket ? (
              <Link href={`/tickets/${file.ticket}`}>{file.ticket}</Link>
            ) : (
              t('damage.no_ticket')
            )}{' '}
            {t('damage.line', {
              file: t(`damage.file.${file.file}`),
              damage: t(`damage.kind.${file.damage}`),
              at: exact(file.since),
            })}
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button variant="default" onClick={() => void query.fetchNextPage()}>
          {t('damage.more')}
        </Button>
      )}
    </Notice>
  );
}
