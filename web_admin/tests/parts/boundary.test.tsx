import { screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Boundary } from '../../src/parts/Boundary';
import { loadWords, renderPart } from '../support/render';

function Page({ broken }: { broken: boolean }) {
  if (broken) throw new TypeError('Failed to fetch dynamically imported module');
  return <p>the page</p>;
}

function Walk() {
  const [place, setPlace] = useState('first');
  return (
    <>
      <button onClick={() => setPlace('second')}>go</button>
      <Boundary place={place}>
        <Page broken={place === 'first'} />
      </Boundary>
    </>
  );
}

beforeEach(async () => {
  await loadWords('en');
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

test('a page that cannot be loaded offers to reload, and another page works', () => {
  const shown = renderPart(
    <Boundary place="/audit">
      <Page broken />
    </Boundary>,
  );
  expect(screen.getByRole('button', { name: 'Reload the page' })).toBeTruthy();
  shown.unmount();
});

test('going elsewhere leaves the failure behind', async () => {
  renderPart(<Walk />);
  expect(screen.queryByText('the page')).toBeNull();
  screen.getByText('go').click();
  expect(await screen.findByText('the page')).toBeTruthy();
});
