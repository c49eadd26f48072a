import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { keys } from '~/api/keys';
import { doToTicket } from '~/api/tickets';
import type { Ticket } from '~/api/types';
import { parseSearch, withFilter } from '~/features/list/filters';
import { refreshAfter } from '~/features/ticket/cache';
import { useActorKinds } from '~/features/ticket/useActorKinds';
import { useWords } from '~/ui/Failure';
import { tell } from '~/ui/notify';
import { usePlaceQuestion } from './placeQuestion';
import classes from './presence.module.css';
import type { Move, Removal } from './prompts';
import { mark } from './store';

/** Somebody took the whole ticket elsewhere while I have it open: what now? */
export function PlacePrompts({ ticket }: { ticket: Ticket }) {
  const question = usePlaceQuestion(ticket);
  switch (question?.type) {
    case 'asked':
      return <Deleted ticket={ticket} trashed={question.trashed} />;
    case 'restored':
      return <Restored by={question.restored} trashed={question.trashed} />;
    case 'moved':
      return <Moved ticket={ticket} move={question} />;
    default:
      return null;
  }
}

const answer = ({ seq }: Removal) => mark('answered', [`gone/${seq}`]);

function useWho(): (one: Removal) => string {
  const kinds = useActorKinds();
  return (one) => one.name || kinds[one.kind];
}

function Prompt({ label, words, children }: { label: string; words: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.prompt} aria-label={label}>
      <div role="alert">{words}</div>
      <div>{children}</div>
    </section>
  );
}

function Deleted({ ticket, trashed }: { ticket: Ticket; trashed: Removal }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const navigate = useNavigate();
  const words = useWords();
  const [problem, setProblem] = useState<string | null>(null);
  const who = useWho()(trashed);
  const may = ticket.abilities.restore?.allowed ?? false;
  const { number } = ticket;

  async function restore(): Promise<void> {
    setProblem(null);
    try {
      refreshAfter(client, await doToTicket(number, 'restore'));
      answer(trashed);
      tell(t`#${number} restored`);
    } catch (error) {
      // Perhaps another was first; then the history says so, and the question becomes that notice.
      await client.invalidateQueries({ queryKey: keys.events(number) });
      await client.invalidateQueries({ queryKey: keys.ticket(number) });
      setProblem(words(error));
    }
  }

  return (
    <Prompt
      label={t`The ticket was deleted`}
      words={
        <>
          <p>
            <Trans>{who} moved this ticket to the trash while you have it open.</Trans>{' '}
            {may ? (
              <Trans>Do you want to restore it and go on?</Trans>
            ) : (
              <Trans>You may not restore it. What you have written is kept.</Trans>
            )}
          </p>
          {problem ? <p>{problem}</p> : null}
        </>
      }
    >
      {may ? (
        <button type="button" data-primary onClick={() => void restore()}>
          <Trans>Restore and go on</Trans>
        </button>
      ) : null}
      <button type="button" onClick={() => void navigate({ to: '/tickets', search: parseSearch })}>
        <Trans>Back to the list</Trans>
      </button>
    </Prompt>
  );
}

function Restored({ by, trashed }: { by: Removal; trashed: Removal }) {
  const { t } = useLingui();
  const name = useWho();
  const who = name(by);
  const deleter = name(trashed);
  return (
    <Prompt
      label={t`The ticket was restored`}
      words={
        <p>
          <Trans>
            {deleter} moved this ticket to the trash. Already restored by {who}.
          </Trans>
        </p>
      }
    >
      <button type="button" data-primary onClick={() => answer(trashed)}>
        <Trans>OK</Trans>
      </button>
    </Prompt>
  );
}

function Moved({ ticket, move }: { ticket: Ticket; move: Move }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const who = useWho()(move);
  const there = move.to.name;
  const from = move.from.name;
  const inDepartment = (id: string) => (old: Record<string, unknown>) =>
    withFilter(parseSearch(old), 'department', id);
  return (
    <Prompt
      label={t`The ticket was moved`}
      words={
        <p>
          <Trans>
            {who} moved this ticket from {from} to {there}.
          </Trans>
        </p>
      }
    >
      <button
        type="button"
        data-primary
        onClick={() => {
          answer(move);
          void navigate({
            to: '/tickets/$number',
            params: { number: String(ticket.number) },
            search: inDepartment(move.to.id),
          });
        }}
      >
        <Trans>Open it there</Trans>
      </button>
      <button
        type="button"
        onClick={() => void navigate({ to: '/tickets', search: inDepartment(move.from.id) })}
      >
        <Trans>Back to the list of {from}</Trans>
      </button>
    </Prompt>
  );
}
