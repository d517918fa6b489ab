// Renders a part of the page as the application would: theme, translations, queries, and a person with the rights that
// the product gives to his or her roles.
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import i18next from 'i18next';
import type { ReactNode } from 'react';
import type { Language, User } from '../../src/api/types';
import { SessionContext, type SessionActions } from '../../src/app/session';
import { startTranslations, switchLanguage } from '../../src/i18n';
import { theme } from '../../src/theme/theme';
import { signedInWith } from './fake_server';
import { rightsOf } from './rights';
import { sampleUser } from './samples';

export async function loadWords(language: Language): Promise<void> {
  if (!i18next.isInitialized) await startTranslations();
  await switchLanguage(language);
}

const nothing = () => Promise.resolve();

function session(user: User): SessionActions {
  const rights = rightsOf(user.roles);
  signedInWith(rights);
  const state = { kind: 'signed_in' as const, user, rights, expired: false };
  return {
    state,
    signIn: nothing,
    signOut: nothing,
    refresh: nothing,
    enter: nothing,
    updateUser: () => undefined,
  };
}

export function renderPart(part: ReactNode, user = sampleUser()) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const known = session(user);
  const dressed = (inner: ReactNode) => (
    <MantineProvider theme={theme} withCssVariables={false} withGlobalClasses={false} env="test">
      <QueryClientProvider client={queries}>
        <SessionContext value={known}>{inner}</SessionContext>
      </QueryClientProvider>
    </MantineProvider>
  );
  const shown = render(dressed(part));
  return { ...shown, rerender: (next: ReactNode) => shown.rerender(dressed(next)) };
}
