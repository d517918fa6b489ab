// The frame of every signed-in page: navigation rail (a drawer on small screens), banner, palette, shortcut sheet.
import { ActionIcon } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { SidePanel } from '../parts/Dialog';
import { Icon } from '../parts/Icon';
import { ConnectionBanner } from './ConnectionBanner';
import { useColumns } from './media';
import { Palette } from './Palette';
import { Rail } from './Rail';
import styles from './Shell.module.css';
import { useShortcuts } from './shortcuts';
import { ShortcutSheet } from './ShortcutSheet';

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const small = useColumns() === 1;
  const [path] = useLocation();
  const [railOpen, setRailOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [sheetOpen, setSheetOpen] = useState(false);
  const openPalette = () => setPaletteOpen(true);

  useShortcuts({ 'mod+k': openPalette, '?': () => setSheetOpen(true) });
  useEffect(() => setRailOpen(false), [path]);

  const rail = <Rail onPalette={openPalette} onShortcuts={() => setSheetOpen(true)} />;
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t('nav.skip')}
      </a>
      {!small && <div className={styles.rail}>{rail}</div>}
      <div className={styles.body}>
        <ConnectionBanner />
        {small && (
          <header className={styles.topBar}>
            <ActionIcon
              variant="subtle"
              size="lg"
              aria-label={t('nav.open')}
              onClick={() => setRailOpen(true)}
            >
              <Icon name="menu" />
            </ActionIcon>
            <span className={styles.brand}>{t('brand')}</span>
            <ActionIcon variant="subtle" size="lg" aria-label={t('palette.title')} onClick={openPalette}>
              <Icon name="search" />
            </ActionIcon>
          </header>
        )}
        <main id="content" className={styles.content} tabIndex={-1}>
          {children}
        </main>
      </div>
      <SidePanel opened={small && railOpen} onClose={() => setRailOpen(false)} size={264} title={t('brand')}>
        {rail}
      </SidePanel>
      <Palette opened={paletteOpen} onClose={() => setPaletteOpen(false)} />
      <ShortcutSheet opened={sheetOpen} onClose={() => setSheetOpen(false)} />
    </div>
  );
}
