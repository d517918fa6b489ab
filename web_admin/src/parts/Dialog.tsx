// What opens above the page: a dialog in its middle, a panel at its side. Both can be closed by a named button, and give
// the focus back to where it was.
import { Drawer, Modal, type DrawerProps, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * Stands inside a dialog and gives the focus back once the dialog is gone. Mantine gives it back 10 ms after the closing,
 * unless it moved in between; with Escape right after the opening it does move, into the dialog that is going.
 */
export function FocusHome() {
  const [home] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (document.activeElement !== document.body) return;
      if (home instanceof HTMLElement) home.focus({ preventScroll: true });
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
