import { useLingui } from '@lingui/react/macro';
import { MultiSelect, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { catalogueQuery } from '~/api/session';
import type { ConversationKind, Id } from '~/api/types';
import type { ProblemAt } from '~/ui/useProblems';

interface DepartmentProps {
  value: Id;
  onChange: (id: Id) => void;
  description?: ReactNode;
  problemAt: ProblemAt;
}

/** One of the departments. */
export function DepartmentField({ value, onChange, description, problemAt }: DepartmentProps) {
  const { t } = useLingui();
  const { data: catalogue } = useQuery(catalogueQuery);
  return (
    <Select
      label={t`Department`}
      description={description}
      data={(catalogue?.departments ?? []).map((one) => ({ value: one.id, label: one.name }))}
      value={value}
      onChange={(id) => onChange(id ?? value)}
      allowDeselect={false}
      error={problemAt('/department_id')}
    />
  );
}

interface MembersProps {
  value: Id[];
  onChange: (ids: Id[]) => void;
  /** Only those who are there, beside the members of now. */
  inDepartment?: Id;
  problemAt: ProblemAt;
}

/** Colleagues, by name. */
export function MembersField({ value, onChange, inDepartment, problemAt }: MembersProps) {
  const { t } = useLingui();
  const { data: catalogue } = useQuery(catalogueQuery);
  const agents = (catalogue?.agents ?? []).filter(
    (agent) => !inDepartment || agent.department_ids.includes(inDepartment) || value.includes(agent.id),
  );
  return (
    <MultiSelect
      label={t`Members`}
      data={agents.map((agent) => ({ value: agent.id, label: agent.name }))}
      value={value}
      onChange={onChange}
      searchable
      error={problemAt('/member_ids')}
    />
  );
}

interface KindProps {
  value: ConversationKind;
  onChange: (kind: ConversationKind) => void;
  problemAt: ProblemAt;
}

/** What a further conversation on a ticket is unless its author chooses otherwise. */
export function ConversationKindField({ value, onChange, problemAt }: KindProps) {
  const { t } = useLingui();
  return (
    <Select
      label={t`New conversations begin as`}
      description={t`Whoever starts one can choose otherwise. Internal ones are never mailed to a customer.`}
      data={[
        { value: 'internal', label: t`Internal` },
        { value: 'customer', label: t`Customer reply` },
      ]}
      value={value}
      onChange={(kind) => onChange((kind as ConversationKind | null) ?? value)}
      allowDeselect={false}
      error={problemAt('/new_conversation')}
    />
  );
}
