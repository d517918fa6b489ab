import { fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FilterBar } from '../../src/inbox/FilterBar';
import { loadWords, renderPart } from '../support/render';

beforeEach(async () => {
  await loadWords('en');
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

function searchBox(onChange: (q: string | undefined) => void) {
  renderPart(
    <FilterBar
      filter={{ view: 'open', sort: 'due' }}
      counters={undefined}
      channels={[]}
      onChange={(filter) => onChange(filter.q)}
    />,
  );
  return screen.getByRole('searchbox');
}

test('letters that are still being composed are not searched for', () => {
  const searched = vi.fn();
  const box = searchBox(searched);
  fireEvent.compositionStart(box);
  fireEvent.change(box, { target: { value: 'zhifu' } });
  vi.advanceTimersByTime(2_000);
  expect(searched).not.toHaveBeenCalled();
  fireEvent.keyDown(box, { key: 'Escape', isComposing: true, keyCode: 229 });
  expect(box).toHaveProperty('value', 'zhifu');
  fireEvent.change(box, { target: { value: '支付' } });
  fireEvent.compositionEnd(box);
  vi.advanceTimersByTime(400);
  expect(searched).toHaveBeenCalledWith('支付');
});

test('Escape empties the box, Enter searches at once', () => {
  const searched = vi.fn();
  const box = searchBox(searched);
  fireEvent.change(box, { target: { value: 'refund' } });
  fireEvent.keyDown(box, { key: 'Enter' });
  expect(searched).toHaveBeenCalledWith('refund');
  fireEvent.keyDown(box, { key: 'Escape' });
  expect(box).toHaveProperty('value', '');
});
