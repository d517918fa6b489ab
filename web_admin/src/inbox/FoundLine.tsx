// How many tickets a search found, for eyes and for readers of the screen.
import { useTranslation } from 'react-i18next';
import type { FoundCount } from '../api/types';
import styles from './TicketList.module.css';

export function FoundLine({ found }: { found: FoundCount | null }) {
  const { t } = useTranslation();
  if (!found || (found.count === 0 && !found.more)) return null;
  return (
    <p className={styles.found} role="status">
      {t(found.more ? 'inbox.found_more' : 'inbox.found', { count: found.count })}
    </p>
  );
}
