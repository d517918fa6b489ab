import type { ReactNode } from 'react';
import type { Tone } from './Chip';
import { Icon, type IconName } from './Icon';
import styles from './Notice.module.css';
import tones from './tone.module.css';

const signs: Record<Tone, IconName> = {
  plain: 'info',
  accent: 'info',
  ok: 'check',
  warn: 'warn',
  bad: 'warn',
};

/** A message in the flow of the page; bad news is announced at once. */
export function Notice({
  tone = 'plain',
  title,
  children,
}: {
  tone?: Tone;
  title?: string;
  children?: ReactNode;
}) {
  return (
    <div className={`${styles.notice} ${tones[tone]}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={signs[tone]} size={18} />
      <div>
        {title && <p className={styles.title}>{title}</p>}
        {children}
      </div>
    </div>
  );
}
