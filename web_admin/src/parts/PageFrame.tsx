import type { ReactNode } from 'react';
import { usePageTitle } from '../app/page_title';
import styles from './parts.module.css';

/** An admin page: title, one lead sentence, actions at the right, content of readable width. */
export function PageFrame({
  title,
  lead,
  actions,
  children,
}: {
  title: string;
  lead?: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  usePageTitle(title);
  return (
    <div className={styles.page}>
      <div className={styles.pageInside}>
        <header className={styles.pageHead}>
          <div>
            <h1 className={styles.pageTitle}>{title}</h1>
            {lead && <p className={styles.pageLead}>{lead}</p>}
          </div>
          {actions && <div className={styles.pageActions}>{actions}</div>}
        </header>
        {children}
      </div>
    </div>
  );
}
