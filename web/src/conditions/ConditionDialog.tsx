import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { prepareRuleGroup, type RuleGroupType } from 'react-querybuilder';
import type { Condition } from '~/api/types';
import { conditionFieldsQuery, conditionQuery } from '~/api/views';
import { type Sort, sorts } from '~/features/list/filters';
import { useSortNames } from '~/features/list/useSortNames';
import { Failure } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import { useLayout } from '~/ui/useLayout';
import { useProblems } from '~/ui/useProblems';
import classes from './builder.module.css';
import { ConditionBuilder } from './ConditionBuilder';
import { conditionOf, together, unfinished } from './condition';
import { useSentence } from './useSentence';

export interface NamedCondition {
  name: string;
  sort: string;
  condition: Condition;
}

interface Props {
  title: string;
  start: Condition | null;
  /** Its name and order, for what is saved as a view; without it the condition filters the list. */
  view?: { name: string; sort: string };
  onClose: () => void;
  /** The list is filtered by it; null for no condition at all. */
  onApply?: (condition: Condition | null) => void;
  /** The order that a view saved from here begins with. */
  sort?: string;
  /** The view that is filtered: how many match is counted within it. */
  within?: string;
  /** What else is in force when it is saved as a view: the view that it narrows and the quick filters. */
  around?: Condition;
  /** Rejects with the server's refusal, which is then shown where it belongs. */
  onSave: (view: NamedCondition) => Promise<unknown>;
}

const blank: Condition = {
  combinator: 'and',
  rules: [{ field: 'status', operator: 'is_any_of', value: [] }],
};

/** The builder of conditions, for a filter or for a view. Nothing is lost by a slip: what was changed is asked about before it goes. */
export default function ConditionDialog({
  title,
  start,
  view,
  sort,
  within = '',
  around,
  onClose,
  onApply,
  onSave,
}: Props) {
  const { t } = useLingui();
  const phone = useLayout() === 'phone';
  const [first] = useState(() => prepared(start ?? blank));
  const [tree, setTree] = useState<Condition>(first);
  const [saving, setSaving] = useState(view !== undefined);
  const [leaving, setLeaving] = useState(false);
  const dirty = JSON.stringify(bare(tree)) !== JSON.stringify(bare(first));
  const leave = () => (dirty && !leaving ? setLeaving(true) : onClose());

  function saveAsView(): void {
    setTree(prepared(together(around, tree)));
    setSaving(true);
  }

  return (
    <Modal
      opened
      onClose={leave}
      closeOnClickOutside={false}
      title={saving && !view ? t`Save as view` : title}
      size={820}
      fullScreen={phone}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <ConditionForm
        key={saving ? 'view' : 'filter'}
        tree={tree}
        onTree={setTree}
        within={within}
        view={saving ? (view ?? { name: '', sort: sort ?? '' }) : null}
        onApply={onApply}
        onSaveAsView={saveAsView}
        onSave={onSave}
        onClose={onClose}
        leave={leave}
        leaving={leaving}
        stay={() => setLeaving(false)}
      />
    </Modal>
  );
}

/** With the builder's marks, so that no rule is made anew while it is edited. */
const prepared = (tree: Condition) => prepareRuleGroup(structuredClone(tree) as RuleGroupType) as Condition;

/** Without the builder's own marks. */
const bare = (tree: Condition) =>
  JSON.parse(
    JSON.stringify(tree, (key, value) => (key === 'id' || key === 'valueSource' ? undefined : value)),
  );

interface FormProps {
  tree: Condition;
  onTree: (tree: Condition) => void;
  within: string;
  view: { name: string; sort: string } | null;
  onApply: Props['onApply'];
  onSaveAsView: () => void;
  onSave: Props['onSave'];
  onClose: () => void;
  leave: () => void;
  leaving: boolean;
  stay: () => void;
}

