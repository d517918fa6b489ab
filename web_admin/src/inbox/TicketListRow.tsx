import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { TicketRow } from '../api/types';
import { Chip } from '../parts/Chip';
import { ClockChip } from '../parts/ClockChip';
import { Icon } from '../parts/Icon';
import { Masked } from '../parts/Masked';
import { useMoment } from '../parts/moment';
import { useNow } from '../parts/now';
import { channelIcon } from './channel_icon';
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
    return <ClockChip clock={row.clock} />;
  }
  return (
    <Chip tone={row.state === 'resolved' || row.state === 'closed' ? 'ok' : 'plain'}>
      {t(`state.ticket.${row.state}`)}
    </Chip>
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
        onFocus={() => onFocus(index)}
      >
        <span className={styles.sign} title={row.channel.name}>
          <Icon name={channelIcon(row.channel.plugin)} size={16} />
          {row.unread && (
            <span className={styles.dot}>
              <span className="only-for-readers">{t('inbox.unread')}</span>
            </span>
          )}
        </span>
        <span className={styles.subject}>
          <Masked text={row.subject || t('ticket.no_subject')} />
        </span>
        <StateOrClock row={row} />
        <span className={styles.facts}>
          <span className={styles.factText}>
            {row.number} ·{' '}
            {row.hit ? (
              <HitExcerpt pieces={row.hit.excerpt} />
            ) : (
              <>
                <Masked text={row.customer.name || row.customer.number} /> ·{' '}
                <b className={row.priority === 'P1' ? styles.urgent : undefined}>{row.priority}</b>{' '}
                {t(`type.${row.type}`)}
              </>
            )}
          </span>
          {row.attachment_count > 0 && <Icon name="clip" size={13} />}
          {row.last_message_at && <span className={styles.ago}>{ago(row.last_message_at, now)}</span>}
        </span>
      </Link>
    </li>
  );
});
