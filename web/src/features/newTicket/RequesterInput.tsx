import { useLingui } from '@lingui/react/macro';
import { Autocomplete } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { customersQuery } from '~/api/settings';
import type { Address } from '~/api/types';
import { parseAddress } from '~/ui/address';

interface Props {
  value: Address | null;
  onChange: (value: Address | null) => void;
  problem: string | undefined;
}

/** A known customer by name or address, or a new one: "Ana Nováková <ana@example.com>" or just the address. */
export function RequesterInput({ value, onChange, problem }: Props) {
  const { t } = useLingui();
  const [text, setText] = useState(value ? value.email : '');
  const [needle] = useDebouncedValue(text.trim(), 200);
  const { data } = useInfiniteQuery({ ...customersQuery(needle), enabled: needle.length >= 2 });
  const found = data?.pages[0]?.results ?? [];
  const word = (one: Address) => (one.name ? `${one.name} <${one.email}>` : one.email);
  return (
    <Autocomplete
      label={t`Requester`}
      description={t`A known customer, or a new mail address.`}
      placeholder="Ana Nováková <ana@example.com>"
      required
      autoFocus
      data={[...new Set(found.map(word))]}
      filter={({ options }) => options}
      value={text}
      onChange={(next) => {
        setText(next);
        onChange(parseAddress(next));
      }}
      error={problem}
    />
  );
}
