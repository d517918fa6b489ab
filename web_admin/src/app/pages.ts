// The pages of the application, for the navigation rail and the palette.
import type { IconName } from '../parts/Icon';
import type { Right, Rights } from '../api/types';
import { may } from './session';

export interface PageEntry {
  path: string;
  label: string;
  icon: IconName;
  /** The right without which the page has nothing to show; null: everybody's. */
  right: Right | null;
}

export interface PageGroup {
  label: string;
  pages: PageEntry[];
}

export const pageGroups: PageGroup[] = [
  {
    label: 'nav.work',
    pages: [{ path: '/inbox', label: 'nav.inbox', icon: 'inbox', right: 'see_tickets' }],
  },
  {
    label: 'nav.admin',
    pages: [
      { path: '/channels', label: 'nav.channels', icon: 'channels', right: 'see_channels' },
      { path: '/users', label: 'nav.users', icon: 'users', right: 'run_users' },
      { path: '/audit', label: 'nav.audit', icon: 'audit', right: 'read_audit' },
      { path: '/health', label: 'nav.health', icon: 'health', right: 'see_channels' },
    ],
  },
];

export const profilePage: PageEntry = {
  path: '/profile',
  label: 'nav.profile',
  icon: 'profile',
  right: null,
};

/** Where somebody with these rights begins: the first page that has something to show. */
export const homeOf = (rights: Rights): string =>
  pageGroups.flatMap((group) => group.pages).find((page) => may(rights, page.right))?.path ??
  profilePage.path;
