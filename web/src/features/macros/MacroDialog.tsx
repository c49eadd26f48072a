import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal, MultiSelect, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { keys } from '~/api/keys';
import {
  changeMacro,
  createMacro,
  deleteMacro,
  type Macro,
  type MacroStep,
  macroActionsQuery,
} from '~/api/macros';
import { catalogueQuery, meQuery } from '~/api/session';
import type { Id } from '~/api/types';
import { FormAlert } from '~/ui/FormAlert';
import form from '~/ui/FormDialog.module.css';
import { useProblems } from '~/ui/useProblems';
import classes from './macros.module.css';
import { StepRow } from './StepRow';

/** A step under a key of its own, so that a row keeps its caret when another one goes. */
interface Row {
  key: number;
  step: MacroStep;
}

const first: MacroStep = { action: 'write_text', value: { visibility: 'public', body_html: '' } };

export function MacroDialog({ macro, onClose }: { macro: Macro | null; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const { data: catalogue } = useQuery(catalogueQuery);
  const { data: made } = useQuery(macroActionsQuery);
  const problems = useProblems();
  const [saved, setSaved] = useState(macro);
  const [name, setName] = useState(macro?.name ?? '');
  const [active, setActive] = useState(macro?.active ?? true);
  const [scope, setScope] = useState(macro?.personal === false ? 'public' : 'personal');
  const [teams, setTeams] = useState<Id[]>(macro?.team_ids ?? []);
  const next = useRef(0);
  const row = (step: MacroStep): Row => ({ key: next.current++, step });
  const [rows, setRows] = useState<Row[]>(() => (macro?.steps ?? [first]).map(row));
  const [busy, setBusy] = useState(false);
  const [sure, setSure] = useState(false);
  const readOnly = macro ? !macro.editable : false;
  const mayShare = me?.role === 'admin' || me?.role === 'manager' || me?.role === 'supervisor';
  const mine = me?.role === 'supervisor' ? new Set(me.teams.map((team) => team.id)) : null;
  const offeredTeams = (catalogue?.teams ?? []).filter((team) => !mine || mine.has(team.id));
  const left = (made?.actions ?? []).filter((one) => !rows.some(({ step }) => step.action === one.name));

  async function save(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    event.stopPropagation();
    const place = event.currentTarget;
    const steps = rows.map(({ step }) => step);
    setBusy(true);
    problems.clear();
    try {
      const shared = scope === 'public';
      const fresh = saved
        ? await changeMacro(
            saved.id,
            { name: name.trim(), steps, active, ...(shared ? { team_ids: teams } : {}) },
            { name: saved.name, steps: saved.steps, active: saved.active },
          )
        : await createMacro({ name: name.trim(), steps, public: shared, team_ids: shared ? teams : [] });
      await client.invalidateQueries({ queryKey: keys.macros });
      // What will not work is told where it can still be mended.
      if (fresh.warnings.length > 0) setSaved(fresh);
      else onClose();
    } catch (caught) {
      problems.take(caught, place);
    } finally {
      setBusy(false);
    }
  }

  async function remove(): Promise<void> {
    if (!saved) return;
    setBusy(true);
    try {
      await deleteMacro(saved.id);
      await client.invalidateQueries({ queryKey: keys.macros });
      onClose();
    } catch (caught) {
      problems.take(caught, document.createElement('form'));
      setBusy(false);
    }
  }

  const title = !macro ? (
    <Trans>Write a macro</Trans>
  ) : readOnly ? (
    macro.name
  ) : (
    <Trans>Edit {macro.name}</Trans>
  );
  return (
    <Modal opened onClose={onClose} title={title} size={720} closeButtonProps={{ 'aria-label': t`Close` }}>
      <form onSubmit={(event) => void save(event)} className={form.form} noValidate>
        <TextInput
          name="name"
          label={t({ message: 'Name', context: 'of a thing' })}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          readOnly={readOnly}
          error={problems.at('/name')}
          data-autofocus
        />
        {mayShare && !macro ? (
          <SegmentedControl
            aria-label={t`For whom`}
            value={scope}
            onChange={setScope}
            data={[
              { value: 'personal', label: t`Only me` },
              { value: 'public', label: t`Others too` },
            ]}
          />
        ) : null}
        {scope === 'public' ? (
          <MultiSelect
            label={t`Kept for these teams`}
            description={mine ? undefined : t`Empty: everybody may use it.`}
            data={offeredTeams.map((team) => ({ value: team.id, label: team.name }))}
            value={teams}
            onChange={setTeams}
            readOnly={readOnly}
            error={problems.at('/team_ids')}
          />
        ) : null}
        <fieldset className={classes.steps} disabled={readOnly}>
          <legend>
            <Trans>What it does</Trans>
          </legend>
          {rows.map(({ key, step }, index) => (
            <StepRow
              key={key}
              step={step}
              label={made?.actions.find((one) => one.name === step.action)?.label ?? step.action}
              placeholders={made?.placeholders ?? []}
              readOnly={readOnly}
              problem={problems.at(`/steps/${index}/value`) ?? problems.at(`/steps/${index}/value/body_html`)}
              onChange={(value) =>
                setRows((now) =>
                  now.map((one) => (one.key === key ? { key, step: { ...step, value } } : one)),
                )
              }
              onRemove={() => setRows((now) => now.filter((one) => one.key !== key))}
            />
          ))}
        </fieldset>
        {left.length > 0 && !readOnly ? (
          <Select
            aria-label={t`Add an action`}
            placeholder={t`Add an action`}
            leftSection={<IconPlus size={15} />}
            data={left.map((one) => ({ value: one.name, label: one.label }))}
            value={null}
            onChange={(action) => action && setRows([...rows, row(fresh(action as MacroStep['action']))])}
            error={problems.at('/steps')}
          />
        ) : null}
        {macro && !readOnly ? (
          <Switch
            label={t`Offered in tickets`}
            checked={active}
            onChange={(event) => setActive(event.currentTarget.checked)}
          />
        ) : null}
        {saved && saved.warnings.length > 0 ? (
          <ul className={classes.warnings} role="alert">
            {saved.warnings.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        ) : null}
        <FormAlert>{problems.rest()}</FormAlert>
        {readOnly ? null : (
          <div className={form.actions}>
            {macro ? (
              <Button
                variant="subtle"
                color="red"
                mr="auto"
                loading={busy && sure}
                onClick={() => (sure ? void remove() : setSure(true))}
              >
                {sure ? <Trans>Really delete it?</Trans> : <Trans>Delete</Trans>}
              </Button>
            ) : null}
            <Button variant="default" onClick={onClose}>
              {saved && saved !== macro ? <Trans>Close</Trans> : <Trans>Cancel</Trans>}
            </Button>
            <Button type="submit" loading={busy && !sure}>
              <Trans>Save</Trans>
            </Button>
          </div>
        )}
      </form>
    </Modal>
  );
}

/** How an action begins that was just added. */
function fresh(action: MacroStep['action']): MacroStep {
  const begins: Partial<Record<MacroStep['action'], unknown>> = {
    write_text: first.value,
    set_owner: 'current_agent',
    set_team: 'my_team',
    set_status: '',
    set_priority: 'high',
    set_due: '1d',
    add_tags: [],
    remove_tags: [],
  };
  return { action, value: begins[action] ?? null };
}
