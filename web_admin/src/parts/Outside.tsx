// The frame of the pages before the login: one quiet card, language and theme at the foot.
import { UnstyledButton } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../app/page_title';
import type { ThemeChoice } from '../api/types';
import { languages, switchLanguage } from '../i18n';
import { applyTheme, chosenTheme } from '../theme/scheme';
import styles from './Outside.module.css';

const nextTheme: Record<ThemeChoice, ThemeChoice> = { auto: 'light', light: 'dark', dark: 'auto' };

function ThemeButton() {
  const { t } = useTranslation();
  const [choice, setChoice] = useState(chosenTheme);
  const change = () => {
    applyTheme(nextTheme[choice]);
    setChoice(nextTheme[choice]);
  };
  return (
    <UnstyledButton className={styles.footLink} onClick={change}>
      {t('theme.now', { theme: t(`theme.${choice}`) })}
    </UnstyledButton>
  );
}

export function Outside({
  title,
  lead,
  wide,
  children,
}: {
  title: string;
  lead?: string;
  wide?: boolean;
  children: ReactNode;
}) {
  const { t, i18n } = useTranslation();
  usePageTitle(title);
  return (
    <div className={styles.outside}>
      <main className={wide ? styles.wideCard : styles.card}>
        <header className={styles.head}>
          <img src="/favicon.svg" width={36} height={36} alt="" />
          <h1>{title}</h1>
          {lead && <p>{lead}</p>}
        </header>
        {children}
      </main>
      <footer className={styles.foot}>
        {languages.map((language) => (
          <UnstyledButton
            key={language}
            className={styles.footLink}
            lang={language}
            aria-current={i18n.language === language ? 'true' : undefined}
            onClick={() => void switchLanguage(language)}
          >
            {t(`language.${language}`)}
          </UnstyledButton>
        ))}
        <ThemeButton />
      </footer>
    </div>
  );
}
