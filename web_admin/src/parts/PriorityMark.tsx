import { useTranslation } from 'react-i18next';
import type { Priority } from '../api/types';
import styles from './PriorityMark.module.css';

const full: Record<Priority, number> = { P1: 3, P2: 2, P3: 1 };
const looks: Record<Priority, string | undefined> = {
  P1: styles.urgent,
  P2: styles.important,
  P3: styles.general,
};

/** The priority as bars of a signal: three full ones for the most urgent. */
export function PriorityMark({
  priority,
  decorative,
}: {
  priority: Priority;
  /** The words stand beside it. */
  decorative?: boolean;
}) {
  const { t } = useTranslation();
  const words = t(`priority.${priority}`);
  return (
    <svg
      className={looks[priority]}
      width="14"
      height="14"
      viewBox="0 0 14 14"
      role={decorative ? undefined : 'img'}
      aria-hidden={decorative}
      aria-label={decorative ? undefined : words}
      focusable="false"
    >
      {!decorative && <title>{words}</title>}
      {[0, 1, 2].map((bar) => (
        <rect
          key={bar}
          className={bar < full[priority] ? undefined : styles.empty}
          x={1 + bar * 4.5}
          y={9 - bar * 4}
          width="3"
          height={4 + bar * 4}
          rx="1"
        />
      ))}
    </svg>
  );
}
