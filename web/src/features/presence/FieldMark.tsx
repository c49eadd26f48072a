import { useLingui } from '@lingui/react/macro';
import { Tooltip } from '@mantine/core';
import { Avatar } from '~/ui/Avatar';
import classes from './presence.module.css';

/** At a field that a colleague changes just now. */
export function FieldMark({ names }: { names: string }) {
  const { t } = useLingui();
  const words = t`${names} is editing this`;
  return (
    <Tooltip label={words}>
      <span className={classes.fieldMark} role="img" aria-label={words}>
        <Avatar name={names} kind="agent" size={18} />
      </span>
    </Tooltip>
  );
}
