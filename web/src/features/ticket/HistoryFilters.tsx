import { Trans, useLingui } from '@lingui/react/macro';
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { facetsQuery, ticketQuery } from '~/api/tickets';
import type { FieldName } from '~/api/types';
import { count } from '~/i18n/format';
import { first, inAddress } from './conversations/address';
import classes from './history.module.css';
import { type HistorySearch, historyKeys } from './historySearch';
import { useActorKinds } from './useActorKinds';
import { useFieldWords } from './useFieldWords';

/** By whom, which field, what kind: all that is chosen holds together, and stands in the address. */
export function HistoryFilters({ number }: { number: number }) {
  const { t } = useLingui();
  const { data } = useQuery(facetsQuery(number));
  const { data: ticket } = useQuery(ticketQuery(number));
  const search = useSearch({ from: '/_app/tickets/$number' });
  const navigate = useNavigate();
  const kinds = useActorKinds();
  const { nameOf } = useFieldWords();
  const groups: Record<string, string> = {
    messages: t`Messages`,
    notes: t`Internal notes`,
    talks: t`Talks`,
    drafts: t`Drafts`,
    delivery: t`Delivery`,
    status: t`Status`,
    assignment: t`Assignment`,
    fields: t`Fields`,
    tags: t`Tags`,
    people: t`Requester and copies`,
    followers: t`Followers`,
    conversations: t`Conversations`,
    snooze: t`Snoozing`,
    files: t`Files`,
    folders: t`Spam and trash`,
    ticket: t`Ticket`,
  };
  const set = (change: HistorySearch & { conversation?: string | undefined }) =>
    void navigate({ to: '.', search: (old) => ({ ...old, ...change }), replace: true });
  const counted = (label: string, value: string, times: number) => ({
    value,
    label: `${label} (${count(times)})`,
  });
  const active = historyKeys.some((key) => search[key]) || search.conversation !== undefined;

  return (
    <fieldset className={classes.filters} aria-label={t`Filter the history`}>
      <NativeSelect
        size="xs"
        aria-label={t`Person`}
        value={search.person ?? ''}
        onChange={(event) => set({ person: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: t`Everybody` },
          ...(data?.people ?? []).map((one) => counted(one.name || kinds[one.kind], one.id, one.count)),
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label={t`Kind`}
        value={search.kind ?? ''}
        onChange={(event) => set({ kind: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: t`Everything` },
          ...(data?.kinds ?? []).map((one) => counted(groups[one.name] ?? one.name, one.name, one.count)),
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label={t`Field`}
        value={search.field ?? ''}
        onChange={(event) => set({ field: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: t`Every field` },
          ...(data?.fields ?? []).map((one) =>
            counted(nameOf(one.name as FieldName) ?? one.name, one.name, one.count),
          ),
        ]}
      />
      {ticket && ticket.conversations.length > 0 ? (
        <NativeSelect
          size="xs"
          aria-label={t`Conversation`}
          value={search.conversation ?? ''}
          onChange={(event) => set({ conversation: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: t`Every conversation` },
            { value: first, label: t`First conversation` },
            ...ticket.conversations.map((one) => ({ value: inAddress(one.id), label: one.title })),
          ]}
        />
      ) : null}
      {active ? (
        <button
          type="button"
          onClick={() =>
            set({ person: undefined, kind: undefined, field: undefined, conversation: undefined })
          }
        >
          <Trans>Clear</Trans>
        </button>
      ) : null}
    </fieldset>
  );
}
