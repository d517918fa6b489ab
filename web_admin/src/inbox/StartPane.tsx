// Beside the list while no ticket is open: the ticket whose clock runs out next, and what the day holds.
import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { call } from '../api/client';
import type { Counters, TicketRow, TicketView } from '../api/types';
import { keys } from '../app/query_keys';
import { ClockChip } from '../parts/ClockChip';
import { countWords } from '../parts/count';
import { CustomerMark } from '../parts/CustomerMark';
import { Empty } from '../parts/Empty';
import { Masked } from '../parts/Masked';
import { useMoment } from '../parts/moment';
import { PriorityMark } from '../parts/PriorityMark';
import { useListGeneration } from './list_changes';
import styles from './StartPane.module.css';

const counted: readonly TicketView[] = ['overdue', 'unassigned', 'mine', 'open'];

function Day({ counters }: { counters: Counters | undefined }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.day} aria-label={t('start.day')}>
      {counted.map((view) => {
        const count = counters?.[view] ?? 0;
        const late = view === 'overdue' && count > 0;
        return (
          <li key={view}>
            <Link
              href={`/inbox?view=${view}`}
              className={late ? styles.late : styles.figure}
              data-zero={count === 0}
            >
              <b>{countWords(count)}</b>
              {t(`view.${view}`)}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function Next({ row }: { row: TicketRow }) {
  const { t } = useTranslation();
  const { short } = useMoment();
  return (
    <section className={styles.next} aria-label={t('start.next')}>
      <header className={styles.nextHead}>
        <h2>{t('start.next')}</h2>
        {row.clock && <ClockChip clock={row.clock} />}
      </header>
      <p className={styles.subject}>
        <PriorityMark priority={row.priority} />
        <Masked text={row.subject || t('ticket.no_subject')} />
      </p>
      <p className={styles.who}>
        <CustomerMark number={row.customer.number} /> {row.customer.number}
        {row.clock?.due_at && (
          <span>
            {t(`clock.kind.${row.clock.kind}`)} · {t('clock.due', { at: short(row.clock.due_at) })}
          </span>
        )}
      </p>
      {row.last_message.text && (
        <p className={styles.preview}>
          <Masked text={row.last_message.text} />
        </p>
      )}
      <Button component={Link} href={`/inbox/${row.number}`}>
        {t('start.open')}
      </Button>
    </section>
  );
}

const dueTime = (row: TicketRow) => Date.parse(row.clock?.due_at ?? '') || Infinity;

/** Of my own tickets and those that nobody has, the one that is due first. */
async function nextByClock(): Promise<TicketRow | null> {
  const pages = await Promise.all(
    (['mine', 'unassigned'] as const).map((view) => call('ticket.list', { view, sort: 'due', limit: 1 })),
  );
  const rows = pages.flatMap(({ items }) => items);
  return rows.sort((a, b) => dueTime(a) - dueTime(b))[0] ?? null;
}

export function StartPane({ counters }: { counters: Counters | undefined }) {
  const { t } = useTranslation();
  const generation = useListGeneration();
  const next = useQuery({
    queryKey: keys.nextTicket(generation),
    queryFn: nextByClock,
    placeholderData: keepPreviousData,
  });
  return (
    <section className={styles.start} aria-label={t('start.title')}>
      <div className={styles.inside}>
        {next.data && <Next row={next.data} />}
        {next.data === null && <Empty icon="check" title={t('start.clear')} text={t('start.clear_text')} />}
        <Day counters={counters} />
        <p className={styles.hint}>{t('inbox.choose_text')}</p>
      </div>
    </section>
  );
}
