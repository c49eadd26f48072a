import { useLingui } from '@lingui/react/macro';
import { TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { catalogueQuery } from '~/api/session';
import { tagsQuery } from '~/api/tickets';

interface Props {
  tags: string[];
  onChange: (tags: string[]) => void;
  onDone: () => void;
  onCancel: () => void;
}

/** Tags while they are changed; loaded when somebody does. */
export default function TagsEditor({ tags, onChange, onDone, onCancel }: Props) {
  const { t } = useLingui();
  const { data } = useQuery(catalogueQuery);
  const [twice, setTwice] = useState('');
  const recent = useQuery(tagsQuery).data?.recent ?? [];
  const others = (data?.tags ?? []).filter((tag) => !recent.includes(tag)).slice(0, 100);
  const offered = [
    ...(recent.length > 0 ? [{ group: t`Given last`, items: recent }] : []),
    { group: t`All tags`, items: others },
  ];
  return (
    <TagsInput
      autoFocus
      size="xs"
      aria-label={t`Tags`}
      data={offered}
      value={tags}
      onChange={(next) => {
        setTwice('');
        onChange(next);
      }}
      onBlur={onDone}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.nativeEvent.isComposing) onCancel();
      }}
      isDuplicate={(tag, all) => all.some((one) => one.toLowerCase() === tag.toLowerCase())}
      onDuplicate={(tag) => setTwice(tag)}
      error={twice ? t`${twice} is there already.` : undefined}
      maxLength={60}
      comboboxProps={{ withinPortal: true }}
    />
  );
}
