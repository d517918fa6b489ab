// Renders a part of the page as the application would: theme, translations, queries.
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import i18next from 'i18next';
import type { ReactNode } from 'react';
import type { Language } from '../../src/api/types';
import { startTranslations, switchLanguage } from '../../src/i18n';
import { theme } from '../../src/theme/theme';

export async function loadWords(language: Language): Promise<void> {
  if (!i18next.isInitialized) await startTranslations();
  await switchLanguage(language);
}

export function renderPart(part: ReactNode) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <MantineProvider theme={theme} withCssVariables={false} withGlobalClasses={false} env="test">
      <QueryClientProvider client={queries}>{part}</QueryClientProvider>
    </MantineProvider>,
  );
}
