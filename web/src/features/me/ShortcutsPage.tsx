import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Switch } from '@mantine/core';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keymap, keysOf, type ShortcutId } from '~/actions/keymap';
import { useGroupNames } from '~/actions/useGroupNames';
import { keys as queryKeys } from '~/api/keys';
import { changeShortcuts, meQuery } from '~/api/session';
import { settle } from '~/api/settle';
import type { Me } from '~/api/types';
import { FormAlert } from '~/ui/FormAlert';
import { useProblems } from '~/ui/useProblems';
import { type Changes, ShortcutRow } from './ShortcutRow';
import classes from './shortcuts.module.css';

/** Every shortcut with its key: each change counts at once, in every browser of this person. */
export function ShortcutsPage() {
  const { t } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const client = useQueryClient();
  const problems = useProblems();
  const groups = useGroupNames();
  const [listening, setListening] = useState<ShortcutId | null>(null);
  const own = me.shortcuts;
  const keys = keysOf(own, false);
  const changed = Object.keys(own.keys).length > 0;

  async function change(changes: { single_keys?: boolean; keys?: Changes }): Promise<void> {
    problems.clear();
    try {
      const shortcuts = await changeShortcuts(changes);
      await settle<Me>(client, queryKeys.me, (old) => (old ? { ...old, shortcuts } : old));
      setListening(null);
    } catch (caught) {
      problems.take(caught);
    }
  }

  return (
    <>
      <div className={classes.head}>
        <Switch
          label={t`Keys that are pressed alone`}
          description={t`Switched off, only those with Ctrl or Command and the function keys work: for speech input, and where letters go astray.`}
          checked={own.single_keys}
          onChange={(event) => void change({ single_keys: event.currentTarget.checked })}
        />
        <Button
          variant="default"
          disabled={!changed}
          onClick={() =>
            void change({ keys: Object.fromEntries(Object.keys(own.keys).map((id) => [id, null])) })
          }
        >
          <Trans>Reset all</Trans>
        </Button>
      </div>
      {groups.map(([group, name]) => (
        <section key={group} aria-label={name} className={classes.group}>
          <h2>{name}</h2>
          <ul>
            {keymap
              .filter((one) => one.group === group)
              .map((one) => (
                <ShortcutRow
                  key={one.id}
                  shortcut={one}
                  keys={keys}
                  own={own.keys[one.id] !== undefined}
                  off={!own.single_keys}
                  listening={listening === one.id}
                  problem={problems.at(`/keys/${one.id}`)}
                  onListen={(on) => {
                    problems.clear();
                    setListening(on ? one.id : null);
                  }}
                  onChange={(changes) => void change({ keys: changes })}
                />
              ))}
          </ul>
        </section>
      ))}
      <FormAlert>{problems.rest()}</FormAlert>
    </>
  );
}
