import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Clock, RowClock } from '../api/types';
import styles from './Clock.module.css';
import { spanParts, viewClock, type ClockPhase, type ClockView } from './clock';
import { Icon } from './Icon';
import { useMoment } from './moment';
import { useNow } from './now';

/** A span in its two largest units: 48 minutes, 7 h 59 min, 2 d 3 h; a unit of zero is left out. */
export function spanWords(span: number, gone: boolean, t: TFunction): string {
  const { days, hours, minutes } = spanParts(span, gone);
  if (days > 0) return hours > 0 ? t('span.days_hours', { days, hours }) : t('span.days', { count: days });
  if (hours > 0)
    return minutes > 0 ? t('span.hours_minutes', { hours, minutes }) : t('span.hours', { count: hours });
  return t('span.minutes', { count: minutes });
}

export function clockWords(seen: ClockView, t: TFunction): string {
  const gone = seen.phase === 'overdue' || seen.phase === 'met_late' || seen.phase === 'met';
  const span = spanWords(seen.span, gone, t);
  switch (seen.phase) {
    case 'overdue':
      return t('clock.overdue', { span });
    case 'met_late':
      return t('clock.met_late', { span });
    case 'met':
      return seen.span > 0 ? t('clock.met_in', { span }) : t('clock.met');
    case 'paused':
      return t('clock.paused');
    case 'void':
      return t('clock.void');
    default:
      return t('clock.left', { span });
  }
}

const round = 2 * Math.PI * 5.5;

/** The time that is left, as the open part of a ring. */
function Ring({ used }: { used: number }) {
  return (
    <svg className={styles.ring} width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      <circle className={styles.track} cx="7" cy="7" r="5.5" fill="none" strokeWidth="2.5" />
      <circle
        cx="7"
        cy="7"
        r="5.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.5"
        strokeDasharray={`${(1 - used) * round} ${round}`}
        transform="rotate(-90 7 7)"
      />
    </svg>
  );
}

const runs = (phase: ClockPhase) => phase === 'running' || phase === 'soon' || phase === 'urgent';

/**
 * When a clock is due, in words, shape and colour; the exact time is in the title. `brief`: in a list, where ring and place
 * say that it is time left, the span alone stands as long as nothing presses.
 */
export function ClockChip({ clock, brief = false }: { clock: RowClock | Clock; brief?: boolean }) {
  const { t } = useTranslation();
  const { exact } = useMoment();
  const seen = viewClock(clock, useNow());
  const kind = t(`clock.kind.${clock.kind}`);
  const title = clock.due_at ? t('clock.due_title', { kind, at: exact(clock.due_at) }) : kind;
  return (
    <span
      className={`${styles.clock} ${seen.phase === 'met_late' ? styles.metLate : (styles[seen.phase] ?? '')}`}
      title={title}
      data-phase={seen.phase}
    >
      {runs(seen.phase) && <Ring used={seen.used} />}
      {seen.phase === 'overdue' && <Icon name="warn" size={14} />}
      {seen.phase === 'met' && <Icon name="check" size={14} />}
      {brief && seen.phase === 'running' ? (
        <>
          <span aria-hidden="true">{spanWords(seen.span, false, t)}</span>
          <span className="only-for-readers">{clockWords(seen, t)}</span>
        </>
      ) : (
        clockWords(seen, t)
      )}
    </span>
  );
}
