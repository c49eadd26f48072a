import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Tooltip } from '@mantine/core';
import { IconFlag, IconFlagFilled } from '@tabler/icons-react';
import { Hint } from '~/actions/Keys';
import { count } from '~/i18n/format';
import type { Flag as What } from './activity';
import classes from './presence.module.css';

interface Props {
  flag: What;
  open: boolean;
  onToggle: () => void;
}

/** Filled while something was not looked at, an outline afterwards: the shape says it as the colour does. */
export function Flag({ flag, open, onToggle }: Props) {
  const { t } = useLingui();
  const { others, unseen } = flag;
  const who =
    others === 0
      ? t`No other agents`
      : t`${plural(others, { one: '# other agent', other: '# other agents' })}`;
  const label = unseen ? t`${who}, unread` : t`${who}, seen`;
  return (
    <Tooltip label={<Hint name={label} of="activity" />} disabled={open}>
      <button
        type="button"
        className={classes.flag}
        data-unseen={unseen || undefined}
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={onToggle}
      >
        {unseen ? <IconFlagFilled size={14} /> : <IconFlag size={14} stroke={1.8} />}
        <span>{count(others)}</span>
      </button>
    </Tooltip>
  );
}
