import { Trans, useLingui } from '@lingui/react/macro';
import { Kbd, Modal } from '@mantine/core';
import { useState } from 'react';
import { keymap } from './keymap';
import classes from './ShortcutSheet.module.css';
import { useShortcut } from './useShortcut';

export function ShortcutSheet() {
  const { t, i18n } = useLingui();
  const [open, setOpen] = useState(false);
  useShortcut('help', () => setOpen(true));
  return (
    <Modal
      opened={open}
      onClose={() => setOpen(false)}
      title={<Trans>Shortcuts</Trans>}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <dl className={classes.keys}>
        {keymap.map((shortcut) => (
          <div key={shortcut.id}>
            <dt>{i18n._(shortcut.label)}</dt>
            <dd>
              <Kbd size="xs">{shortcut.keys}</Kbd>
            </dd>
          </div>
        ))}
        <div>
          <dt>
            <Trans>Send, set solved, go to the next ticket</Trans>
          </dt>
          <dd>
            <Kbd size="xs">
              {/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘ ⇧ Enter' : 'Ctrl Shift Enter'}
            </Kbd>
          </dd>
        </div>
        <div>
          <dt>
            <Trans>Send</Trans>
          </dt>
          <dd>
            <Kbd size="xs">{/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘ Enter' : 'Ctrl Enter'}</Kbd>
          </dd>
        </div>
      </dl>
    </Modal>
  );
}
