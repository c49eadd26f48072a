import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Kbd } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { holderOf, refusalOf } from '~/actions/choosing';
import { isChord, type Keys, keymap, type ShortcutId } from '~/actions/keymap';
import { shown, spellings } from '~/actions/press';
import classes from './shortcuts.module.css';

export type Changes = Record<string, string | null>;

interface Props {
  shortcut: (typeof keymap)[number];
  /** Those of all shortcuts, with what is switched off. */
  keys: Keys;
  /** Whether its person has changed it. */
  own: boolean;
  /** Keys that are pressed alone are switched off. */
  off: boolean;
  listening: boolean;
  problem: string | undefined;
  onListen: (on: boolean) => void;
  onChange: (changes: Changes) => void;
}

/** One shortcut: its key, another one, none, or the usual one again. */
export function ShortcutRow({ shortcut, keys, own, off, listening, problem, onListen, onChange }: Props) {
  const { t, i18n } = useLingui();
  const { id } = shortcut;
  const name = i18n._(shortcut.label);
  const now = keys[id];
  const opener = useRef<HTMLButtonElement>(null);
  const was = useRef(listening);
  useEffect(() => {
    // Back to where it was begun, unless another row took over.
    if (was.current && !listening && document.activeElement === document.body) opener.current?.focus();
    was.current = listening;
  }, [listening]);

  return (
    <li>
      <span className={classes.name}>{name}</span>
      <span className={classes.now} data-off={(off && !isChord(now)) || undefined}>
        {now ? <Kbd>{shown(now)}</Kbd> : <Trans>no key</Trans>}
      </span>
      <span className={classes.tools}>
        {listening ? null : (
          <Button
            ref={opener}
            size="compact-sm"
            variant="default"
            aria-label={t`Change the key: ${name}`}
            onClick={() => onListen(true)}
          >
            <Trans>Change</Trans>
          </Button>
        )}
        {now && !listening ? (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={t`Take the key away: ${name}`}
            onClick={() => onChange({ [id]: '' })}
          >
            <Trans>No key</Trans>
          </Button>
        ) : null}
        {own && !listening ? (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={t`Reset the key: ${name}`}
            onClick={() => onChange({ [id]: null })}
          >
            <Trans>Reset</Trans>
          </Button>
        ) : null}
      </span>
      {listening ? <Listening id={id} keys={keys} onListen={onListen} onChange={onChange} /> : null}
      {problem ? (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      ) : null}
    </li>
  );
}

/** Waits for the new key. It keeps all keys for itself but Tab, which leads out, and Escape. */
function Listening({
  id,
  keys,
  onListen,
  onChange,
}: { id: ShortcutId } & Pick<Props, 'keys' | 'onListen' | 'onChange'>) {
  const { t, i18n } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const [pressed, setPressed] = useState('');
  const [begun, setBegun] = useState(false);
  const refusal = pressed ? refusalOf(id, pressed) : null;
  const holder = pressed && !refusal ? holderOf(id, pressed, keys) : null;
  const label = (of: ShortcutId) => i18n._(keymap.find((one) => one.id === of)?.label ?? { id: of });

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing || event.keyCode === 229 || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      onListen(false);
      return;
    }
    const found = spellings(event.nativeEvent);
    // Of two ways to write it, the one by the place of the key is what others can press too.
    const one = found.at(-1);
    if (!one) {
      if (event.altKey && event.key !== 'Alt') setPressed(`Alt+${event.key}`);
      return;
    }
    if (!begun && one === 'G') {
      setBegun(true);
      setPressed('');
      return;
    }
    const wanted = begun ? `G ${one}` : one;
    setBegun(false);
    setPressed(wanted);
    if (!refusalOf(id, wanted) && !holderOf(id, wanted, keys)) onChange({ [id]: wanted });
  }

  return (
    <div className={classes.listening}>
      <input
        ref={input}
        readOnly
        aria-label={t`New key: ${label(id)}`}
        aria-describedby={`keys-${id}`}
        value={begun ? t`G, and then…` : pressed ? shown(pressed) : t`Press a new key…`}
        onKeyDown={onKeyDown}
      />
      <span id={`keys-${id}`} role="status">
        {refusal ? i18n._(refusal) : null}
        {holder ? <Trans>This is the key of “{label(holder)}”.</Trans> : null}
        {pressed ? null : <Trans>Escape leaves it as it is.</Trans>}
      </span>
      {holder ? (
        <Button size="compact-sm" onClick={() => onChange({ [id]: pressed, [holder]: '' })}>
          <Trans>Take it from there</Trans>
        </Button>
      ) : null}
      <Button size="compact-sm" variant="subtle" onClick={() => onListen(false)}>
        <Trans>Cancel</Trans>
      </Button>
    </div>
  );
}
