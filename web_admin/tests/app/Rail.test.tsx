import { screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Channel } from '../../src/api/types';
import { Rail } from '../../src/app/Rail';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { sampleChannel, sampleCounters, sampleUser } from '../support/samples';

const nothing = () => undefined;
const rail = <Rail onPalette={nothing} onShortcuts={nothing} />;

function serve(...channels: Channel[]) {
  return fakeServer((one) => ({
    status: 200,
    body: one.path.endsWith('/channels') ? { items: channels, next: null } : sampleCounters(),
  }));
}

beforeEach(() => loadWords('en'));
afterEach(() => vi.unstubAllGlobals());

// P-39
test.each(['stopped', 'needs_reauth', 'quarantined', 'degraded'] as const)(
  'a channel that is %s by itself marks the channels',
  async (state) => {
    serve(sampleChannel(), sampleChannel({ id: '2', state }));
    renderPart(rail);
    const mark = await screen.findByRole('img', { name: '1 channel does not work as it should' });
    expect(mark.closest('a')?.getAttribute('href')).toBe('/channels');
  },
);

test('a paused channel leaves no mark, and who may not see channels does not ask for them', async () => {
  const asked = serve(sampleChannel({ enabled: false, state: 'stopped' }));
  const channels = () => asked.filter((one) => one.path.endsWith('/channels'));
  const { unmount } = renderPart(rail);
  await waitFor(() => expect(channels()).toHaveLength(1));
  expect(screen.queryByRole('img', { name: /work as/ })).toBeNull();
  unmount();
  renderPart(rail, sampleUser({ roles: ['agent'] }));
  await waitFor(() =>
    expect(asked.filter((one) => one.path.endsWith('/counters')).length).toBeGreaterThan(1),
  );
  expect(channels()).toHaveLength(1);
});
