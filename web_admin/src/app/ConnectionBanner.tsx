import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/Icon';
import { useConnection } from './live';
import styles from './Shell.module.css';

export function ConnectionBanner() {
  const { t } = useTranslation();
  const lost = useConnection() === 'lost';
  return (
    <div role="status">
      {lost && (
        <div className={styles.banner}>
          <Icon name="warn" size={16} />
          {t('state.connection_lost')}
        </div>
      )}
    </div>
  );
}
