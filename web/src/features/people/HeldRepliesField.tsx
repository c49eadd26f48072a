import { useLingui } from '@lingui/react/macro';
import { MultiSelect } from '@mantine/core';
import type { HeldKind } from '~/api/types';
import type { ProblemAt } from '~/ui/useProblems';

interface Props {
  value: HeldKind[];
  onChange: (kinds: HeldKind[]) => void;
  problemAt: ProblemAt;
}

/** With what no reply of the department leaves; of the rest the composer warns. */
export function HeldRepliesField({ value, onChange, problemAt }: Props) {
  const { t } = useLingui();
  const names: Record<HeldKind, string> = {
    placeholder: t`A placeholder that nothing has replaced`,
    note: t`Words of an internal note`,
    mention: t`A colleague who is called`,
    address: t`The address of another customer`,
    ticket: t`The ticket of another customer`,
    attachment: t`A promised file that is not attached`,
    recipients: t`More than ten recipients`,
    script: t`Another script than the customer’s`,
  };
  return (
    <MultiSelect
      label={t`No reply leaves with`}
      description={t`Agents are warned of all of these and may send anyway. What you choose here has to be changed first.`}
      placeholder={value.length === 0 ? t`Only warn` : ''}
      data={Object.entries(names).map(([kind, label]) => ({ value: kind, label }))}
      value={value}
      onChange={(kinds) => onChange(kinds as HeldKind[])}
      hidePickedOptions
      error={problemAt('/holds_replies_for')}
    />
  );
}
