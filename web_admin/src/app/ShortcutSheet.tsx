import { Kbd } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../parts/Dialog';
import styles from './ShortcutSheet.module.css';

const sheet: { keys: string[]; text: string }[] = [
  { keys: ['j'], text: 'shortcuts.next' },
  { keys: ['k'], text: 'shortcuts.previous' },
  { keys: ['Enter'], text: 'shortcuts.open' },
  { keys: ['/'], text: 'shortcuts.search' },
  { keys: ['r'], text: 'shortcuts.reply' },
  { keys: ['n'], text: 'shortcuts.note' },
  { keys: ['c'], text: 'shortcuts.claim' },
  { keys: ['Shift', 'E'], text: 'shortcuts.resolve' },
  { keys: ['Ctrl', 'Enter'], text: 'shortcuts.send' },
  { keys: ['Ctrl', 'Shift', 'Enter'], text: 'shortcuts.send_resolve' },
  { keys: ['Esc'], text: 'shortcuts.escape' },
  { keys: ['Ctrl', 'K'], text: 'shortcuts.palette' },
  { keys: ['?'], text: 'shortcuts.sheet' },
];

export function ShortcutSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('shortcuts.title')}>
      <dl className={styles.sheet}>
        {sheet.map((line) => (
          <div key={line.text} className={styles.line}>
            <dt>{t(line.text)}</dt>
            <dd>
              {line.keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
