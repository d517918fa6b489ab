import { expect, test } from 'vitest';
import { timelineBlocks } from '../../src/ticket/Timeline';
import { sampleMessage } from '../support/samples';

test('system events between two messages become one line', () => {
  const kinds = ['inbound', 'system', 'system', 'outbound', 'system'] as const;
  const messages = kinds.map((kind, index) => sampleMessage({ id: String(index), kind }));
  const blocks = timelineBlocks(messages);
  expect(blocks.map((block) => (block.kind === 'events' ? block.events.length : block.message.kind))).toEqual(
    ['inbound', 2, 'outbound', 1],
  );
});
