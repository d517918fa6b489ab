import { act, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { beforeEach, expect, test } from 'vitest';
import { FocusHome } from '../../src/parts/Dialog';
import { loadWords, renderPart } from '../support/render';

let close: () => void;

function Page({ elsewhere = false }: { elsewhere?: boolean }) {
  const [opened, setOpened] = useState(false);
  close = () => setOpened(false);
  return (
    <>
      <button onClick={() => setOpened(true)}>open</button>
      {elsewhere && <input aria-label="elsewhere" />}
      {opened && (
        <div role="dialog">
          <FocusHome />
          <input aria-label="inside" />
        </div>
      )}
    </>
  );
}

function openFromButton() {
  const button = screen.getByText('open');
  button.focus();
  act(() => button.click());
  return button;
}

beforeEach(() => loadWords('en'));

test('a dialog that took the focus with it gives it back', async () => {
  renderPart(<Page />);
  const button = openFromButton();
  screen.getByLabelText('inside').focus();
  act(() => close());
  await waitFor(() => expect(document.activeElement).toBe(button));
});

test('a focus that is elsewhere by now stays there', async () => {
  renderPart(<Page elsewhere />);
  openFromButton();
  screen.getByLabelText('elsewhere').focus();
  act(() => close());
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(document.activeElement).toBe(screen.getByLabelText('elsewhere'));
});

test('a dialog opened from a menu gives the focus to the button of the menu, which stays', () => {
  function Menued({ stage }: { stage: 'menu' | 'dialog' | 'closed' }) {
    return (
      <>
        <button id="acts">acts</button>
        {stage !== 'closed' && (
          <div role="menu" aria-labelledby="acts" hidden={stage === 'dialog'}>
            <button role="menuitem">edit</button>
          </div>
        )}
        {stage === 'dialog' && (
          <div role="dialog">
            <FocusHome />
          </div>
        )}
      </>
    );
  }
  const { rerender } = renderPart(<Menued stage="menu" />);
  screen.getByText('edit').focus();
  rerender(<Menued stage="dialog" />);
  rerender(<Menued stage="closed" />);
  expect(document.activeElement).toBe(screen.getByText('acts'));
});

test('when nothing had the focus, the dialog below gets it', () => {
  const below = (
    <div role="dialog" tabIndex={-1} aria-label="below">
      form
    </div>
  );
  const { rerender } = renderPart(<>{below}</>);
  const above = (
    <div role="dialog">
      <FocusHome />
    </div>
  );
  rerender(
    <>
      {below}
      {above}
    </>,
  );
  rerender(<>{below}</>);
  expect(document.activeElement).toBe(screen.getByLabelText('below'));
});
