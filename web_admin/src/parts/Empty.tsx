import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon';
import styles from './parts.module.css';

/** An empty place says what would be here and offers the next step. */
export function Empty({
  icon,
  title,
  text,
  children,
}: {
  icon: IconName;
  title: string;
  text?: string;
  children?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      <span className={styles.emptySign}>
        <Icon name={icon} size={26} />
      </span>
      <p className={styles.emptyTitle}>{title}</p>
      {text && <p className={styles.emptyText}>{text}</p>}
      {children && <div className={styles.emptyAction}>{children}</div>}
    </div>
  );
}
