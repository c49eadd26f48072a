import { Tooltip } from '@mantine/core';
import { IconClock, IconLock, IconPencil } from '@tabler/icons-react';
import { Avatar } from '~/ui/Avatar';
import { doing } from './people';
import classes from './presence.module.css';
import { useNames, useStateWords } from './useStateWords';
import type { Present } from './wire';

/** The picture itself: what somebody does is told by its frame, by a sign at its corner and by words. */
export function Picture({ one, size, leased }: { one: Present; size: number; leased: boolean }) {
  const name = useNames()(one.person);
  const does = doing(one);
  const kind = does === 'draft' ? (one.reply_since ? 'reply' : 'note') : does;
  return (
    <span className={classes.picture} data-doing={does} data-kind={kind}>
      <Avatar name={name} kind="agent" size={size} />
      <Sign does={does} leased={leased} />
    </span>
  );
}

function Sign({ does, leased }: { does: ReturnType<typeof doing>; leased: boolean }) {
  const icon = { size: 9, stroke: 2.4 };
  if (does === 'reply' || does === 'note') {
    return (
      <span className={classes.dots} aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
    );
  }
  const sign =
    does === 'idle' ? (
      <IconClock {...icon} />
    ) : does === 'field' || does === 'draft' ? (
      <IconPencil {...icon} />
    ) : leased ? (
      <IconLock {...icon} />
    ) : null;
  return sign ? (
    <span className={classes.sign} aria-hidden="true">
      {sign}
    </span>
  ) : null;
}

/** In the header: a button with name and state, which opens the window. */
export function PictureButton({
  one,
  leased,
  onOpen,
}: {
  one: Present;
  leased: boolean;
  onOpen: () => void;
}) {
  const name = useNames()(one.person);
  const words = useStateWords()(one);
  return (
    <Tooltip label={`${name}: ${words}`} events={{ hover: true, focus: true, touch: false }} openDelay={150}>
      <button type="button" className={classes.who} aria-label={`${name}: ${words}`} onClick={onOpen}>
        <Picture one={one} size={hasLeft(one) ? 20 : 26} leased={leased} />
      </button>
    </Tooltip>
  );
}

/** Whoever left is shown smaller. */
const hasLeft = (one: Present) => one.state === 'left';
