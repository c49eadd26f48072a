import { useLocalStorage } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { parseSearch } from '~/features/list/filters';
import { nextAfter } from '~/features/list/shown';

export const afterSendChoices = ['stay', 'next', 'list'] as const;
export type AfterSend = (typeof afterSendChoices)[number];

/** Where a person wants to be once a message is sent. */
export function useAfterSendChoice() {
  return useLocalStorage<AfterSend>({
    key: 'tandem.after-send',
    defaultValue: 'stay',
    getInitialValueInEffect: false,
  });
}

/** Goes there; `wish` outdoes the setting. */
export function useAfterSend(number: number): (wish?: AfterSend) => void {
  const [choice] = useAfterSendChoice();
  const navigate = useNavigate();
  return (wish = choice) => {
    const next = wish === 'next' ? nextAfter(number) : null;
    if (next !== null) {
      void navigate({
        to: '/tickets/$number',
        params: { number: String(next) },
        search: (old) => parseSearch(old),
      });
    } else if (wish !== 'stay') {
      void navigate({ to: '/tickets', search: (old) => parseSearch(old) });
    }
  };
}
