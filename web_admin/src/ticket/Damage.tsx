import { useTranslation } from 'react-i18next';
import { useMoment } from '../parts/moment';
import styles from './Timeline.module.css';

/** The disk lost it; only a backup brings it back. */
export function Damage({ since, words }: { since: string | null; words: 'file' | 'original' }) {
  const { t } = useTranslation();
  const { exact } = useMoment();
  if (!since) return null;
  return <span className={styles.unreadable}>{t(`ticket.damaged_${words}`, { at: exact(since) })}</span>;
}
