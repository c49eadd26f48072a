import { useLingui } from '@lingui/react/macro';
import { Radio } from '@mantine/core';
import type { StatusSet } from '~/api/settingsTypes';
import { StatusMark } from '~/ui/StatusMark';
import classes from './departments.module.css';

interface Props {
  sets: StatusSet[];
  chosen: string | undefined;
  onChoose: (key: string) => void;
}

/** The statuses that a new department begins with. Names, colours and order can be changed afterwards. */
export function StatusSetField({ sets, chosen, onChoose }: Props) {
  const { t } = useLingui();
  return (
    <Radio.Group
      label={t`Statuses to begin with`}
      description={t`Names, colours and order can be changed later; which statuses there are cannot.`}
      value={chosen ?? null}
      onChange={onChoose}
    >
      <div className={classes.sets}>
        {sets.map((set) => (
          <Radio
            key={set.key}
            value={set.key}
            label={set.name}
            description={
              <span className={classes.names}>
                {set.statuses.map((status) => (
                  <span key={status.slug} className={classes.option}>
                    <StatusMark group={status.group} colour={status.colour} size={12} />
                    {status.name}
                  </span>
                ))}
              </span>
            }
          />
        ))}
      </div>
    </Radio.Group>
  );
}
