// What a channel brought in, and what became of each item: nothing is lost, everything has exactly one fate.
import { NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { call } from '../api/client';
import type { Channel, Fate, LedgerItem } from '../api/types';
import { keys } from '../app/query_keys';
import { useMay } from '../app/session';
import { Chip, type Tone } from '../parts/Chip';
import { Empty } from '../parts/Empty';
import { useMoment } from '../parts/moment';
import { PagedTable } from '../parts/PagedTable';
import styles from '../parts/parts.module.css';
import { reasonWords } from './words';

const fates: Fate[] = ['pending', 'ticket', 'follow_up', 'duplicate', 'quarantined', 'rejected'];
const tones: Record<Fate, Tone> = {
  pending: 'warn',
  ticket: 'ok',
  follow_up: 'ok',
  duplicate: 'plain',
  quarantined: 'bad',
  rejected: 'bad',
};

function Row({ item }: { item: LedgerItem }) {
  const { t } = useTranslation();
  const { exact } = useMoment();
  const opens = useMay('see_tickets');
  const ticket = item.ticket;
  return (
    <tr>
      <td className={styles.nowrap}>{exact(item.received_at)}</td>
      <td>
        <Chip tone={tones[item.fate]}>{t(`fate.${item.fate}`)}</Chip>
      </td>
      <td>
        {ticket && opens && <Link href={`/inbox/${ticket.number}?view=all`}>{ticket.number}</Link>}
        {ticket && !opens && ticket.number}
        {item.reason && <span className={styles.dim}>{reasonWords(item.reason, item.reason, t)}</span>}
      </td>
      <td className={`${styles.mono} ${styles.dim}`}>{item.dedup_key}</td>
    </tr>
  );
}

export function Ledger({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const [fate, setFate] = useState<Fate | ''>('');
  const query = useInfiniteQuery({
    queryKey: keys.ledger(channel.id, fate),
    queryFn: ({ pageParam }) =>
      call('channel.ledger', { channel: channel.id, fate: fate || undefined, after: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
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
          onChange={(event) => setFate(fates.find((one) => one === event.target.value) ?? '')}
        />
      </div>
      <PagedTable
        query={query}
        label={t('ledger.title')}
        columns={[t('ledger.received'), t('ledger.fate'), t('ledger.outcome'), t('ledger.key')]}
        row={(item) => <Row key={item.id} item={item} />}
        empty={<Empty icon="channels" title={t('ledger.none')} text={t('ledger.none_text')} />}
      />
    </>
  );
}
