import { useLingui } from '@lingui/react/macro';
import { Drawer, Popover } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useShortcut } from '~/actions/useShortcut';
import type { Ticket } from '~/api/types';
import { EarlierTalks, GroupTalk, TalkTo } from '~/features/chat/TalkButtons';
import { useLayout } from '~/ui/useLayout';
import { flagOf } from './activity';
import { CollisionWindow } from './CollisionWindow';
import { Flag } from './Flag';
import { PictureButton } from './Picture';
import { inHeader, isHere, others } from './people';
import classes from './presence.module.css';
import { change, mark, serverNow, useKnown } from './store';
import { useTick } from './times';

/** Where the header is narrow the subject needs the room: so many pictures stand there, by the style sheet. */
const fewer = 2;

function More({ count, narrow, onOpen }: { count: number; narrow?: boolean; onOpen: () => void }) {
  const { t } = useLingui();
  return count === 0 ? null : (
    <button
      type="button"
      className={classes.more}
      data-narrow={narrow}
      aria-label={t`${count} more`}
      onClick={onOpen}
    >
      +{count}
    </button>
  );
}

/** Who else is here, beside the ticket's subject; the flag says whether there is something to look at. */
export function HeaderPresence({ ticket }: { ticket: Ticket }) {
  const { t } = useLingui();
  const known = useKnown();
  const phone = useLayout() === 'phone';
  const group = useRef<HTMLElement>(null);
  useTick();
  const open = known?.window ?? false;
  const all = known?.presence ? others(known.presence, known.me) : [];
  const here = all.filter(isHere);
  const rows = known?.rows ?? [];
  // What is in front of one's eyes has been noticed.
  useEffect(() => {
    if (!open) return;
    mark(
      'noticed',
      rows.map((row) => row.id),
    );
    mark(
      'met',
      here.map((one) => one.person),
    );
  });
  const toggle = (next: boolean) => change({ window: next });
  useShortcut('activity', () => toggle(!open));
  useShortcut('who', () => {
    const first = group.current?.querySelector<HTMLElement>('button');
    if (first) first.focus();
    else toggle(true);
  });

  const flag = known?.visit ? flagOf(here, rows, known.visit) : null;
  const { shown, more } = inHeader(all, serverNow());
  const begun = { number: ticket.number, onBegun: () => toggle(false) };
  const mayTalk = ticket.abilities.note?.allowed;
  const content = (
    <CollisionWindow
      ticket={ticket}
      actions={mayTalk ? (one) => <TalkTo {...begun} person={one.person} /> : undefined}
      foot={
        mayTalk ? (
          <>
            <GroupTalk {...begun} alone={here.length === 0} />
            <EarlierTalks {...begun} me={known?.me ?? ''} />
          </>
        ) : undefined
      }
    />
  );
  const pictures = (
    <section
      ref={group}
      className={classes.header}
      aria-label={t`Who is here`}
      data-empty={(shown.length === 0 && !flag) || undefined}
      data-stale={known?.stale || undefined}
    >
      {shown.map((one) => (
        <PictureButton
          key={one.person}
          one={one}
          leased={known?.presence?.lease?.person === one.person}
          onOpen={() => toggle(true)}
        />
      ))}
      <More count={more} onOpen={() => toggle(true)} />
      <More narrow count={more + Math.max(0, shown.length - fewer)} onOpen={() => toggle(true)} />
      {flag ? <Flag flag={flag} open={open} onToggle={() => toggle(!open)} /> : null}
    </section>
  );
  if (phone) {
    return (
      <>
        {pictures}
        <Drawer
          opened={open}
          onClose={() => toggle(false)}
          position="bottom"
          size="80%"
          title={t`Who is here`}
          closeButtonProps={{ 'aria-label': t`Close` }}
        >
          {content}
        </Drawer>
      </>
    );
  }
  return (
    <Popover
      opened={open}
      onChange={toggle}
      position="bottom-end"
      width={380}
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>{pictures}</Popover.Target>
      <Popover.Dropdown role="dialog" className={classes.window} aria-label={t`Who is here`}>
        {content}
      </Popover.Dropdown>
    </Popover>
  );
}
