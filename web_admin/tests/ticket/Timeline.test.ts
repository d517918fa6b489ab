import { expect, test } from 'vitest';
import { readingPlace, timelineBlocks } from '../../src/ticket/Timeline';
import { sampleMessage } from '../support/samples';

test('system events between two messages become one line', () => {
  const kinds = ['inbound', 'system', 'system', 'outbound', 'system'] as const;
  const messages = kinds.map((kind, index) => sampleMessage({ id: String(index), kind }));
  const blocks = timelineBlocks(messages);
  expect(blocks.map((block) => (block.kind === 'events' ? block.events.length : block.message.kind))).toEqual(
    ['inbound', 2, 'outbound', 1],
  );
});

function boxWith(heights: number[], height: number): HTMLElement {
  const box = document.createElement('div');
  const measured = (element: HTMLElement, values: Partial<HTMLElement>) =>
    Object.entries(values).forEach(([name, value]) => Object.defineProperty(element, name, { value }));
  let top = 100;
  for (const offsetHeight of heights) {
    const card = document.createElement('p');
    card.dataset.kind = 'inbound';
    measured(card, { offsetHeight, offsetTop: top });
    top += offsetHeight;
    box.append(card);
  }
  measured(box, { clientHeight: height, offsetTop: 100, scrollHeight: top - 100 });
  return box;
}

test.each([
  ['short mails end in view', [80, 120], 500, 200],
  ['a long newest mail begins at its top', [80, 900], 500, 80],
  ['a long mail that was answered is history', [900, 80], 500, 980],
])('%s', (_, heights, height, place) => {
  expect(readingPlace(boxWith(heights, height))).toBe(place);
});
