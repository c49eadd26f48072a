import { Kbd } from '@mantine/core';
import type { ShortcutId } from './keymap';
import { useKeysOf } from './ownKeys';
import { shown } from './press';

/** The keys of a shortcut as its person set them; nothing where it has none. */
export function Keys({ of }: { of: ShortcutId }) {
  const keys = useKeysOf(of);
  return keys ? <Kbd size="xs">{shown(keys)}</Kbd> : null;
}

/** For tooltips: the name, with the keys behind it. */
export function Hint({ name, of }: { name: string; of: ShortcutId }) {
  return (
    <>
      {name} <Keys of={of} />
    </>
  );
}
