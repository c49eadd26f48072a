import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { answerRequest, askForDraft, takeOverDraft } from '~/api/tickets';
import type { Draft, DraftKind, Drafts, OtherDraft, Ticket } from '~/api/types';
import { moment } from '~/i18n/format';
import { useWords } from '~/ui/Failure';
import { Html } from '~/ui/html';
import classes from './others.module.css';
import type { DraftSession } from './session';

interface Props {
  mine: Draft[];
  others: OtherDraft[];
  ticket: Ticket;
  session: Record<DraftKind, DraftSession>;
  onTaken: (kind: DraftKind) => void;
}

/** A colleague has begun already, or asks for what I am writing: said before the same answer is written twice. */
export default function OtherDrafts({ mine, others, ticket, session, onTaken }: Props) {
  const client = useQueryClient();
  const words = useWords();
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const known = keys.drafts(ticket.number);

  async function attempt(act: () => Promise<void>): Promise<void> {
    setError(null);
    setBusy(true);
    try {
      await act();
    } catch (caught) {
      setError(words(caught));
      void client.invalidateQueries({ queryKey: known });
    } finally {
      setBusy(false);
    }
  }

  const take = (draft: OtherDraft) =>
    attempt(async () => {
      const mine = session[draft.kind];
      await mine.flush();
      mine.takeOver(await takeOverDraft(mine, draft.author.id));
      onTaken(draft.kind);
      await client.invalidateQueries({ queryKey: known });
    });
  const ask = (draft: OtherDraft) =>
    attempt(async () => {
      client.setQueryData<Drafts>(known, await askForDraft(session[draft.kind], draft.author.id));
    });
  const answer = (draft: Draft, askedBy: string, handOver: boolean) =>
    attempt(async () => {
      const mine = session[draft.kind];
      if (handOver) await mine.flush();
      client.setQueryData<Drafts>(known, await answerRequest(mine, askedBy, handOver));
    });

  return (
    <ul className={classes.others}>
      {mine.flatMap((draft) =>
        draft.requests.map(({ by, at }) => (
          <li key={`${draft.kind}${by.id}`} role="alert">
            <span>
              {draft.kind === 'reply' ? (
                <Trans>
                  {by.name} asks for your reply, {moment(at)}
                </Trans>
              ) : (
                <Trans>
                  {by.name} asks for your note, {moment(at)}
                </Trans>
              )}
            </span>
            <span className={classes.acts}>
              <button type="button" disabled={busy} onClick={() => void answer(draft, by.id, true)}>
                <Trans>Hand over</Trans>
              </button>
              <button type="button" disabled={busy} onClick={() => void answer(draft, by.id, false)}>
                <Trans>Not now</Trans>
              </button>
            </span>
          </li>
        )),
      )}
      {others.map((draft) => (
        <Other
          key={`${draft.author.id}${draft.kind}`}
          draft={draft}
          mayWrite={ticket.abilities[draft.kind]?.allowed ?? false}
          busy={busy}
          onTake={() => void take(draft)}
          onAsk={() => void ask(draft)}
        />
      ))}
      {error ? <li role="alert">{error}</li> : null}
    </ul>
  );
}

interface OtherProps {
  draft: OtherDraft;
  mayWrite: boolean;
  busy: boolean;
  onTake: () => void;
  onAsk: () => void;
}

function Other({ draft, mayWrite, busy, onTake, onAsk }: OtherProps) {
  const { t } = useLingui();
  const [reading, setReading] = useState(false);
  const who = draft.author.name;
  const since = moment(draft.started_at);
  const changed = moment(draft.updated_at);
  const text = draft.body_html;
  return (
    <li>
      <span title={t`Last change ${changed}`}>
        {draft.kind === 'reply' ? (
          <Trans>
            {who} has an unsent reply, begun {since}
          </Trans>
        ) : (
          <Trans>
            {who} has an unsent note, begun {since}
          </Trans>
        )}
        {draft.works_here ? null : (
          <>
            {' · '}
            <Trans>works here no more</Trans>
          </>
        )}
      </span>
      <span className={classes.acts}>
        {text === null ? null : (
          <button type="button" aria-expanded={reading} onClick={() => setReading(!reading)}>
            {reading ? <Trans>Hide</Trans> : <Trans>Read</Trans>}
          </button>
        )}
        {mayWrite && draft.may_take ? (
          <button type="button" disabled={busy} onClick={onTake}>
            <Trans>Take over the text</Trans>
          </button>
        ) : null}
        {!mayWrite || !draft.works_here ? null : draft.asked_at ? (
          <span role="status">
            <Trans>Asked {moment(draft.asked_at)}</Trans>
          </span>
        ) : (
          <button type="button" disabled={busy} onClick={onAsk}>
            <Trans>Ask for it</Trans>
          </button>
        )}
      </span>
      {reading && text !== null ? (
        <section
          className={classes.text}
          aria-label={
            draft.kind === 'reply' ? t`The reply that ${who} is writing` : t`The note that ${who} is writing`
          }
          dir="auto"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
          tabIndex={0}
        >
          <Html source={text} />
          <p>
            <Trans>Last change {changed}</Trans>
          </p>
        </section>
      ) : null}
    </li>
  );
}
