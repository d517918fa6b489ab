// One ticket: head with acts, timeline, composer; the facts beside it or in a drawer.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { asProblem, type Problem } from '../api/problem';
import type { Message, Ticket } from '../api/types';
import type { Columns } from '../app/media';
import { announceListChange } from '../inbox/list_changes';
import { SidePanel } from '../parts/Dialog';
import { Empty } from '../parts/Empty';
import { Failure } from '../parts/Failure';
import { Waiting } from '../parts/Waiting';
import { Classify } from './Classify';
import { Composer } from './Composer';
import { Facts } from './Facts';
import { Merge } from './Merge';
import { MergedNotice } from './MergedNotice';
import { offers } from './offers';
import { TicketHead } from './TicketHead';
import styles from './TicketPane.module.css';
import { Timeline } from './Timeline';
import { useActs, useMessages, useTicket } from './useTicket';

/** Tells the server that the ticket was seen, once per version that is unread. */
function useMarkRead(ticket: Ticket): void {
  const queries = useQueryClient();
  const { id, unread, version } = ticket;
  useEffect(() => {
    if (!unread) return;
    void call('ticket.read', { ticket: id }).then(
      () => announceListChange(queries),
      () => undefined,
    );
  }, [id, unread, version, queries]);
}

/** Whether the customer waits for nothing: of what was said to and fro, ours came last. */
export function lastWordIsOurs(messages: Message[]): boolean {
  const last = messages.findLast(
    ({ kind, automatic, aside }) => kind === 'inbound' || (kind === 'outbound' && !automatic && !aside),
  );
  return last?.kind === 'outbound';
}

interface PaneProps {
  ticketRef: string;
  /** The message to begin at. */
  at?: string;
  columns: Columns;
  onClose: () => void;
}

function OpenTicket({ ticket, ticketRef, at, columns, onClose }: PaneProps & { ticket: Ticket }) {
  const { t } = useTranslation();
  const acts = useActs(ticketRef, ticket);
  const messages = useMessages(ticket.id);
  const [factsOpen, setFactsOpen] = useState(false);
  const [classifying, setClassifying] = useState(false);
  const [forwards, setForwards] = useState<{ message: Message; at: number } | null>(null);
  const [mergeInto, setMergeInto] = useState<string | null>(null);
  useMarkRead(ticket);

  const classify = offers(ticket, 'ticket.classify') ? () => setClassifying(true) : undefined;
  const merge = offers(ticket, 'ticket.merge') ? setMergeInto : undefined;
  const forward = offers(ticket, 'ticket.forward')
    ? (message: Message) => setForwards({ message, at: Date.now() })
    : undefined;
  const facts = <Facts ticket={ticket} onClassify={classify} />;
  return (
    <>
      <section className={styles.ticket} aria-label={t('ticket.label', { number: ticket.number })}>
        <TicketHead
          ticket={ticket}
          acts={acts}
          answered={lastWordIsOurs(messages.messages)}
          onClose={columns === 1 ? onClose : undefined}
          onFacts={columns < 3 ? () => setFactsOpen(true) : undefined}
          onClassify={classify}
          onMerge={merge && (() => merge(''))}
        />
        {ticket.merged_into && <MergedNotice into={ticket.merged_into} />}
        <Timeline ticket={ticket} messages={messages} at={at} onMerge={merge} onForward={forward} />
        <Composer
          key={ticket.id}
          ticket={ticket}
          acts={acts}
          messages={messages.messages}
          forwards={forwards}
        />
      </section>
      {columns === 3 ? (
        <aside className={styles.facts} aria-label={t('facts.title')}>
          {facts}
        </aside>
      ) : (
        <SidePanel
          opened={factsOpen}
          onClose={() => setFactsOpen(false)}
          position="right"
          size={320}
          title={t('facts.title')}
        >
          {facts}
        </SidePanel>
      )}
      <Classify
        key={ticket.id}
        ticket={ticket}
        acts={acts}
        opened={classifying}
        onClose={() => setClassifying(false)}
      />
      <Merge ticket={ticket} acts={acts} proposed={mergeInto} onClose={() => setMergeInto(null)} />
    </>
  );
}

/** Why no ticket is shown, with the way back to those that there are. */
function NoTicket({
  problem,
  onRetry,
  onClose,
}: {
  problem: Problem;
  onRetry: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const back = (
    <Button variant="default" onClick={onClose}>
      {t('ticket.back')}
    </Button>
  );
  if (problem.status !== 404) {
    return (
      <Failure problem={problem} onRetry={onRetry} page>
        {back}
      </Failure>
    );
  }
  return (
    <div className={styles.missing} role="alert">
      <Empty icon="search" title={t('ticket.missing')} text={t('ticket.missing_text')}>
        {back}
      </Empty>
    </div>
  );
}

export function TicketPane(props: PaneProps) {
  const query = useTicket(props.ticketRef);
  if (query.data) return <OpenTicket {...props} ticket={query.data} />;
  return (
    <section className={styles.ticket}>
      {query.isError ? (
        <NoTicket
          problem={asProblem(query.error)}
          onRetry={() => void query.refetch()}
          onClose={props.onClose}
        />
      ) : (
        <Waiting rows={5} />
      )}
    </section>
  );
}
