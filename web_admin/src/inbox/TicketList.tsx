// The ticket list: a window over equal rows, more pages as the end comes near, j and k move the focus.
import { Button } from '@mantine/core';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { asProblem } from '../api/problem';
import type { TicketFilter } from '../api/types';
import { useShortcuts } from '../app/shortcuts';
import { Empty } from '../parts/Empty';
import { Failure } from '../parts/Failure';
import { useNextPage } from '../parts/next_page';
import { Waiting } from '../parts/Waiting';
import { isNarrowed, searchState, ticketAddress, writeFilter } from './filter';
import { TicketListRow } from './TicketListRow';
import styles from './TicketList.module.css';
import { useFreshPages, type useTickets } from './useTickets';
import { rowWindow, scrollToShow } from './window';

const rowHeight = 64;

/** Nothing is there, or nothing fits: then what can be searched for, and where else. */
export function NoTickets({ filter }: { filter: TicketFilter }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  if (!isNarrowed(filter)) {
    return <Empty icon="check" title={t(`inbox.empty_${filter.view}`)} text={t('inbox.empty_text')} />;
  }
  const cleared: TicketFilter = { view: filter.view, sort: filter.sort };
  return (
    <Empty
      icon="search"
      title={t('inbox.nothing_found')}
      text={t(filter.q ? 'inbox.search_text' : 'inbox.nothing_found_text')}
    >
      {filter.q && filter.view !== 'all' && (
        <Button
          onClick={() =>
            navigate(`/inbox${writeFilter({ ...filter, view: 'all' })}`, { state: searchState(filter.q) })
          }
        >
          {t('inbox.search_all')}
        </Button>
      )}
      <Button variant="default" onClick={() => navigate(`/inbox${writeFilter(cleared)}`)}>
        {t('inbox.clear_filters')}
      </Button>
    </Empty>
  );
}

function useScrollBox() {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ top: 0, height: 800 });
  const read = useCallback(() => {
    const element = box.current;
    if (element) setPlace({ top: element.scrollTop, height: element.clientHeight });
  }, []);
  useLayoutEffect(() => {
    read();
    if (!box.current || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(read);
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [read]);
  return { box, place, read };
}

interface Props {
  filter: TicketFilter;
  tickets: ReturnType<typeof useTickets>;
  selected: string | undefined;
}

export function TicketList({ filter, tickets, selected }: Props) {
  const { t } = useTranslation();
  const { query, rows } = tickets;
  const { box, place, read } = useScrollBox();
  const [cursor, setCursor] = useState<number | null>(null);
  const [wanted, setWanted] = useState<number | null>(null);
  const shown = rowWindow(place.top, place.height, rowHeight, rows.length);
  useFreshPages(filter, tickets, shown);
  useNextPage(query, shown.end > rows.length - 20);

  // Focus follows j and k once the wanted row is drawn.
  useEffect(() => {
    if (wanted === null) return;
    const link = box.current?.querySelector<HTMLElement>(`[data-row="${wanted}"]`);
    if (!link) return;
    link.focus({ preventScroll: true });
    setWanted(null);
  }, [wanted, place, box]);

  const move = (step: number) => {
    if (rows.length === 0 || !box.current) return;
    const current = cursor ?? rows.findIndex((row) => row.number === selected || row.id === selected);
    const next = Math.min(rows.length - 1, Math.max(0, current + step));
    box.current.scrollTop = scrollToShow(next, box.current.scrollTop, box.current.clientHeight, rowHeight);
    read();
    setCursor(next);
    setWanted(next);
  };
  useShortcuts({ j: () => move(1), k: () => move(-1) });

  if (query.isPending) return <Waiting rows={8} />;
  if (query.isError && rows.length === 0) {
    return <Failure problem={asProblem(query.error)} onRetry={() => void query.refetch()} />;
  }
  if (rows.length === 0) return <NoTickets filter={filter} />;

  return (
    <div ref={box} className={styles.scroll} onScroll={read} tabIndex={-1}>
      <ul
        className={query.isPlaceholderData ? styles.stale : styles.rows}
        style={{ height: rows.length * rowHeight }}
        aria-label={t(`view.${filter.view}`)}
      >
        {rows.slice(shown.first, shown.end).map((row, offset) => {
          const index = shown.first + offset;
          return (
            <TicketListRow
              key={row.id}
              row={row}
              href={ticketAddress(row.number, filter, row.hit?.message)}
              searched={filter.q}
              index={index}
              total={query.hasNextPage ? -1 : rows.length}
              top={index * rowHeight}
              selected={row.number === selected || row.id === selected}
              onFocus={setCursor}
            />
          );
        })}
      </ul>
      {query.isFetchNextPageError && (
        <Failure problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      )}
      {query.isFetchingNextPage && <Waiting rows={2} />}
    </div>
  );
}
