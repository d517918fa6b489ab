// The navigation rail: views of the inbox with their counters, admin pages, the signed-in person.
import { Kbd, Menu, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useSearchParams } from 'wouter';
import { call } from '../api/client';
import type { ThemeChoice } from '../api/types';
import { inTrouble } from '../channels/words';
import { viewNames } from '../inbox/filter';
import { languages } from '../i18n';
import { viewCount } from '../parts/count';
import { Icon } from '../parts/Icon';
import { pageGroups, type PageEntry } from './pages';
import { usePreferences } from './preferences';
import { keys } from './query_keys';
import styles from './Rail.module.css';
import { may, useRights, useSession, useUser } from './session';

function useCounters(enabled: boolean) {
  return useQuery({
    queryKey: keys.counters,
    queryFn: () => call('ticket.count'),
    enabled,
    refetchInterval: 60_000,
  }).data;
}

function Views() {
  const { t } = useTranslation();
  const [path] = useLocation();
  const [search] = useSearchParams();
  const counters = useCounters(true);
  const onInbox = path.startsWith('/inbox');
  const current = search.get('view') ?? 'open';
  return (
    <ul className={styles.views} aria-label={t('inbox.views')}>
      {viewNames.map((view) => {
        const active = onInbox && current === view;
        const count = viewCount(view, counters);
        return (
          <li key={view}>
            <Link
              href={`/inbox?view=${view}`}
              className={`${styles.link} ${styles.view} ${active ? styles.active : ''}`}
              aria-current={active ? 'page' : undefined}
            >
              <span>{t(`view.${view}`)}</span>
              {count !== undefined && (
                <span className={view === 'overdue' ? styles.countBad : styles.count}>{count}</span>
              )}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/** A mark at the channels while one of them does not work. */
function ChannelsMark() {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: keys.channels,
    queryFn: () => call('channel.list'),
    refetchInterval: 60_000,
  });
  const count = query.data?.items.filter(inTrouble).length ?? 0;
  if (count === 0) return null;
  const words = t('nav.channels_trouble', { count });
  return (
    <span className={styles.mark} role="img" aria-label={words} title={words}>
      <Icon name="warn" size={14} />
    </span>
  );
}

function PageLink({ page }: { page: PageEntry }) {
  const { t } = useTranslation();
  const [path] = useLocation();
  const active = path === page.path || path.startsWith(`${page.path}/`);
  const label = t(page.label);
  // The open view below the inbox carries the highlight where views are shown.
  const activeClass = page.path === '/inbox' ? `${styles.active} ${styles.parent}` : styles.active;
  return (
    <Link
      href={page.path}
      className={`${styles.link} ${active ? activeClass : ''}`}
      aria-current={active ? 'page' : undefined}
      title={label}
    >
      <Icon name={page.icon} />
      <span className={styles.wide}>{label}</span>
      {page.path === '/channels' && <ChannelsMark />}
    </Link>
  );
}

const themes: ThemeChoice[] = ['auto', 'light', 'dark'];

function PersonMenu() {
  const { t } = useTranslation();
  const user = useUser();
  const { language: current, setLanguage, setTheme } = usePreferences();
  const { signOut } = useSession();
  const [, navigate] = useLocation();
  return (
    <Menu position="top-start" width={220}>
      <Menu.Target>
        <UnstyledButton className={styles.person} title={user.display_name}>
          <span className="only-for-readers">{t('nav.account')}</span>
          <span className={styles.avatar} aria-hidden="true">
            {Array.from(user.display_name)[0] ?? '?'}
          </span>
          <span className={`${styles.wide} ${styles.personName}`}>
            <b>{user.display_name}</b>
            <small>{user.roles.map((role) => t(`role.${role}`)).join(' · ')}</small>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="profile" size={16} />} onClick={() => navigate('/profile')}>
          {t('nav.profile')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('profile.language')}</Menu.Label>
        {languages.map((language) => (
          <Menu.Item
            key={language}
            aria-current={current === language ? 'true' : undefined}
            rightSection={current === language ? <Icon name="check" size={16} /> : null}
            onClick={() => void setLanguage(language)}
          >
            {t(`language.${language}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t('profile.theme')}</Menu.Label>
        {themes.map((choice) => (
          <Menu.Item key={choice} onClick={() => void setTheme(choice)}>
            {t(`theme.${choice}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="leave" size={16} />} onClick={() => void signOut()}>
          {t('nav.sign_out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function Rail({ onPalette, onShortcuts }: { onPalette: () => void; onShortcuts: () => void }) {
  const { t } = useTranslation();
  const rights = useRights();
  const groups = pageGroups
    .map((group) => ({ ...group, pages: group.pages.filter((page) => may(rights, page.right)) }))
    .filter((group) => group.pages.length > 0);
  return (
    <nav className={styles.rail} aria-label={t('nav.main')}>
      <div className={styles.brand}>
        <img src="/favicon.svg" width={24} height={24} alt="" />
        <span className={styles.wide}>{t('brand')}</span>
      </div>
      <UnstyledButton className={styles.finder} onClick={onPalette} title={t('palette.title')}>
        <Icon name="search" size={16} />
        <span className={styles.wide}>{t('palette.short')}</span>
        <Kbd className={styles.wide} size="xs">
          Ctrl K
        </Kbd>
      </UnstyledButton>
      {groups.map((group) => (
        <div key={group.label} className={styles.group}>
          {groups.length > 1 && <p className={`${styles.groupName} ${styles.wide}`}>{t(group.label)}</p>}
          {group.pages.map((page) => (
            <PageLink key={page.path} page={page} />
          ))}
          {group.label === 'nav.work' && may(rights, 'see_tickets') && <Views />}
        </div>
      ))}
      <div className={styles.foot}>
        <UnstyledButton className={styles.link} onClick={onShortcuts} title={t('shortcuts.title')}>
          <Kbd size="xs">?</Kbd>
          <span className={styles.wide}>{t('shortcuts.title')}</span>
        </UnstyledButton>
        <PersonMenu />
      </div>
    </nav>
  );
}
