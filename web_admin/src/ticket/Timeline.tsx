// The story of a ticket, oldest first: messages as cards, system events as one quiet line between them.
import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { asProblem } from '../api/problem';
import type { Message, Ticket } from '../api/types';
import { Failure } from '../parts/Failure';
import { Icon } from '../parts/Icon';
import partStyles from '../parts/parts.module.css';
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
  'bounced_person',
  'bounced_somebody',
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
  ['quotes', 'quoted', 'same_mail', 'merged', 'merged_in'].includes(message.event?.kind ?? '');

/** And some say that the two may be one. */
const proposesMerge = (message: Message): boolean =>
  ['quotes', 'same_mail'].includes(message.event?.kind ?? '');

/** Opens the merging of this ticket into the one with this number; undefined: it cannot be merged. */
type OnMerge = ((number: string) => void) | undefined;

function EventLine({ events, onMerge }: { events: Message[]; onMerge: OnMerge }) {
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
            {onMerge && proposesMerge(message) && (
              <button
                type="button"
                className={partStyles.textButton}
                onClick={() => onMerge(message.event?.to ?? '')}
              >
                {t('merge.open')}
              </button>
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

/** Shows the message once, as soon as it is loaded; until then more pages are asked for. */
function useStartAt(
  at: string | undefined,
  count: number,
  box: RefObject<HTMLDivElement | null>,
  query: ReturnType<typeof useMessages>['query'],
) {
  const shown = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (!at || shown.current === at) return;
    const wanted = [...(box.current?.querySelectorAll<HTMLElement>('[data-message]') ?? [])].find(
      (one) => one.dataset.message === at,
    );
    if (wanted) {
      shown.current = at;
      wanted.scrollIntoView({ block: 'center' });
    } else if (query.hasNextPage && !query.isFetching && !query.isError) {
      void query.fetchNextPage();
    }
  }, [at, count, box, query]);
}

/** Stays at the newest message when one is added and the reader was there already. */
function useStickToEnd(count: number, complete: boolean, starts: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(starts);
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

interface Props {
  ticket: Ticket;
  messages: ReturnType<typeof useMessages>;
  /** The message to begin at instead of the newest; it is marked. */
  at?: string;
  onMerge?: OnMerge;
  /** Undefined: nothing of this ticket can be forwarded. */
  onForward?: (message: Message) => void;
}

export function Timeline({ ticket, messages, at, onMerge, onForward }: Props) {
  const { t } = useTranslation();
  const { query } = messages;
  const blocks = useMemo(() => timelineBlocks(messages.messages), [messages.messages]);
  const { box, onScroll } = useStickToEnd(
    messages.messages.length,
    query.isSuccess && !query.hasNextPage,
    !at,
  );
  useStartAt(at, messages.messages.length, box, query);
  return (
    <div
      ref={box}
      className={styles.timeline}
      onScroll={onScroll}
      tabIndex={0}
      role="region"
      data-timeline
      aria-label={t('ticket.timeline')}
    >
      {query.isPending && <Waiting rows={4} />}
      {query.isError && !query.isFetchNextPageError && (
        <Failure problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      )}
      <ol className={styles.blocks}>
        {blocks.map((block) =>
          block.kind === 'message' ? (
            <MessageCard
              key={block.message.id}
              message={block.message}
              ticket={ticket}
              marked={block.message.id === at}
              onForward={onForward}
            />
          ) : (
            <EventLine key={block.events[0]?.id} events={block.events} onMerge={onMerge} />
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
