import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Icon } from '../parts/Icon';
import styles from './doubt.module.css';

/** Above the list of tickets: replies wait for somebody to say whether they arrived. */
export function DoubtNotice({ count }: { count: number }) {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <p className={styles.notice}>
      <Icon name="warn" size={16} />
      <Link href="/in-doubt">{t('doubt.notice', { count })}</Link>
    </p>
  );
}
