import { useState } from 'react';
import { matchesOf } from '~/api/tickets';
import { useWords } from '~/ui/Failure';
import { type ListSearch, toFilters } from '../filters';
import { afterwards, type Chosen, chooseEvery, currentSelection } from '../selection';

/** The way from what is loaded to all of the list: the server names the tickets once, and they stay what is selected. */
export function useEvery(search: ListSearch, rows: readonly Chosen[], further: boolean) {
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function gather(): Promise<void> {
    const before = currentSelection();
    setBusy(true);
    setProblem(null);
    try {
      const { results, more } = await matchesOf(toFilters(search));
      // Changed or cleared meanwhile, or another list: the agent's last word counts.
      if (currentSelection() === before) chooseEvery(results, more);
    } catch (error) {
      setProblem(words(error));
    } finally {
      setBusy(false);
    }
  }

  return { next: () => afterwards(currentSelection(), rows, further), gather, busy, problem };
}
