import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Keys } from './Keys';
import { keymap } from './keymap';
import { useKeys } from './ownKeys';
import { shown } from './press';
import classes from './ShortcutSheet.module.css';
import { useGroupNames } from './useGroupNames';

/** Every shortcut with one's own keys, found by name or by key. */
export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const keys = useKeys();
  const groups = useGroupNames();
  const [text, setText] = useState('');
  const needle = text.trim().toLocaleLowerCase();
  const found = keymap.filter(
    (one) =>
      !needle ||
      i18n._(one.label).toLocaleLowerCase().includes(needle) ||
      shown(keys[one.id]).toLocaleLowerCase() === needle,
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={<Trans>Shortcuts</Trans>}
      size="lg"
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <TextInput
        data-autofocus
        type="search"
        aria-label={t`Search the shortcuts`}
        placeholder={t`Search by name or by key`}
        leftSection={<IconSearch size={15} stroke={1.6} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p role="status" className={found.length > 0 ? 'sr-only' : classes.none}>
        {found.length > 0 ? (
          <Plural value={found.length} one="# shortcut" other="# shortcuts" />
        ) : (
          <Trans>No shortcut is called that.</Trans>
        )}
      </p>
      {groups.map(([group, name]) => {
        const members = found.filter((one) => one.group === group);
        return members.length > 0 ? (
          <section key={group} aria-label={name} className={classes.group}>
            <h3>{name}</h3>
            <dl className={classes.keys}>
              {members.map((one) => (
                <div key={one.id}>
                  <dt>{i18n._(one.label)}</dt>
                  <dd>{keys[one.id] ? <Keys of={one.id} /> : <Trans>no key</Trans>}</dd>
                </div>
              ))}
            </dl>
          </section>
        ) : null;
      })}
      <Button component={Link} to="/me/shortcuts" variant="default" mt="md" onClick={onClose}>
        <Trans>Change your keys…</Trans>
      </Button>
    </Modal>
  );
}
