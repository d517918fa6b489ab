// What a channel brought in, and what became of each item: nothing is lost, everything has exactly one fate.
import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { call } from '../api/client';
import type { Channel, Fate, LedgerItem } from '../api/types';
import { keys } from '../app/query_keys';
import { useMay } from '../app/session';
import { Chip, type Tone } from '../parts/Chip';
import { Empty } from '../parts/Empty';
import { Refusal } from '../parts/Failure';
import { useMoment } from '../parts/moment';
import { PagedTable } from '../parts/PagedTable';
import styles from '../parts/parts.module.css';
import { reasonWords } from './words';

const fates: Fate[] = [
  'pending',
  'ticket',
  'follow_up',
  'duplicate',
  'quarantined',
  'rejected',
  'nothing_to_do',
];
const tones: Record<Fate, Tone> = {
  pending: 'warn',
  ticket: 'ok',
  follow_up: 'ok',
  duplicate: 'plain',
  quarantined: 'bad',
  rejected: 'bad',
  nothing_to_do: 'plain',
};

/** While something waits to be read again, the answer is looked for this often. */
const answerComes = 5_000;

function useReadAgain(channel: Channel) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (item?: string) => call('channel.read_again', { channel: channel.id, item }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.channels }),
  });
}
type ReadAgain = ReturnType<typeof useReadAgain>;

/** What could not be read: when it was tried again, and the button that asks for it. */
function Again({ item, again }: { item: LedgerItem; again: ReadAgain }) {
  const { t } = useTranslation();
  const { exact } = useMoment();
  const runs = useMay('run_channels');
  if (item.asked_again_at)
    return <div className={styles.dim}>{t('ledger.asked_again', { at: exact(item.asked_again_at) })}</div>;
  return (
    <>
      {item.tried_again_at && (
        <div className={styles.dim}>{t('ledger.tried_again', { at: exact(item.tried_again_at) })}</div>
      )}
      {item.can_be_read_again && runs && (
        <div className={styles.cellAct}>
          <Button
            size="compact-xs"
            variant="default"
            loading={again.isPending && again.variables === item.id}
            onClick={() => again.mutate(item.id)}
          >
            {t('ledger.read_again')}
          </Button>
        </div>
      )}
    </>
  );
}

function ReadAll({ channel, again }: { channel: Channel; again: ReadAgain }) {
  const { t } = useTranslation();
  const { number } = useMoment();
  const runs = useMay('run_channels');
  const { unread } = channel.counters;
  const told = again.data;
  return (
    <>
      {runs && unread > 0 && (
        <Button
          variant="default"
          loading={again.isPending && again.variables === undefined}
          onClick={() => again.mutate(undefined)}
        >
          {t('ledger.read_all_again', { count: unread })}
        </Button>
      )}
      <p role="status" className={styles.done}>
        {told &&
          t(told.left > 0 ? 'ledger.asked_left' : 'ledger.asked', {
            number: number(told.asked + told.worked),
            left: number(told.left),
          })}
      </p>
    </>
  );
}

/** Keys of mails are long sums; their beginning tells them apart, the whole is in the title. */
const shortKey = (key: string): string => (key.length > 20 ? `${key.slice(0, 16)}…` : key);

function Row({ item, again }: { item: LedgerItem; again: ReadAgain }) {
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
        {item.reason && <span className={styles.dim}> {reasonWords(item.reason, item.reason, t)}</span>}
        <Again item={item} again={again} />
      </td>
      <td className={`${styles.mono} ${styles.dim}`} title={item.dedup_key}>
        {shortKey(item.dedup_key)}
      </td>
    </tr>
  );
}

export function Ledger({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const [fate, setFate] = useState<Fate | ''>('');
  const again = useReadAgain(channel);
  const query = useInfiniteQuery({
    queryKey: keys.ledger(channel.id, fate),
    queryFn: ({ pageParam }) =>
      call('channel.ledger', { channel: channel.id, fate: fate || undefined, after: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some((item) => item.asked_again_at)) ? answerComes : false,
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
        <ReadAll channel={channel} again={again} />
      </div>
      <Refusal error={again.error} />
      <PagedTable
        query={query}
        label={t('ledger.title')}
        columns={[t('ledger.received'), t('ledger.fate'), t('ledger.outcome'), t('ledger.key')]}
        row={(item) => <Row key={item.id} item={item} again={again} />}
        empty={<Empty icon="channels" title={t('ledger.none')} text={t('ledger.none_text')} />}
      />
    </>
  );
}
