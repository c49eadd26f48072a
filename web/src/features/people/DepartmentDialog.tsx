import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { ApiError } from '~/api/client';
import { keys } from '~/api/keys';
import { changeDepartment, changeStatus, createDepartment } from '~/api/settings';
import type { Department, ReplyRules, StatusChanges, StatusSet } from '~/api/settingsTypes';
import type { Id, Status } from '~/api/types';
import type { TextOf } from '~/ui/FormDialog';
import { NameField, RecordDialog } from '~/ui/RecordDialog';
import { ConversationKindField, MembersField } from './fields';
import { HeldRepliesField } from './HeldRepliesField';
import { ReplyRuleFields } from './ReplyRuleFields';
import { ReviewedField } from './ReviewedField';
import { SharedDraftsField } from './SharedDraftsField';
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
  const [members, setMembers] = useState(department?.member_ids ?? []);
  // What stood in the form when it opened stays the base of the merge, whatever arrives meanwhile.
  const [seen] = useState(() => statuses.filter((one) => one.department_id === department?.id));
  const [rows, setRows] = useState(seen);
  const [set, setSet] = useState(sets[0]);
  const [rules, setRules] = useState<ReplyRules>({
    on_customer_reply: (department ?? set)?.on_customer_reply ?? '',
    on_agent_reply: (department ?? set)?.on_agent_reply ?? '',
  });

  const [kind, setKind] = useState(department?.new_conversation ?? 'internal');
  const [held, setHeld] = useState(department?.holds_replies_for ?? []);
  const [reviewed, setReviewed] = useState(department?.reviewed_before_reply ?? []);
  const [shared, setShared] = useState(department?.shares_drafts ?? true);

  function choose(key: string): void {
    const chosen = sets.find((one) => one.key === key);
    if (!chosen) return;
    setSet(chosen);
    setRules({ on_customer_reply: chosen.on_customer_reply, on_agent_reply: chosen.on_agent_reply });
  }

  async function save(text: TextOf): Promise<void> {
    const input = {
      name: text('name'),
      member_ids: members,
      ...rules,
      new_conversation: kind,
      holds_replies_for: held,
      reviewed_before_reply: reviewed,
      shares_drafts: shared,
    };
    if (department) {
      const { id: _id, ...base } = department;
      await changeDepartment(department.id, input, base);
      for (const [id, changes] of statusEdits(seen, rows)) await changeOne(id, changes);
    } else await createDepartment({ ...input, ...(set ? { status_set: set.key } : {}) });
  }

  return (
    <RecordDialog
      edited={department?.name ?? null}
      addTitle={<Trans>Add a department</Trans>}
      size={620}
      stale={[keys.departments, keys.statuses, keys.catalogue]}
      onClose={onClose}
      onSave={save}
    >
      {(problemAt) => (
        <>
          <NameField name={department?.name} problemAt={problemAt} />
          <MembersField value={members} onChange={setMembers} problemAt={problemAt} />
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
          <ConversationKindField value={kind} onChange={setKind} problemAt={problemAt} />
          <HeldRepliesField value={held} onChange={setHeld} problemAt={problemAt} />
          <ReviewedField value={reviewed} onChange={setReviewed} problemAt={problemAt} />
          <SharedDraftsField value={shared} onChange={setShared} problemAt={problemAt} />
        </>
      )}
    </RecordDialog>
  );
}
