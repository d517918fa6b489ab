// Ctrl+K: one box that opens pages and tickets, does what the open ticket offers, and searches.
import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { call } from '../api/client';
import type { Right, TicketRow, UseCase } from '../api/types';
import { searchState, type EntryState } from '../inbox/filter';
import { FocusHome } from '../parts/Dialog';
import { Icon, type IconName } from '../parts/Icon';
import { Masked } from '../parts/Masked';
import { useOfferedActs } from './offered_acts';
import { pageGroups, profilePage } from './pages';
import styles from './Palette.module.css';
import { keys } from './query_keys';
import { may, useRights } from './session';

interface Entry {
  id: string;
  label: string;
  icon: IconName;
  /** Where it leads; an act is done instead. */
  path?: string;
  state?: EntryState;
  run?: () => void;
}

const ticketNumber = /^[A-Za-z]?\d{6,}$/;
/** What may be the end of a number, or of an order's. */
const numberPart = /^[A-Za-z]{0,4}-?\d{3,}$/;

const actIcon: IconName = 'check';

/** Acts that begin on a page of their own, for those who may. */
const officeActs: { name: UseCase; label: string; right: Right; path: string }[] = [
  { name: 'user.add', label: 'user.add', right: 'run_users', path: '/users?add' },
  { name: 'channel.add', label: 'channel.add', right: 'run_channels', path: '/channels/new' },
];

/** Tickets whose number ends so, or that speak of such a number; asked when the typing pauses. */
function useFoundTickets(text: string, enabled: boolean): TicketRow[] {
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), 150);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useQuery({
    queryKey: keys.foundTickets(asked),
    queryFn: () => call('ticket.list', { view: 'all', q: asked, limit: 6 }),
    enabled: enabled && numberPart.test(asked),
    gcTime: 0,
  });
  return asked === text && enabled ? (found.data?.items ?? []) : [];
}

function useActEntries(wanted: string): Entry[] {
  const { t } = useTranslation();
  const rights = useRights();
  const office = officeActs
    .filter(({ right }) => may(rights, right))
    .map(({ name, label, path }) => ({ id: name, label: t(label), icon: 'plus' as const, path }));
  const here = useOfferedActs().map(({ name, label, run }) => ({
    id: `${name} ${label}`,
    label,
    icon: actIcon,
    run,
  }));
  return [...here, ...office].filter(({ label }) => label.toLowerCase().includes(wanted));
}

function useEntries(query: string): Entry[] {
  const { t } = useTranslation();
  const rights = useRights();
  const text = query.trim();
  const wanted = text.toLowerCase();
  const seesTickets = may(rights, 'see_tickets');
  const found = useFoundTickets(text, seesTickets);
  const acts = useActEntries(wanted);
  const pages = [...pageGroups.flatMap((group) => group.pages), profilePage]
    .filter((page) => may(rights, page.right))
    .map((page) => ({ id: page.path, label: t(page.label), icon: page.icon, path: page.path }))
    .filter((entry) => entry.label.toLowerCase().includes(wanted) || entry.path.includes(wanted));
  if (wanted === '' || !seesTickets) return [...acts, ...pages];
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
  const tickets: Entry[] = found
    .filter((row) => row.number !== number)
    .map((row) => ({
      id: row.number,
      label: `${row.number} · ${row.subject || t('ticket.no_subject')}`,
      icon: 'inbox',
      path: `/inbox/${row.number}?view=all`,
    }));
  const search: Entry = {
    id: 'search',
    label: t('palette.search', { text }),
    icon: 'search',
    path: '/inbox?view=all',
    state: searchState(text),
  };
  return [...ticket, ...tickets, ...acts, ...pages, search];
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
    if (entry.path !== undefined) navigate(entry.path, { state: entry.state ?? null });
    entry.run?.();
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
            <Masked text={entry.label} />
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
