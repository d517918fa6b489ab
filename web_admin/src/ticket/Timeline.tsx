// The story of a ticket, oldest first: messages as cards, system events as one quiet line between them.
import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { asProblem } from '../api/problem';
import type { Message, Ticket } from '../api/types';
import { Failure } from '../parts/Failure';
import { Icon } from '../parts/Icon';
import { Waiting } from '../parts/Waiting';
import { When } from '../parts/When';
import { MessageCard } from './MessageCard';
import styles from './Timeline.module.css';
import { eventWords } from './words';
import type { useMessages } from './useTicket';

type Block = { kind: 'message'; message: Message } | { kind: 'events'; events: Message[] };

export function timelineBlocks(messages: Message[]): Block[] {
  const blocks: Block[] = [];
  for (const message of messages) {
    const last = blocks.at(-1);
    if (message.kind !== 'system') blocks.push({ kind: 'message', message });
    else if (last?.kind === 'events') last.events.push(message);
    else blocks.push({ kind: 'events', events: [message] });
  }
  return blocks;
}

// Who reads on past these may be cheated, or believe that a message arrived.
const warnings = [
  'bounced',
  'reopened_undelivered',
  'mail_checks',
  'mail_unsafe_file',
  'mail_cut',
  'mail_cut_file',
  'mail_left_out',
  'mail_problems',
  'other_sender',
  'quotes',
  'same_mail',
];

/** Lines about another ticket lead to it. */
const namesTicket = (message: Message): boolean =>
  ['quotes', 'quoted', 'same_mail'].includes(message.event?.kind ?? '');

function EventLine({ events }: { events: Message[] }) {
  const { t } = useTranslation();
  return (
    <li className={styles.events}>
      {events.map((message) => {
        const warns = warnings.includes(message.event?.kind ?? '');
        return (
          <span key={message.id} className={warns ? styles.warning : undefined}>
            {warns && <Icon name="warn" size={14} />}
            <When at={message.created_at} /> {eventWords(message, t)}
            {namesTicket(message) && (
              <Link href={`/inbox/${message.event?.to ?? ''}`}>{t('ticket.open_other')}</Link>
            )}
          </span>
        );
      })}
    </li>
  );
}

/** Where a reader of the newest message begins: at the end, or at the top of a message that is taller than the box. */
export function readingPlace(box: HTMLElement): number {
  const newest = [...box.querySelectorAll<HTMLElement>('[data-kind]')].at(-1);
  if (!newest || newest.offsetHeight <= box.clientHeight) return box.scrollHeight;
  return newest.offsetTop - box.offsetTop;
}

/** Stays at the newest message when one is added and the reader was there already. */
function useStickToEnd(count: number, complete: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const element = box.current;
    if (element && atEnd.current) element.scrollTop = complete ? readingPlace(element) : element.scrollHeight;
  }, [count, complete]);
  const onScroll = () => {
    const element = box.current;
    if (element) atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 60;
  };
  return { box, onScroll };
}

export function Timeline({ ticket, messages }: { ticket: Ticket; messages: ReturnType<typeof useMessages> }) {
  const { t } = useTranslation();
  const { query } = messages;
  const blocks = useMemo(() => timelineBlocks(messages.messages), [messages.messages]);
  const { box, onScroll } = useStickToEnd(messages.messages.length, query.isSuccess && !query.hasNextPage);
  return (
    <div
      ref={box}
      className={styles.timeline}
      onScroll={onScroll}
      tabIndex={0}
      role="region"
      aria-label={t('ticket.timeline')}
    >
      {query.isPending && <Waiting rows={4} />}
      {query.isError && !query.isFetchNextPageError && (
        <Failure problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      )}
      <ol className={styles.blocks}>
        {blocks.map((block) =>
          block.kind === 'message' ? (
            <MessageCard key={block.message.id} message={block.message} ticket={ticket} />
          ) : (
            <EventLine key={block.events[0]?.id} events={block.events} />
          ),
        )}
      </ol>
      {query.isFetchNextPageError && (
        <Failure problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      )}
      {query.hasNextPage && !query.isFetchNextPageError && (
        <Button
          variant="default"
          size="xs"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('ticket.more_messages')}
        </Button>
      )}
    </div>
  );
}
