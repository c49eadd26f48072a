import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { useWords } from '~/ui/Failure';
import { complain } from '~/ui/notify';

/** Does something to the keys of domains, one thing at a time; what is refused is said. */
export function useAct() {
  const client = useQueryClient();
  const words = useWords();
  const [busy, setBusy] = useState(false);
  async function act(work: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      complain(words(error));
    } finally {
      await client.invalidateQueries({ queryKey: keys.signing });
      setBusy(false);
    }
  }
  return { busy, act };
}
