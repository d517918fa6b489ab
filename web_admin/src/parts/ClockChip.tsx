import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Clock, RowClock } from '../api/types';
import { Chip } from './Chip';
import { roundSpan, viewClock, type ClockView } from './clock';
import { useMoment } from './moment';
import { useNow } from './now';

export function clockWords(seen: ClockView, t: TFunction): string {
  const gone = seen.phase === 'overdue' || seen.phase === 'met_late' || seen.phase === 'met';
  const { unit, count } = roundSpan(seen.span, gone);
  const span = t(`span.${unit}`, { count });
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

/** When a clock is due, in words and colour; the exact time is in the title. */
export function ClockChip({ clock }: { clock: RowClock | Clock }) {
  const { t } = useTranslation();
  const { exact } = useMoment();
  const seen = viewClock(clock, useNow());
  const kind = t(`clock.kind.${clock.kind}`);
  const title = clock.due_at ? t('clock.due_title', { kind, at: exact(clock.due_at) }) : kind;
  return (
    <Chip tone={seen.tone} strong={seen.phase === 'overdue'} title={title}>
      {clockWords(seen, t)}
    </Chip>
  );
}
