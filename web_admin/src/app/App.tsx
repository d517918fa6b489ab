// The frame of the application: providers, and the choice between set-up, login and the signed-in pages.
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { Router } from 'wouter';
import { basePath } from '../api/base';
import { asProblem } from '../api/problem';
import { schemeManager } from '../theme/scheme';
import { theme } from '../theme/theme';
import { Entrance } from './Entrance';
import { SessionProvider } from './session';

const colorSchemes = schemeManager();

function shouldRetry(failures: number, error: Error): boolean {
  const { status } = asProblem(error);
  return failures < 2 && (status === 0 || status >= 500);
}

function makeQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { retry: shouldRetry, staleTime: 10_000, refetchOnWindowFocus: false } },
  });
}

export function App() {
  const [queries] = useState(makeQueries);
  return (
    <MantineProvider
      theme={theme}
      colorSchemeManager={colorSchemes}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
      deduplicateCssVariables={false}
    >
      <QueryClientProvider client={queries}>
        <SessionProvider>
          <Router base={basePath()}>
            <Entrance />
          </Router>
        </SessionProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
