import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Condition, Schemas } from '~/api/types';
import { conditionQuery } from '~/api/views';

/** What the server says of a condition that is being built, a moment after the last change. */
export function useSentence(
  condition: Condition,
  view: string,
  finished: boolean,
): Schemas['ConditionChecked'] | undefined {
  const [settled] = useDebouncedValue(condition, 300);
  const { data } = useQuery({
    ...conditionQuery(settled, view),
    enabled: finished,
    placeholderData: keepPreviousData,
  });
  return finished ? data : undefined;
}
