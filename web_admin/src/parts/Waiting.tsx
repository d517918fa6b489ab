import { Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './parts.module.css';

/** True once 150 ms have passed, so that quick answers never flash a skeleton. */
export function useSlow(): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return slow;
}

export function Waiting({ rows = 3 }: { rows?: number }) {
  const { t } = useTranslation();
  const slow = useSlow();
  return (
    <div className={styles.waiting} role="status">
      <span className="only-for-readers">{t('state.loading')}</span>
      {slow &&
        Array.from({ length: rows }, (_, index) => (
          <div key={index} className={styles.waitingRow}>
            <Skeleton height={13} width={`${72 - (index % 3) * 14}%`} radius={4} />
            <Skeleton height={10} width={`${44 + (index % 3) * 9}%`} radius={4} mt={8} />
          </div>
        ))}
    </div>
  );
}
