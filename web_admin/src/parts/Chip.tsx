// A small word with a state colour. The words always say what the colour says.
import type { ReactNode } from 'react';
import styles from './Chip.module.css';
import tones from './tone.module.css';

export type Tone = 'plain' | 'accent' | 'ok' | 'warn' | 'bad';

export function Chip({
  tone = 'plain',
  strong,
  title,
  children,
}: {
  tone?: Tone;
  strong?: boolean;
  title?: string;
  children: ReactNode;
}) {
  const className = [styles.chip, tones[tone], strong ? styles.strong : ''].join(' ');
  return (
    <span className={className} title={title}>
      {children}
    </span>
  );
}
