// What opens above the page: a dialog in its middle, a panel at its side. Both can be closed by a named button, and give
// the focus back to where it was.
import { Drawer, Modal, type DrawerProps, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Where the focus belongs once a dialog is gone: an item of a menu goes with its menu, the button of the menu stays. */
function findHome(): Element | null {
  const active = document.activeElement;
  const button = active?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  return button ? document.getElementById(button) : active;
}

/**
 * Stands inside a dialog and gives the focus back once the dialog is gone. Mantine gives it back 10 ms after the closing,
 * unless it moved in between; with Escape right after the opening it does move, into the dialog that is going. Where nothing
 * had the focus, such as a button that was busy, the dialog below gets it.
 */
export function FocusHome() {
  const [home] = useState(findHome);
  useEffect(
    () => () => {
      if (document.activeElement !== document.body) return;
      const known = home instanceof HTMLElement && home.isConnected && home !== document.body;
      const next = known ? home : [...document.querySelectorAll<HTMLElement>('[role=dialog]')].at(-1);
      next?.focus({ preventScroll: true });
    },
    [home],
  );
  return null;
}

function useCloseButton(): { 'aria-label': string } {
  const { t } = useTranslation();
  return { 'aria-label': t('action.close') };
}

export function Dialog({ children, ...props }: ModalProps) {
  return (
    <Modal closeButtonProps={useCloseButton()} {...props}>
      <FocusHome />
      {children}
    </Modal>
  );
}

export function SidePanel({ children, ...props }: DrawerProps) {
  return (
    <Drawer closeButtonProps={useCloseButton()} {...props}>
      <FocusHome />
      {children}
    </Drawer>
  );
}
