import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, Checkbox, SegmentedControl, Select } from '@mantine/core';
import { IconFolderPlus, IconPlus, IconTrash } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import type {
  ActionProps,
  CombinatorSelectorProps,
  FieldSelectorProps,
  NotToggleProps,
  OperatorSelectorProps,
} from 'react-querybuilder';
import classes from './builder.module.css';
import { useField, useProblemAt } from './Problems';

/** One less than the server takes, since a view stands around what is asked of it. */
const deepest = 6;

interface Topic {
  label: string;
  options: { value?: string; name: string; label: string }[];
}

/** The field that a rule asks, below the headings of the catalogue. */
export function FieldSelector({ value, options, path, handleOnChange }: FieldSelectorProps) {
  const { t } = useLingui();
  const problem = useProblemAt(path);
  const field = useField(value ?? '');
  const groups = (options as unknown as Topic[]).map((topic) => ({
    group: topic.label,
    items: topic.options.map((one) => ({ value: one.name, label: one.label })),
  }));
  const known = groups.some((group) => group.items.some((item) => item.value === value));
  // A field that is gone keeps its name on screen, so that one sees which rule it is.
  const gone = known || !value ? [] : [{ group: t`Gone`, items: [{ value, label: value }] }];
  return (
    <Select
      aria-label={t`Field`}
      className={classes.field}
      size="xs"
      data={[...gone, ...groups]}
      value={value ?? null}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t`Nothing found`}
      error={problem !== undefined && field === undefined}
      maxDropdownHeight={280}
      data-rule-field
      onChange={(chosen) => chosen && handleOnChange(chosen)}
    />
  );
}

export function OperatorSelector({ value, field: key, handleOnChange }: OperatorSelectorProps) {
  const { t } = useLingui();
  const field = useField(key);
  const data = (field?.operators ?? []).map((one) => ({ value: one.name, label: one.label }));
  const known = data.some((one) => one.value === value);
  return (
    <Select
      aria-label={t`Comparison`}
      className={classes.operator}
      size="xs"
      data={known || !value ? data : [...data, { value, label: value }]}
      value={value ?? null}
      allowDeselect={false}
      onChange={(chosen) => chosen && handleOnChange(chosen)}
    />
  );
}

export function CombinatorSelector({ value, handleOnChange }: CombinatorSelectorProps) {
  const { t } = useLingui();
  return (
    <SegmentedControl
      aria-label={t`How many of these rules must hold`}
      size="xs"
      data={[
        { value: 'and', label: t`All of these` },
        { value: 'or', label: t`Any of these` },
      ]}
      value={value === 'or' ? 'or' : 'and'}
      onChange={handleOnChange}
    />
  );
}

export function NotToggle({ checked, handleOnChange }: NotToggleProps) {
  return (
    <Checkbox
      size="xs"
      label={<Trans>not</Trans>}
      checked={checked ?? false}
      onChange={(event) => handleOnChange(event.currentTarget.checked)}
    />
  );
}

/** The caret goes to what has just been added. */
function add(event: MouseEvent, handleOnClick: ActionProps['handleOnClick']): void {
  const group = event.currentTarget.closest('[data-condition-group]');
  handleOnClick(event);
  requestAnimationFrame(() => {
    const fields = group?.querySelectorAll<HTMLElement>('input[data-rule-field]');
    fields?.item(fields.length - 1)?.focus();
  });
}

export function AddRule({ handleOnClick }: ActionProps) {
  return (
    <Button
      variant="default"
      size="compact-xs"
      leftSection={<IconPlus size={13} stroke={2} />}
      data-add-rule
      onClick={(event) => add(event, handleOnClick)}
    >
      <Trans>Rule</Trans>
    </Button>
  );
}

export function AddGroup({ handleOnClick, level }: ActionProps) {
  if (level >= deepest) return null;
  return (
    <Button
      variant="default"
      size="compact-xs"
      leftSection={<IconFolderPlus size={13} stroke={1.6} />}
      onClick={(event) => add(event, handleOnClick)}
    >
      <Trans>Group</Trans>
    </Button>
  );
}

/** The caret stays near what has been taken away. */
function remove(event: MouseEvent, handleOnClick: ActionProps['handleOnClick'], levels: number): void {
  let group = event.currentTarget.closest('[data-condition-group]');
  for (let level = 0; level < levels; level += 1)
    group = group?.parentElement?.closest('[data-condition-group]') ?? group;
  handleOnClick(event);
  requestAnimationFrame(() => group?.querySelector<HTMLElement>('[data-add-rule]')?.focus());
}

export function RemoveRule({ handleOnClick }: ActionProps) {
  const { t } = useLingui();
  return (
    <ActionIcon aria-label={t`Remove this rule`} onClick={(event) => remove(event, handleOnClick, 0)}>
      <IconTrash size={15} stroke={1.6} />
    </ActionIcon>
  );
}

export function RemoveGroup({ handleOnClick }: ActionProps) {
  const { t } = useLingui();
  return (
    <ActionIcon aria-label={t`Remove this group`} onClick={(event) => remove(event, handleOnClick, 1)}>
      <IconTrash size={15} stroke={1.6} />
    </ActionIcon>
  );
}
