// Where agents live: list, ticket and facts side by side; fewer columns on smaller screens.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useParams, useSearch } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { call } from '../api/client';
import type { TicketFilter } from '../api/types';
import { useColumns } from '../app/media';
import { usePageTitle } from '../app/page_title';
import { keys } from '../app/query_keys';
import { useMay } from '../app/session';
import { useShortcuts } from '../app/shortcuts';
import { DoubtNotice } from '../doubt/DoubtNotice';
import { TicketPane } from '../ticket/TicketPane';
import { FilterBar } from './FilterBar';
import { readFilter, readSearch, searchState, ticketAddress, writeFilter } from './filter';
import { FoundLine } from './FoundLine';
import styles from './InboxPage.module.css';
import { StartPane } from './StartPane';
import { TicketList } from './TicketList';
import { useTickets } from './useTickets';

export default function InboxPage() {
  const { t } = useTranslation();
  const columns = useColumns();
  const [, navigate] = useLocation();
  const { ref } = useParams<{ ref?: string }>();
  const search = useSearch();
  const q = readSearch(useHistoryState<unknown>());
  const filter = useMemo(() => readFilter(new URLSearchParams(search), q), [search, q]);
  const counters = useQuery({ queryKey: keys.counters, queryFn: () => call('ticket.count') }).data;
  const channels = useQuery({
    queryKey: keys.channels,
    queryFn: () => call('channel.list'),
    enabled: useMay('see_channels'),
  }).data;
  const tickets = useTickets(filter);

  usePageTitle(ref ?? t(`view.${filter.view}`), counters?.open);
  const close = () => navigate(`/inbox${writeFilter(filter)}`, { state: searchState(filter.q) });
  useShortcuts({ Escape: () => ref && close() });
  const at = new URLSearchParams(search).get('message') ?? undefined;
  // What is typed while a hit is opened narrows the list; the ticket stays open where it was.
  const change = (next: TicketFilter) =>
    navigate(columns > 1 && ref ? ticketAddress(ref, next, at) : `/inbox${writeFilter(next)}`, {
      replace: next.q !== filter.q,
      state: searchState(next.q),
    });

  const showList = columns > 1 || !ref;
  return (
    <div className={styles.columns}>
      {showList && (
        <section className={styles.list} aria-label={t('nav.inbox')}>
          <FilterBar filter={filter} counters={counters} channels={channels?.items ?? []} onChange={change} />
          {filter.q && <FoundLine found={tickets.found} />}
          <DoubtNotice count={counters?.in_doubt ?? 0} />
          <TicketList key={writeFilter(filter)} filter={filter} tickets={tickets} selected={ref} />
        </section>
      )}
      {ref ? (
        <TicketPane key={ref} ticketRef={ref} at={at} columns={columns} onClose={close} />
      ) : (
        columns > 1 && <StartPane counters={counters} />
      )}
    </div>
  );
}
