// Mantine's theme: every variant takes its colours from our tokens, so contrast is decided in one file.
import {
  createTheme,
  type DrawerProps,
  type MantineThemeComponents,
  type MenuProps,
  type ModalProps,
  type ModalRootProps,
  type TextInputProps,
  type TooltipProps,
  type VariantColorsResolver,
} from '@mantine/core';

const variantColorResolver: VariantColorsResolver = ({ color, variant }) => {
  const bad = color === 'red';
  const transparent = '1px solid transparent';
  switch (variant) {
    case 'filled':
      return {
        background: bad ? 'var(--fd-bad)' : 'var(--fd-accent)',
        hover: bad ? 'var(--fd-bad-hover)' : 'var(--fd-accent-hover)',
        color: bad ? 'var(--fd-on-bad)' : 'var(--fd-on-accent)',
        border: transparent,
      };
    case 'light':
      return {
        background: bad ? 'var(--fd-bad-soft)' : 'var(--fd-accent-soft)',
        hover: bad ? 'var(--fd-bad-soft)' : 'var(--fd-accent-soft-hover)',
        color: bad ? 'var(--fd-bad)' : 'var(--fd-accent-text)',
        border: transparent,
      };
    case 'subtle':
    case 'transparent':
      return {
        background: 'transparent',
        hover: 'var(--fd-soft)',
        color: bad ? 'var(--fd-bad)' : 'var(--fd-text)',
        border: transparent,
      };
    default:
      return {
        background: 'var(--fd-panel)',
        hover: 'var(--fd-soft)',
        color: bad ? 'var(--fd-bad)' : 'var(--fd-text)',
        border: '1px solid var(--fd-line)',
      };
  }
};

// Mantine's scroll lock writes a style element, which the content security policy forbids; our pages never scroll.
const dialogs = { lockScroll: false, centered: true, transitionProps: { duration: 120 } };

const fieldOrder: Partial<TextInputProps> = { inputWrapperOrder: ['label', 'input', 'error', 'description'] };

// By name and not by `Modal.extend(…)`: importing the parts here would make the login page load all of them.
const components: MantineThemeComponents = {
  Modal: { defaultProps: { ...dialogs, radius: 8, padding: 24 } satisfies Partial<ModalProps> },
  ModalRoot: { defaultProps: { ...dialogs, radius: 8 } satisfies Partial<ModalRootProps> },
  Drawer: {
    defaultProps: {
      lockScroll: false,
      padding: 24,
      transitionProps: { duration: 140 },
    } satisfies Partial<DrawerProps>,
  },
  Menu: {
    defaultProps: {
      shadow: 'md',
      transitionProps: { duration: 100 },
      withInitialFocusPlaceholder: false,
    } satisfies Partial<MenuProps>,
  },
  Tooltip: { defaultProps: { openDelay: 350, withArrow: false } satisfies Partial<TooltipProps> },
  TextInput: { defaultProps: fieldOrder },
  Textarea: { defaultProps: fieldOrder },
  PasswordInput: { defaultProps: fieldOrder },
  NativeSelect: { defaultProps: fieldOrder },
};

export const theme = createTheme({
  primaryColor: 'blue',
  defaultRadius: 6,
  variantColorResolver,
  components,
});
