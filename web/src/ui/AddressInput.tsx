import { useLingui } from '@lingui/react/macro';
import { Pill, PillsInput } from '@mantine/core';
import { type ClipboardEvent, type KeyboardEvent, useState } from 'react';
import type { Address } from '~/api/types';
import { parseAddress } from './address';

interface Props {
  label: string;
  value: Address[];
  onChange: (value: Address[]) => void;
  onBlur?: () => void;
  autoFocus?: boolean;
  placeholder?: string;
  /** Shows the label above, as in a form. */
  labelled?: boolean;
}

/** Mail addresses as chips. Enter, comma, semicolon or leaving the field make a chip of what was typed. */
export function AddressInput({
  label,
  value,
  onChange,
  onBlur,
  autoFocus,
  placeholder,
  labelled = false,
}: Props) {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);

  function add(source: string): boolean {
    const pieces = source.split(/[,;\n]/).filter((piece) => piece.trim() !== '');
    const parsed = pieces.map(parseAddress);
    const good = parsed.filter((one): one is Address => one !== null);
    const fresh = good.filter(
      (one) => !value.some((old) => old.email.toLowerCase() === one.email.toLowerCase()),
    );
    if (fresh.length > 0) onChange([...value, ...fresh]);
    const bad = pieces.filter((_, index) => parsed[index] === null);
    setText(bad.join(', ').trim());
    setWrong(bad.length > 0);
    return bad.length === 0;
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (['Enter', ',', ';'].includes(event.key) && text.trim() !== '') {
      event.preventDefault();
      add(text);
    } else if (event.key === 'Backspace' && text === '' && value.length > 0) {
      onChange(value.slice(0, -1));
    }
  }

  function onPaste(event: ClipboardEvent): void {
    const pasted = event.clipboardData.getData('text');
    if (!/[,;\n]/.test(pasted)) return;
    event.preventDefault();
    add(pasted);
  }

  return (
    <PillsInput
      size="xs"
      label={labelled ? label : undefined}
      error={wrong ? t`This is not a mail address.` : undefined}
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        if (text.trim() === '' || add(text)) onBlur?.();
      }}
    >
      <Pill.Group>
        {value.map((one) => (
          <Pill
            key={one.email}
            withRemoveButton
            title={one.name ? `${one.name} <${one.email}>` : one.email}
            onRemove={() => onChange(value.filter((other) => other.email !== one.email))}
            removeButtonProps={{
              'aria-label': t`Remove ${one.email}`,
              tabIndex: 0,
              'aria-hidden': undefined,
            }}
          >
            {one.name || one.email}
          </Pill>
        ))}
        <PillsInput.Field
          autoFocus={autoFocus}
          aria-label={label}
          inputMode="email"
          placeholder={value.length === 0 ? placeholder : undefined}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setWrong(false);
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
      </Pill.Group>
    </PillsInput>
  );
}
