import { Trans, useLingui } from '@lingui/react/macro';
import { useSuspenseQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { meQuery } from '~/api/session';
import type { Message, Ticket } from '~/api/types';
import { moment } from '~/i18n/format';
import classes from './conversation.module.css';

const EditNote = lazy(() => import('./notes/EditNote'));
const NoteTexts = lazy(() => import('./notes/NoteTexts'));

/** What can be done to a note that is written: change its text, read the earlier ones. */
export default function NoteTools({ message, ticket }: { message: Message; ticket: Ticket }) {
  const { t } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const [open, setOpen] = useState<'edit' | 'texts' | null>(null);
  const { note, edit_notes } = ticket.abilities;
  const may = message.author.id === me.id ? note : edit_notes;
  const close = () => setOpen(null);
  return (
    <span className={classes.ways}>
      {may?.allowed ? (
        <button type="button" className={classes.quiet} onClick={() => setOpen('edit')}>
          <Trans>Edit</Trans>
        </button>
      ) : null}
      {message.edited_at ? (
        <button
          type="button"
          className={classes.quiet}
          title={moment(message.edited_at)}
          aria-label={t`Edited: read the earlier texts`}
          onClick={() => setOpen('texts')}
        >
          <Trans>Edited</Trans>
        </button>
      ) : null}
      <Suspense>
        {open === 'edit' ? <EditNote number={ticket.number} note={message} onClose={close} /> : null}
        {open === 'texts' ? (
          <NoteTexts number={ticket.number} messageId={message.id} onClose={close} />
        ) : null}
      </Suspense>
    </span>
  );
}
