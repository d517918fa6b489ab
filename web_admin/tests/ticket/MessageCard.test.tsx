import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { guessedHeight, MessageCard } from '../../src/ticket/MessageCard';
import { loadWords, renderPart } from '../support/render';
import { sampleMessage, sampleTicket } from '../support/samples';

beforeEach(() => loadWords('en'));

test('a frame begins with a third of a page, grows with its text, and stays below a page', () => {
  expect(guessedHeight('您好')).toBe(260);
  expect(guessedHeight('one\ntwo\nthree')).toBeGreaterThan(guessedHeight('one'));
  expect(guessedHeight('您'.repeat(200))).toBeGreaterThan(guessedHeight('y'.repeat(200)));
  expect(guessedHeight('Thanks', 'earlier\n'.repeat(5))).toBeGreaterThan(guessedHeight('Thanks'));
  expect(guessedHeight('line\n'.repeat(1000))).toBe(480);
});

test('the frame of a short mail has its height before its content is there', async () => {
  const user = userEvent.setup();
  const message = sampleMessage({ has_html: true, quoted: 'earlier\n'.repeat(5) });
  renderPart(<MessageCard message={message} ticket={sampleTicket()} />);
  await user.click(screen.getByRole('button', { name: 'Show mail layout' }));
  const frame = screen.getByTitle(/mail layout/);
  expect(frame.style.height).toBe(`${guessedHeight(message.text, message.quoted)}px`);
  expect(frame.getAttribute('sandbox')).not.toContain('allow-scripts');
});

test('a mail whose layout says more than its text is shown so first', () => {
  const message = sampleMessage({ has_html: true, html_holds_more: true });
  renderPart(<MessageCard message={message} ticket={sampleTicket()} />);
  expect(screen.getByTitle(/mail layout/)).toBeTruthy();
});

test('the message that was searched for is marked', () => {
  renderPart(<MessageCard message={sampleMessage({ id: '9' })} ticket={sampleTicket()} marked />);
  expect(screen.getByRole('listitem').getAttribute('aria-current')).toBe('true');
  expect(screen.getByRole('listitem').dataset.message).toBe('9');
});

test('a file and an original that the disk lost say so', () => {
  const damaged_since = '2026-03-15T06:00:00Z';
  const file = { id: '6', name: 'screen.png', mime: 'image/png', size: 10, inline: false, damaged_since };
  renderPart(
    <MessageCard message={sampleMessage({ attachments: [file], damaged_since })} ticket={sampleTicket()} />,
  );
  expect(screen.getByText(/^Damaged on disk since/)).toBeTruthy();
  expect(screen.getByText(/^The original mail is damaged on disk since/)).toBeTruthy();
});
