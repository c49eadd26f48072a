import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Select, TagsInput, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { MacroStep } from '~/api/macros';
import { catalogueQuery } from '~/api/session';
import { priorityNames, typeNames } from '~/ui/names';
import classes from './macros.module.css';
import { TextStep, type TextValue } from './TextStep';
import { useMacroWords } from './useMacroWords';

interface Props {
  step: MacroStep;
  label: string;
  placeholders: { name: string; label: string }[];
  readOnly: boolean;
  problem: string | undefined;
  onChange: (value: unknown) => void;
  onRemove: () => void;
}

/** One thing that a macro does: its name, what its value is asked with, and a way out. */
export function StepRow({ step, label, placeholders, readOnly, problem, onChange, onRemove }: Props) {
  const { t } = useLingui();
  const remove = readOnly ? null : (
    <ActionIcon aria-label={t`Remove: ${label}`} onClick={onRemove}>
      <IconX size={15} stroke={1.8} />
    </ActionIcon>
  );
  if (step.action === 'write_text') {
    return (
      <div className={classes.step} data-wide>
        <TextStep
          label={label}
          value={step.value as TextValue}
          placeholders={placeholders}
          readOnly={readOnly}
          problem={problem}
          onChange={onChange}
        />
        {remove}
      </div>
    );
  }
  return (
    <div className={classes.step}>
      <span>{label}</span>
      <Value step={step} label={label} readOnly={readOnly} problem={problem} onChange={onChange} />
      {remove}
    </div>
  );
}

type ValueProps = Pick<Props, 'step' | 'label' | 'readOnly' | 'problem' | 'onChange'>;

function Value({ step, label, readOnly, problem, onChange }: ValueProps) {
  const { t } = useLingui();
  const { data: catalogue } = useQuery(catalogueQuery);
  const choices = useChoices(step.action);
  const common = { 'aria-label': label, readOnly, error: problem };
  if (step.action === 'add_tags' || step.action === 'remove_tags') {
    const tags = Array.isArray(step.value) ? step.value.map(String) : [];
    return <TagsInput {...common} data={catalogue?.tags ?? []} value={tags} onChange={onChange} />;
  }
  if (step.action === 'set_due') {
    return (
      <TextInput
        {...common}
        description={t`From now on: 30m, 4h or 2d. Empty takes the due time away.`}
        value={String(step.value ?? '')}
        onChange={(event) => onChange(event.currentTarget.value.trim() || null)}
      />
    );
  }
  return (
    <Select
      {...common}
      data={choices}
      value={String(step.value ?? '')}
      onChange={(value) => onChange(step.action === 'set_type' && value === '' ? null : value)}
      allowDeselect={false}
      searchable={choices.length > 9}
    />
  );
}

function useChoices(action: MacroStep['action']): { value: string; label: string }[] {
  const { t, i18n } = useLingui();
  const { data } = useQuery(catalogueQuery);
  const { special } = useMacroWords();
  const named = (value: string) => ({ value, label: special[value] ?? value });
  switch (action) {
    case 'set_owner':
      return [
        named('current_agent'),
        named('nobody'),
        ...(data?.agents ?? [])
          .filter((agent) => agent.active && agent.role !== 'light_agent')
          .map((agent) => ({ value: agent.id, label: agent.name })),
      ];
    case 'set_team':
      return [
        named('my_team'),
        named('no_team'),
        ...(data?.teams ?? []).map((team) => ({ value: team.id, label: team.name })),
      ];
    case 'set_status': {
      const slugs = new Map((data?.statuses ?? []).map((status) => [status.slug, status.name]));
      return [...slugs].map(([value, label]) => ({ value, label }));
    }
    case 'set_priority':
      return (data?.priorities ?? []).map((value) => ({ value, label: i18n._(priorityNames[value]) }));
    case 'set_type':
      return [
        { value: '', label: t({ message: 'None', context: 'ticket type' }) },
        ...(data?.types ?? []).map((value) => ({ value, label: i18n._(typeNames[value]) })),
      ];
    default:
      return [];
  }
}
