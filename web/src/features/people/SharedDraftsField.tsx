import { useLingui } from '@lingui/react/macro';
import { Select } from '@mantine/core';
import type { ProblemAt } from '~/ui/useProblems';

interface Props {
  value: boolean;
  onChange: (shared: boolean) => void;
  problemAt: ProblemAt;
}

/** That somebody writes is always seen; what they write is a choice of the department. */
export function SharedDraftsField({ value, onChange, problemAt }: Props) {
  const { t } = useLingui();
  return (
    <Select
      label={t`Unfinished texts`}
      description={t`Colleagues always see that somebody is writing, and can ask for the text.`}
      data={[
        { value: 'shared', label: t`Colleagues may read them and go on with them` },
        { value: 'own', label: t`Only their author reads them` },
      ]}
      value={value ? 'shared' : 'own'}
      onChange={(chosen) => onChange(chosen === 'shared')}
      allowDeselect={false}
      error={problemAt('/shares_drafts')}
    />
  );
}
