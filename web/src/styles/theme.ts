import {
  ActionIcon,
  Badge,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Input,
  Loader,
  type MantineColorsTuple,
  Menu,
  Modal,
  Popover,
  Tooltip,
} from '@mantine/core';

const accent: MantineColorsTuple = [
  '#f1f0fd',
  '#e0defa',
  '#c0bbf4',
  '#a9a4f7',
  '#7f78ee',
  '#6a62dc',
  '#5b52d0',
  '#4c44b3',
  '#3e3794',
  '#302a75',
];

// White on step 6 has 5.6:1; Mantine's own red stays below 4:1.
const red: MantineColorsTuple = [
  '#fdecec',
  '#f9d3d4',
  '#f0a6a8',
  '#ff7b7f',
  '#dc4f53',
  '#d13b40',
  '#c62a2f',
  '#a82226',
  '#8a1b1f',
  '#6d1518',
];

// Mantine's greys for the dark scheme, replaced by our neutrals so that inputs and menus match the panels.
const dark: MantineColorsTuple = [
  '#ececf1',
  '#b0b0bb',
  '#9393a0',
  '#6a6a77',
  '#3b3b46',
  '#292931',
  '#1b1b21',
  '#17171c',
  '#131317',
  '#0f0f13',
];

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 6,
  colors: { accent, red, dark },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '14px', xl: '15px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '22px', xl: '22px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '8px', xl: '12px' },
  breakpoints: { xs: '480px', sm: '768px', md: '1180px', lg: '1440px', xl: '1680px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  components: {
    Badge: Badge.extend({ styles: { root: { textTransform: 'none', fontWeight: 500 } } }),
    // Nearly every field is required; those that are not say so.
    InputWrapper: Input.Wrapper.extend({ defaultProps: { withAsterisk: false } }),
    Button: Button.extend({ defaultProps: { size: 'xs' }, styles: { root: { fontWeight: 500 } } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 28 } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, fz: 12, withinPortal: true } }),
    Menu: Menu.extend({
      defaultProps: {
        shadow: 'none',
        transitionProps: { duration: 120 },
        radius: 8,
        // Something that is no item must not stand in a menu (WAI-ARIA 1.2); the first item takes the focus instead.
        withInitialFocusPlaceholder: false,
      },
    }),
    Popover: Popover.extend({
      defaultProps: { shadow: 'none', transitionProps: { duration: 120 }, radius: 8 },
    }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        radius: 12,
        transitionProps: { duration: 160 },
        overlayProps: { opacity: 0.4 },
      },
    }),
    Loader: Loader.extend({ defaultProps: { size: 'xs' } }),
  },
});

const shared = {
  '--mantine-color-text': 'var(--fg)',
  '--mantine-color-body': 'var(--bg-panel)',
  '--mantine-color-dimmed': 'var(--fg-3)',
  '--mantine-color-placeholder': 'var(--fg-3)',
  '--mantine-color-error': 'var(--danger)',
  '--mantine-color-default': 'var(--bg-panel)',
  '--mantine-color-default-hover': 'var(--bg-subtle)',
  '--mantine-color-default-color': 'var(--fg)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-anchor': 'var(--accent-text)',
  '--mantine-color-gray-light-color': 'var(--fg-2)',
  '--mantine-color-gray-light-hover': 'var(--bg-hover)',
  '--mantine-color-accent-light-color': 'var(--accent-text)',
  '--mantine-color-accent-light': 'var(--bg-selected)',
};

export const variables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
