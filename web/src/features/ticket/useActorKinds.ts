import { useLingui } from '@lingui/react/macro';
import type { TicketEvent } from '~/api/types';

export type ActorKind = TicketEvent['actor']['kind'];

/** Who acted, where no name is known or none applies. */
export function useActorKinds(): Record<ActorKind, string> {
  const { t } = useLingui();
  return {
    agent: t({ message: 'Agent', context: 'actor' }),
    customer: t({ message: 'Customer', context: 'actor' }),
    system: t({ message: 'System', context: 'actor' }),
    rule: t({ message: 'Rule', context: 'actor' }),
    import: t({ message: 'Import', context: 'actor' }),
  };
}
