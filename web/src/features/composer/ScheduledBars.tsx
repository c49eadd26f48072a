import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconAlertCircle, IconClockHour4 } from '@tabler/icons-react';
import { keepPreviousData, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useState } from 'react';
import { perform } from '~/actions/useShortcut';
import { isCode } from '~/api/client';
import { keys } from '~/api/keys';
import { editScheduled, type Scheduled, scheduledQuery, sendScheduled, stopScheduled } from '~/api/sends';
import { meQuery } from '~/api/session';
import type { Ticket } from '~/api/types';
import { parseSearch } from '~/features/list/filters';
import { inAddress } from '~/features/ticket/conversations/address';
import { dateTime } from '~/i18n/format';
import { useWords } from '~/ui/Failure';
import { tell } from '~/ui/notify';
import classes from './scheduled.module.css';
import { noteSending } from './sent';
import { draftSession } from './sessions';

/** What waits on this ticket to be sent, by whom and when; and what was held at its time. */
export default function ScheduledBars({ ticket }: { ticket: Ticket }) {
  const { t } = useLingui();
  const { data } = useQuery({
    ...scheduledQuery(ticket.number, ticket.seq),
    placeholderData: keepPreviousData,
  });
  const { data: me } = useSuspenseQuery(meQuery);
  const acts = useScheduledActs(ticket);
  const { held: wanted } = useSearch({ from: '/_app/tickets/$number' });
  const rows = data?.results ?? [];
  const first = rows.find((row) => row.state === 'held' && row.author.id === me.id);

  // From a notification: the review is what its reader came for.
  const review = useEffectEvent(() => first && void acts.edit(first));
  const firstId = wanted ? first?.id : undefined;
  useEffect(() => {
    if (firstId) review();
  }, [firstId]);

  if (rows.length === 0) return null;
  return (
    <section className={classes.bars} aria-label={t`Scheduled replies`}>
      {rows.map((row) => (
        <Bar key={row.id} row={row} mine={row.author.id === me.id} ticket={ticket} acts={acts} />
      ))}
    </section>
  );
}

type Acts = ReturnType<typeof useScheduledActs>;

interface BarProps {
  row: Scheduled;
  mine: boolean;
  ticket: Ticket;
  acts: Acts;
}

function Bar({ row, mine, ticket, acts }: BarProps) {
  const { t } = useLingui();
  const [sure, setSure] = useState(false);
  const held = row.state === 'held';
  const who = row.author.name;
  const at = dateTime(row.at);
  const mayStop = mine || (ticket.abilities.reply?.allowed ?? false);
  const problem = acts.problem?.id === row.id ? acts.problem.text : null;
  return (
    <article className={classes.bar} data-kind={held || row.moved_on ? 'warn' : undefined}>
      {held || row.moved_on ? (
        <IconAlertCircle size={16} stroke={1.6} />
      ) : (
        <IconClockHour4 size={16} stroke={1.6} />
      )}
      <div className={classes.words}>
        <p>
          {held ? (
            mine ? (
              <Trans>Held: your reply of {at} was not sent.</Trans>
            ) : (
              <Trans>
                Held: the reply by {who} of {at} was not sent.
              </Trans>
            )
          ) : mine ? (
            <Trans>Your reply will be sent on {at}.</Trans>
          ) : (
            <Trans>
              A reply by {who} will be sent on {at}.
            </Trans>
          )}
          {held ? <span> {row.reason}</span> : null}
          {!held && row.moved_on ? (
            <span>
              {' '}
              <Trans>The ticket has moved on since: it will be held.</Trans>
            </span>
          ) : null}
        </p>
        <p className={classes.text} dir="auto">
          {row.text}
          {row.files > 0 ? (
            <span>
              {' · '}
              <Plural value={row.files} one="# file" other="# files" />
            </span>
          ) : null}
        </p>
        {problem ? (
          <p className={classes.problem} role="alert">
            {problem}
          </p>
        ) : null}
      </div>
      <div className={classes.ways}>
        {mine ? (
          <button type="button" disabled={acts.busy} onClick={() => void acts.edit(row)}>
            {held ? <Trans>Review</Trans> : <Trans>Edit</Trans>}
          </button>
        ) : null}
        {mine && !held ? (
          <button type="button" disabled={acts.busy} onClick={() => void acts.sendNow(row)}>
            <Trans>Send now</Trans>
          </button>
        ) : null}
        {mayStop ? (
          <button
            type="button"
            disabled={acts.busy}
            aria-label={mine ? undefined : t`Stop the reply by ${who}`}
            onClick={() => (mine || sure || held ? void acts.stop(row, mine) : setSure(true))}
          >
            {held ? (
              <Trans>Dismiss</Trans>
            ) : mine ? (
              <Trans>Cancel</Trans>
            ) : sure ? (
              <Trans>Really stop it</Trans>
            ) : (
              <Trans>Stop it</Trans>
            )}
          </button>
        ) : null}
      </div>
    </article>
  );
}

/** What can be done to one of them. */
function useScheduledActs(ticket: Ticket) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const navigate = useNavigate();
  const { data: me } = useSuspenseQuery(meQuery);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ id: string; text: string } | null>(null);
  const { number } = ticket;

  async function act(row: Scheduled, how: () => Promise<void>): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      await how();
    } catch (error) {
      setProblem({ id: row.id, text: words(error) });
    } finally {
      setBusy(false);
      void client.invalidateQueries({ queryKey: ['ticket', number] });
      void client.invalidateQueries({ queryKey: keys.lists });
    }
  }

  /** Back into the composer, and, if somebody wrote meanwhile, into the review. */
  const edit = (row: Scheduled): Promise<void> =>
    act(row, async () => {
      const { draft, events } = await editScheduled(number, row.id);
      const { body: _body, conversation_id, ...content } = draft;
      const session = draftSession(me.id, number, 'reply', conversation_id);
      // When it was held it became a draft, which may be in the composer by now.
      if (session.get().content.client_id !== content.client_id) session.giveBack(content);
      await navigate({
        to: '/tickets/$number',
        params: { number: String(number) },
        search: (old) => ({
          ...parseSearch(old),
          ...(conversation_id ? { conversation: inAddress(conversation_id) } : {}),
        }),
        replace: true,
      });
      perform('reply');
      if (events.length > 0) session.review(events);
    });

  const sendNow = (row: Scheduled): Promise<void> =>
    act(row, async () => {
      try {
        noteSending(number, await sendScheduled(number, row.id));
      } catch (error) {
        if (!isCode(error, 'ticket.moved_on')) throw error;
        // It would answer over what its author has not read: they read it first.
        await edit(row);
      }
    });

  const stop = (row: Scheduled, mine: boolean): Promise<void> =>
    act(row, async () => {
      await stopScheduled(number, row.id);
      tell(
        mine
          ? t`It will not be sent. Its text is among the earlier versions of your reply.`
          : t`It will not be sent. ${row.author.name} is told, and has the text as a draft.`,
      );
    });

  return { busy, problem, edit, sendNow, stop };
}
