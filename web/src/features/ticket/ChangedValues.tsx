import { useLingui } from '@lingui/react/macro';
import { IconArrowRight } from '@tabler/icons-react';
import type { FieldName, TicketEvent } from '~/api/types';

/** The fields whose values mean something to people; others, like the state of a delivery, are told by the sentence. */
const editable = new Set<string>([
  'subject',
  'status',
  'priority',
  'type',
  'owner',
  'team',
  'department',
  'due_at',
  'tags',
  'cc',
  'followers',
  'requester',
] satisfies FieldName[]);

/** Most sentences name both values already. */
function told({ sentence, old_label: before, new_label: after }: TicketEvent): boolean {
  return [before, after].every((label) => !label || sentence.includes(label));
}

/** From what to what a field was changed, where the sentence does not say it. */
export function ChangedValues({ event, className }: { event: TicketEvent; className: string | undefined }) {
  const { t } = useLingui();
  if (event.field === null || !editable.has(event.field) || told(event)) return null;
  return (
    <p className={className}>
      <del>{event.old_label || t`empty`}</del>
      <IconArrowRight size={13} stroke={1.6} aria-label={t`changed to`} />
      <ins>{event.new_label || t`empty`}</ins>
    </p>
  );
}
