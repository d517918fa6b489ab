// The pages of the application, for the navigation rail and the palette.
import type { IconName } from '../parts/Icon';
import type { User } from '../api/types';
import { isAdmin, maySeeAudit, maySeeChannels, mayWorkTickets } from './session';

export interface PageEntry {
  path: string;
  label: string;
  icon: IconName;
  allowed: (user: User) => boolean;
}

export interface PageGroup {
  label: string;
  pages: PageEntry[];
}

export const pageGroups: PageGroup[] = [
  {
    label: 'nav.work',
    pages: [{ path: '/inbox', label: 'nav.inbox', icon: 'inbox', allowed: mayWorkTickets }],
  },
  {
    label: 'nav.admin',
    pages: [
      { path: '/channels', label: 'nav.channels', icon: 'channels', allowed: maySeeChannels },
      { path: '/users', label: 'nav.users', icon: 'users', allowed: isAdmin },
      { path: '/audit', label: 'nav.audit', icon: 'audit', allowed: maySeeAudit },
      { path: '/health', label: 'nav.health', icon: 'health', allowed: maySeeChannels },
    ],
  },
];

export const profilePage: PageEntry = {
  path: '/profile',
  label: 'nav.profile',
  icon: 'profile',
  allowed: () => true,
};