function ConditionForm(props: FormProps) {
  const { tree, onTree, within, view, onApply, onSaveAsView, onSave, onClose, leave, leaving, stay } = props;
  const { t } = useLingui();
  const { data: catalogue, error, refetch } = useQuery(conditionFieldsQuery);
  const fields = useMemo(
    () => new Map((catalogue?.fields ?? []).map((field) => [field.key, field])),
    [catalogue],
  );
  const client = useQueryClient();
  const refusal = useProblems();
  const sortNames = useSortNames();
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const condition = useMemo(() => conditionOf(tree, fields), [tree, fields]);
  const open = unfinished(condition);
  const checked = useSentence(condition, view ? '' : within, catalogue !== undefined && open.length === 0);
  const problems = new Map((checked?.problems ?? []).map((one) => [one.pointer, one.detail]));
  if (tried) for (const pointer of open) problems.set(pointer, t`A value is missing.`);

  /** Whether it may go on; else it shows where not. Asked of the server, since what is on screen may be a moment old. */
  async function settled(): Promise<boolean> {
    setTried(true);
    if (open.length > 0) return false;
    try {
      return (await client.fetchQuery(conditionQuery(condition, view ? '' : within))).problems.length === 0;
    } catch (caught) {
      refusal.take(caught);
      return false;
    }
  }

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    event.stopPropagation();
    const form = event.currentTarget;
    if (!view) {
      if (tree.rules.length === 0) onApply?.(null);
      else if (await settled()) onApply?.(condition);
      return;
    }
    const typed = new FormData(form);
    refusal.clear();
    if (!(await settled())) return;
    setBusy(true);
    try {
      const name = String(typed.get('name') ?? '').trim();
      await onSave({ name, sort: String(typed.get('sort') || view.sort || '-updated'), condition });
      onClose();
    } catch (caught) {
      refusal.take(caught, form);
    } finally {
      setBusy(false);
    }
  }

  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!catalogue)
    return (
      <p role="status" className="sr-only">
        <Trans>Loading</Trans>
      </p>
    );
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      {view ? (
        <div className={classes.named}>
          <TextInput
            name="name"
            label={t({ message: 'Name', context: 'of a thing' })}
            defaultValue={view.name}
            maxLength={80}
            error={refusal.at('/name')}
            data-autofocus
            autoFocus
          />
          <Select
            name="sort"
            label={t`Sort`}
            data={sorts.map((sort: Sort) => ({ value: sort, label: sortNames[sort] }))}
            defaultValue={sorts.find((sort) => sort === view.sort) ?? '-updated'}
            allowDeselect={false}
          />
        </div>
      ) : null}
      <ConditionBuilder
        catalogue={catalogue}
        fields={fields}
        tree={tree}
        problems={problems}
        onChange={onTree}
      />
      <p className={classes.sentence} role="status">
        {checked && checked.problems.length === 0 ? (
          <>
            <strong>{checked.sentence}</strong>
            {checked.count === null ? null : (
              <>
                {' · '}
                {checked.capped ? (
                  <Trans>more than {checked.count} tickets now</Trans>
                ) : (
                  <Plural value={checked.count} one="# ticket now" other="# tickets now" />
                )}
              </>
            )}
          </>
        ) : (
          <Trans>Fill in every rule to see here what it means.</Trans>
        )}
      </p>
      <FormAlert>{refusal.rest()}</FormAlert>
      {leaving ? (
        <p className={classes.leaving} role="alert">
          <span>
            <Trans>What you changed here is not applied yet.</Trans>
          </span>
          <Button variant="default" onClick={stay}>
            <Trans>Keep editing</Trans>
          </Button>
          <Button color="red" onClick={onClose}>
            <Trans>Discard</Trans>
          </Button>
        </p>
      ) : null}
      <div className={classes.actions}>
        <Button variant="default" onClick={leave}>
          <Trans>Cancel</Trans>
        </Button>
        {view ? (
          <Button type="submit" loading={busy}>
            <Trans>Save</Trans>
          </Button>
        ) : (
          <>
            <Button variant="default" onClick={async () => (await settled()) && onSaveAsView()}>
              <Trans>Save as view…</Trans>
            </Button>
            <Button type="submit">
              <Trans>Apply</Trans>
            </Button>
          </>
        )}
      </div>
    </form>
  );
}
