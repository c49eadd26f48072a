import { Trans, useLingui } from '@lingui/react/macro';
import { MultiSelect, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '~/api/client';
import { keys } from '~/api/keys';
import { catalogueQuery } from '~/api/session';
import { changeDepartment, changeStatus, createDepartment } from '~/api/settings';
import type { Department, ReplyRules, StatusChanges, StatusSet } from '~/api/settingsTypes';
import type { Id, Status } from '~/api/types';
import { FormDialog } from '~/ui/FormDialog';
import { ReplyRuleFields } from './ReplyRuleFields';
import { StatusRows } from './StatusRows';
import { StatusSetField } from './StatusSetField';
import { statusEdits } from './statusEdits';

interface Props {
  department: Department | null;
  statuses: Status[];
  sets: StatusSet[];
  onClose: () => void;
}

/** A refusal of one status, at that status's place in the form. */
async function changeOne(id: Id, changes: StatusChanges): Promise<void> {
  try {
    await changeStatus(id, changes);
  } catch (error) {
    if (!(error instanceof ApiError) || !error.problem.errors) throw error;
    const errors = error.problem.errors.map((one) => ({ ...one, pointer: `/statuses/${id}${one.pointer}` }));
    throw new ApiError({ ...error.problem, errors }, error.retryAfter);
  }
}

export function DepartmentDialog({ department, statuses, sets, onClose }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { data: catalogue } = useQuery(catalogueQuery);
  const [members, setMembers] = useState(department?.member_ids ?? []);
  // What stood in the form when it opened stays the base of the merge, whatever arrives meanwhile.
  const [seen] = useState(() => statuses.filter((one) => one.department_id === department?.id));
  const [rows, setRows] = useState(seen);
  const [set, setSet] = useState(sets[0]);
  const [rules, setRules] = useState<ReplyRules>({
    on_customer_reply: (department ?? set)?.on_customer_reply ?? '',
    on_agent_reply: (department ?? set)?.on_agent_reply ?? '',
  });

  function choose(key: string): void {
    const chosen = sets.find((one) => one.key === key);
    if (!chosen) return;
    setSet(chosen);
    setRules({ on_customer_reply: chosen.on_customer_reply, on_agent_reply: chosen.on_agent_reply });
  }

  async function save(form: FormData): Promise<void> {
    const input = { name: String(form.get('name')).trim(), member_ids: members, ...rules };
    try {
      if (department) {
        const { name, member_ids, on_customer_reply, on_agent_reply } = department;
        await changeDepartment(department.id, input, { name, member_ids, on_customer_reply, on_agent_reply });
        for (const [id, changes] of statusEdits(seen, rows)) await changeOne(id, changes);
      } else await createDepartment({ ...input, ...(set ? { status_set: set.key } : {}) });
    } finally {
      // Some of it may be saved even if the rest was refused.
      await Promise.all(
        [keys.departments, keys.statuses, keys.catalogue].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      );
    }
  }

  return (
    <FormDialog
      title={department ? <Trans>Edit {department.name}</Trans> : <Trans>Add a department</Trans>}
      submitLabel={department ? <Trans>Save</Trans> : <Trans>Add</Trans>}
      size={620}
      onClose={onClose}
      onSubmit={save}
    >
      {(problemAt) => (
        <>
          <TextInput
            name="name"
            label={t`Name`}
            defaultValue={department?.name}
            required
            error={problemAt('/name')}
            data-autofocus
          />
          <MultiSelect
            label={t`Members`}
            data={(catalogue?.agents ?? []).map((agent) => ({ value: agent.id, label: agent.name }))}
            value={members}
            onChange={setMembers}
            searchable
            error={problemAt('/member_ids')}
          />
          {department ? (
            <StatusRows rows={rows} onChange={setRows} problemAt={problemAt} />
          ) : (
            <StatusSetField sets={sets} chosen={set?.key} onChoose={choose} />
          )}
          <ReplyRuleFields
            statuses={department ? rows : (set?.statuses ?? [])}
            rules={rules}
            onChange={setRules}
            problemAt={problemAt}
          />
        </>
      )}
    </FormDialog>
  );
}
