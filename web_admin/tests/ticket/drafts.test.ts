import { expect, test } from 'vitest';
import { Drafts, forgetDrafts } from '../../src/ticket/drafts';

const upload = { id: '3', name: 'a.txt', mime: 'text/plain', size: 5 };

test('drafts belong to the person who wrote them', () => {
  new Drafts('1', '41').keepText('reply', 'secret of the first');
  new Drafts('1', '41').keepFiles([upload]);
  expect(new Drafts('2', '41').text('reply')).toBe('');
  expect(new Drafts('2', '41').files()).toEqual([]);
  forgetDrafts('2');
  expect(new Drafts('1', '41').text('reply')).toBe('');
  expect(new Drafts('1', '41').files()).toEqual([]);
});

test('signing in again keeps what the same person wrote', () => {
  new Drafts('1', '41').keepText('note', 'half a note');
  forgetDrafts('1');
  expect(new Drafts('1', '41').text('note')).toBe('half a note');
  forgetDrafts();
  expect(new Drafts('1', '41').text('note')).toBe('');
});

test('the key of a send outlives the page, and belongs to its content only', () => {
  let count = 0;
  const newKey = () => `key-${(count += 1)}`;
  const first = new Drafts('1', '41').keyFor('reply', 'A', newKey);
  expect(new Drafts('1', '41').keyFor('reply', 'A', newKey)).toBe(first);
  expect(new Drafts('1', '41').keyFor('reply', 'B', newKey)).not.toBe(first);
  expect(new Drafts('1', '42').keyFor('reply', 'B', newKey)).toBe('key-3');
});

test('a sent text leaves, but not what was written over it meanwhile', () => {
  const drafts = new Drafts('1', '41');
  drafts.keepText('reply', 'sent');
  drafts.keepText('reply', 'sent, and more');
  const heard: string[] = [];
  const stop = drafts.onSent((tab, text) => heard.push(`${tab} ${text}`));
  new Drafts('1', '41').sent('reply', 'sent');
  stop();
  expect(heard).toEqual(['reply sent']);
  expect(drafts.text('reply')).toBe('sent, and more');
  drafts.sent('reply', 'sent, and more');
  expect(drafts.text('reply')).toBe('');
});
