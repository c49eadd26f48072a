import { useLingui } from '@lingui/react/macro';
import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useShortcut } from '~/actions/useShortcut';
import { type ListSearch, withFilter } from './filters';
import classes from './list.module.css';

interface Props {
  search: ListSearch;
  onChange: (search: ListSearch) => void;
}

export function SearchBox({ search, onChange }: Props) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const sent = useRef(search.q ?? '');
  const [text, setText] = useState(search.q ?? '');
  useShortcut('search', () => input.current?.select());

  // The address changed by another way (a cleared filter, the back button): follow it.
  useEffect(() => {
    const q = search.q ?? '';
    if (q !== sent.current) setText(q);
    sent.current = q;
  }, [search.q]);

  const send = useDebouncedCallback((q: string) => {
    sent.current = q.trim();
    onChange(withFilter(search, 'q', q.trim()));
  }, 250);

  function type(value: string): void {
    setText(value);
    send(value);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing || event.key !== 'Escape') return;
    if (text) type('');
    else input.current?.blur();
  }

  return (
    <search className={classes.search}>
      <TextInput
        ref={input}
        type="search"
        aria-label={t`Search tickets`}
        placeholder={t`Search, or a number like #1042`}
        size="xs"
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        leftSection={<IconSearch size={15} stroke={1.6} />}
        rightSection={
          text ? <CloseButton size="xs" aria-label={t`Clear the search`} onClick={() => type('')} /> : null
        }
      />
    </search>
  );
}
