import { useLingui } from '@lingui/react/macro';
import { Select } from '@mantine/core';
import type { ReplyRules } from '~/api/settingsTypes';
import type { Status } from '~/api/types';
import { StatusMark } from '~/ui/StatusMark';
import classes from './departments.module.css';

interface Props {
  statuses: Pick<Status, 'slug' | 'name' | 'group' | 'colour' | 'final'>[];
  rules: ReplyRules;
  onChange: (rules: ReplyRules) => void;
  problemAt: (pointer: string) => string | undefined;
}

/** Which status a message sets by itself. Internal notes never change one. */
export function ReplyRuleFields({ statuses, rules, onChange, problemAt }: Props) {
  const { t } = useLingui();
  const bySlug = new Map(statuses.map((status) => [status.slug, status]));
  const options = [
    { value: '', label: t`Leave as it is` },
    ...statuses
      .filter((status) => !status.final)
      .map((status) => ({ value: status.slug, label: status.name || status.slug })),
  ];
  const mark = (slug: string) => {
    const status = bySlug.get(slug);
    return status ? <StatusMark group={status.group} colour={status.colour} /> : null;
  };
  const field = (name: keyof ReplyRules, label: string, description: string) => (
    <Select
      label={label}
      description={description}
      data={options}
      value={rules[name]}
      onChange={(slug) => onChange({ ...rules, [name]: slug ?? '' })}
      allowDeselect={false}
      leftSection={mark(rules[name])}
      renderOption={({ option }) => (
        <span className={classes.option}>
          {mark(option.value)}
          {option.label}
        </span>
      )}
      error={problemAt(`/${name}`)}
    />
  );
  return (
    <div className={classes.rules}>
      {field(
        'on_customer_reply',
        t`A customer's message sets`,
        t`When a ticket that is on hold or closed gets an answer.`,
      )}
      {field(
        'on_agent_reply',
        t`An agent's reply sets`,
        t`Unless the agent chooses another status with the send button.`,
      )}
    </div>
  );
}
