import { useLingui } from '@lingui/react/macro';
import { MultiSelect } from '@mantine/core';
import type { ReviewedKind } from '~/api/types';
import type { ProblemAt } from '~/ui/useProblems';

interface Props {
  value: ReviewedKind[];
  onChange: (kinds: ReviewedKind[]) => void;
  problemAt: ProblemAt;
}

/** What colleagues did that no reply of the department leaves over unseen; messages always count. */
export function ReviewedField({ value, onChange, problemAt }: Props) {
  const { t } = useLingui();
  const names: Record<ReviewedKind, string> = {
    note: t`Internal notes`,
    status: t`Status and snoozing`,
    assignment: t`Owner, team or department`,
    field: t`Other fields`,
  };
  return (
    <MultiSelect
      label={t`Also review before a reply leaves`}
      description={t`Public messages always are. So is what you choose here, if a colleague did it meanwhile.`}
      placeholder={value.length === 0 ? t`Nothing more` : ''}
      data={Object.entries(names).map(([kind, label]) => ({ value: kind, label }))}
      value={value}
      onChange={(kinds) => onChange(kinds as ReviewedKind[])}
      hidePickedOptions
      error={problemAt('/reviewed_before_reply')}
    />
  );
}
