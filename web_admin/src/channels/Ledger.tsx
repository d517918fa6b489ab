// What a channel brought in, and what became of each item: nothing is lost, everything has exactly one fate.
import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { channelApi } from '../api/office';
import { asProblem } from '../api/problem';
import type { Channel, Fate, LedgerItem } from '../api/types';
import { keys } from '../app/query_keys';
import { mayWorkTickets, useUser } from '../app/session';
import { Chip, type Tone } from '../parts/Chip';
import { Empty } from '../parts/Empty';
import { Failure } from '../parts/Failure';
import { useMoment } from '../parts/moment';
import styles from '../parts/parts.module.css';
import { Waiting } from '../parts/Waiting';
import { reasonWords } from './words';

const fates: Fate[] = ['pending', 'ticket', 'follow_up', 'duplicate', 'quarantined'];
const tones: Record<Fate, Tone> = {
  pending: 'warn',
  ticket: 'ok',
  follow_up: 'ok',
  duplicate: 'plain',
  quarantined: 'bad',
};

function Row({ item }: { item: LedgerItem }) {
  const { t } = useTranslation();
  const { exact } = useMoment();
  const user = useUser();
  const ticket = item.ticket;
  return (
    <tr>
      <td className={styles.nowrap}>{exact(item.received_at)}</td>
      <td>
        <Chip tone={tones[item.fate]}>{t(`fate.${item.fate}`)}</Chip>
      </td>
      <td>
        {ticket && mayWorkTickets(user) && (
          <Link href={`/inbox/${ticket.number}?view=all`}>{ticket.number}</Link>
        )}
        {ticket && !mayWorkTickets(user) && ticket.number}
        {item.reason && <span className={styles.dim}>{reasonWords(item.reason, item.reason, t)}</span>}
      </td>
      <td className={`${styles.mono} ${styles.dim}`}>{item.dedup_key}</td>
    </tr>
  );
}

export function Ledger({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const [fate, setFate] = useState('');
  const query = useInfiniteQuery({
    queryKey: keys.ledger(channel.id, fate),
    queryFn: ({ pageParam }) => channelApi.ledger(channel.id, fate, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <div className={styles.filters}>
        <NativeSelect
          label={t('ledger.fate')}
          data={[
            { value: '', label: t('filter.any') },
            ...fates.map((value) => ({ value, label: t(`fate.${value}`) })),
          ]}
          value={fate}
          onChange={(event) => setFate(event.target.value)}
        />
      </div>
      <div className={styles.panel}>
        {query.isPending && <Waiting rows={5} />}
        {query.isError && <Failure problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
        {query.isSuccess && items.length === 0 && (
          <Empty icon="channels" title={t('ledger.none')} text={t('ledger.none_text')} />
        )}
        {items.length > 0 && (
          <div className={styles.tableWrap} tabIndex={0} role="region" aria-label={t('ledger.title')}>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">{t('ledger.received')}</th>
                  <th scope="col">{t('ledger.fate')}</th>
                  <th scope="col">{t('ledger.outcome')}</th>
                  <th scope="col">{t('ledger.key')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((item) => (
                  <Row key={item.id} item={item} />
                ))}
              </tbody>
            </table>
          </div>
        )}
        {query.hasNextPage && (
          <div className={styles.more}>
            <Button
              variant="default"
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {t('action.more')}
            </Button>
          </div>
        )}
      </div>
    </>
  );
}
