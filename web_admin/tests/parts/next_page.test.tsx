import { QueryClient, QueryClientProvider, useInfiniteQuery } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useNextPage } from '../../src/parts/next_page';

const read = vi.fn<(page: number) => Promise<number>>();

function Pages() {
  const query = useInfiniteQuery({
    queryKey: ['pages'],
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: 0,
    getNextPageParam: (page) => (page < 2 ? page + 1 : null),
    retry: false,
  });
  useNextPage(query, true);
  return <p>{query.data?.pages.join()}</p>;
}

const show = () =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Pages />
    </QueryClientProvider>,
  );
// In small steps: what is drawn in between starts the next read.
const pass = async (seconds: number) => {
  for (let step = 0; step < seconds * 10; step += 1) await act(() => vi.advanceTimersByTimeAsync(100));
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  read.mockReset();
});

test('pages follow each other until the last', async () => {
  read.mockImplementation((page) => Promise.resolve(page));
  show();
  await pass(1);
  expect(screen.getByText('0,1,2')).toBeTruthy();
  expect(read).toHaveBeenCalledTimes(3);
});

test('a refused page is not asked for again at once, but later', async () => {
  let refused = true;
  read.mockImplementation((page) =>
    page > 0 && refused ? Promise.reject(new Error('no')) : Promise.resolve(page),
  );
  show();
  await pass(5);
  expect(read).toHaveBeenCalledTimes(2);
  refused = false;
  await pass(10);
  expect(screen.getByText('0,1,2')).toBeTruthy();
});
