// Ctrl+K: one box that opens pages, tickets by number, and searches.
import { Modal } from '@mantine/core';
import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { searchState, type EntryState } from '../inbox/filter';
import { FocusHome } from '../parts/Dialog';
import { Icon, type IconName } from '../parts/Icon';
import { pageGroups, profilePage } from './pages';
import styles from './Palette.module.css';
import { may, useRights } from './session';

interface Entry {
  id: string;
  label: string;
  icon: IconName;
  path: string;
  state?: EntryState;
}

const ticketNumber = /^[A-Za-z]?\d{6,}$/;

function useEntries(query: string): Entry[] {
  const { t } = useTranslation();
  const rights = useRights();
  const wanted = query.trim().toLowerCase();
  const pages = [...pageGroups.flatMap((group) => group.pages), profilePage]
    .filter((page) => may(rights, page.right))
    .map((page) => ({ id: page.path, label: t(page.label), icon: page.icon, path: page.path }))
    .filter((entry) => entry.label.toLowerCase().includes(wanted) || entry.path.includes(wanted));
  if (wanted === '' || !may(rights, 'see_tickets')) return pages;
  const text = query.trim();
  const number = text.toUpperCase();
  const ticket: Entry[] = ticketNumber.test(text)
    ? [
        {
          id: 'ticket',
          label: t('palette.ticket', { number }),
          icon: 'inbox',
          path: `/inbox/${number}?view=all`,
        },
      ]
    : [];
  const search: Entry = {
    id: 'search',
    label: t('palette.search', { text }),
    icon: 'search',
    path: '/inbox?view=all',
    state: searchState(text),
  };
  return [...ticket, ...pages, search];
}

function PaletteBox({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const entries = useEntries(query);
  const current = Math.min(chosen, entries.length - 1);

  const open = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    navigate(entry.path, { state: entry.state ?? null });
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setChosen((current + step + entries.length) % Math.max(1, entries.length));
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      open(entries[current]);
    }
  };

  return (
    <>
      <input
        className={styles.input}
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={entries[current] ? `${listId}-${current}` : undefined}
        aria-label={t('palette.title')}
        placeholder={t('palette.placeholder')}
        value={query}
        data-autofocus
        onChange={(event) => {
          setQuery(event.target.value);
          setChosen(0);
        }}
        onKeyDown={pressed}
      />
      <ul id={listId} className={styles.list} role="listbox" aria-label={t('palette.results')}>
        {entries.map((entry, index) => (
          <li
            key={entry.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === current}
            className={index === current ? styles.chosen : styles.entry}
            onMouseEnter={() => setChosen(index)}
            onClick={() => open(entry)}
          >
            <Icon name={entry.icon} size={16} />
            {entry.label}
          </li>
        ))}
      </ul>
      {entries.length === 0 && <p className={styles.none}>{t('palette.none')}</p>}
    </>
  );
}

export function Palette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={opened} onClose={onClose} padding={0} size={520} centered={false} yOffset="12vh">
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette.title')}>
        <FocusHome />
        <PaletteBox onClose={onClose} />
      </Modal.Content>
    </Modal.Root>
  );
}
