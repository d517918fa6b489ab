// A row of the list. First line: the subject and the clock. Second line: who the customer is, what was said last and by whom.
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { TicketRow } from '../api/types';
import { Chip } from '../parts/Chip';
import { ClockChip } from '../parts/ClockChip';
import { CustomerMark } from '../parts/CustomerMark';
import { Icon } from '../parts/Icon';
import { Masked } from '../parts/Masked';
import { useMoment } from '../parts/moment';
import { useNow } from '../parts/now';
import { PriorityMark } from '../parts/PriorityMark';
import { customerName, saysMore } from '../ticket/words';
import { searchState } from './filter';
import { HitExcerpt } from './HitExcerpt';
import styles from './TicketList.module.css';

interface Props {
  row: TicketRow;
  href: string;
  searched: string | undefined;
  index: number;
  total: number;
  top: number;
  selected: boolean;
  onFocus: (index: number) => void;
}

function StateOrClock({ row }: { row: TicketRow }) {
  const { t } = useTranslation();
  const waiting = row.state !== 'new' && row.state !== 'open';
  if (row.clock && (!waiting || row.clock.state === 'running' || row.clock.state === 'breached')) {
    return <ClockChip clock={row.clock} brief />;
  }
  return (
    <Chip tone={row.state === 'resolved' || row.state === 'closed' ? 'ok' : 'plain'}>
      {t(`state.ticket.${row.state}`)}
    </Chip>
  );
}

/** What was said last, and by whom; the customer's own words need no name. */
function LastWords({ last }: { last: TicketRow['last_message'] }) {
  const { t } = useTranslation();
  const names = {
    customer: '',
    agent: last.name || t('ticket.elsewhere'),
    server: t('ticket.mail_server'),
    automatic: t('ticket.automatic'),
  };
  const name = last.text === '' ? '' : names[last.by];
  return (
    <>
      {name !== '' && <span className={styles.by}>{t('inbox.said_by', { name })}</span>}
      <Masked text={last.text} />
    </>
  );
}

export const TicketListRow = memo(function TicketListRow({
  row,
  href,
  searched,
  index,
  total,
  top,
  selected,
  onFocus,
}: Props) {
  const { t } = useTranslation();
  const { ago } = useMoment();
  const now = useNow();
  const className = [styles.row, row.unread ? styles.unread : '', selected ? styles.selected : ''].join(' ');
  return (
    <li
      className={styles.item}
      style={{ transform: `translateY(${top}px)` }}
      aria-setsize={total}
      aria-posinset={index + 1}
    >
      <Link
        href={href}
        state={searchState(searched)}
        className={className}
        aria-current={selected ? 'true' : undefined}
        data-row={index}
        title={`${row.number} · ${t(`type.${row.type}`)} · ${row.channel.name}`}
        onFocus={() => onFocus(index)}
      >
        <PriorityMark priority={row.priority} />
        <span className={styles.subject}>
          {row.unread && (
            <span className={styles.dot}>
              <span className="only-for-readers">{t('inbox.unread')}</span>
            </span>
          )}
          <Masked text={row.subject || t('ticket.no_subject')} />
        </span>
        <StateOrClock row={row} />
        <span className={styles.facts}>
          <CustomerMark number={row.customer.number} />
          {saysMore(row.customer.name) && (
            <span className={styles.who}>
              <Masked text={customerName(row.customer, t)} />
            </span>
          )}
          <span className={styles.number}>{row.customer.number}</span>
          <span className={styles.excerpt}>
            {row.hit ? <HitExcerpt pieces={row.hit.excerpt} /> : <LastWords last={row.last_message} />}
          </span>
          {row.attachment_count > 0 && <Icon name="clip" size={14} />}
          {row.last_message_at && <span className={styles.ago}>{ago(row.last_message_at, now)}</span>}
        </span>
      </Link>
    </li>
  );
});
