import { useLingui } from '@lingui/react/macro';
import { Menu, MultiSelect } from '@mantine/core';
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { catalogueQuery, meQuery } from '~/api/session';
import { followCustomer, followTicket } from '~/api/tickets';
import type { Id, Ticket } from '~/api/types';
import { useWords } from '~/ui/Failure';
import { tell } from '~/ui/notify';
import { refreshAfter } from './cache';
import classes from './context.module.css';
import { PropertyRow } from './PropertyRow';
import { seesTicket } from './seesTicket';
import { useEditing } from './useTicketEdit';

/** Who hears what happens here: on this ticket, and on whatever its customer asks next. */
export default function Following({ ticket }: { ticket: Ticket }) {
  const { t } = useLingui();
  return (
    <section className={classes.section} aria-label={t`Following`}>
      <FollowersField ticket={ticket} />
      <FollowCustomer ticket={ticket} />
    </section>
  );
}

function FollowersField({ ticket }: { ticket: Ticket }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const { edit, problems } = useEditing();
  const { data: me } = useSuspenseQuery(meQuery);
  const { data } = useQuery(catalogueQuery);
  const [draft, setDraft] = useState<{ base: Id[]; mine: Id[] } | null>(null);
  const [problem, setProblem] = useState<string>();
  const now = ticket.followers.map((one) => one.id);
  const follows = now.includes(me.id);
  const allowed = ticket.abilities.edit?.allowed ?? false;
  const names = ticket.followers.map((one) => one.name).join(', ');

  async function close(): Promise<void> {
    if (draft && (await edit('followers', draft.mine, draft.base)) !== 'failed') setDraft(null);
  }

  async function toggle(): Promise<void> {
    setProblem(undefined);
    try {
      refreshAfter(client, await followTicket(ticket.number, !follows));
    } catch (error) {
      setProblem(words(error));
    }
  }

  const agents = (data?.agents ?? []).filter((agent) => now.includes(agent.id) || seesTicket(agent, ticket));
  return (
    <PropertyRow label={t`Followers`} problem={problems.followers ?? problem}>
      {draft ? (
        <MultiSelect
          autoFocus
          defaultDropdownOpened
          size="xs"
          aria-label={t`Followers`}
          searchable
          data={agents.map((agent) => ({ value: agent.id, label: agent.name }))}
          value={draft.mine}
          onChange={(mine) => setDraft({ ...draft, mine })}
          onBlur={() => void close()}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && !event.nativeEvent.isComposing) setDraft(null);
          }}
          nothingFoundMessage={t`Nobody of this name sees the ticket`}
          comboboxProps={{ withinPortal: true }}
          limit={50}
        />
      ) : (
        <>
          <button
            type="button"
            className={classes.choice}
            data-empty={now.length === 0 || undefined}
            disabled={!allowed}
            aria-label={names ? t`Followers: ${names}` : t`Followers: nobody`}
            onClick={() => setDraft({ base: now, mine: now })}
          >
            <span>{names || t`Nobody`}</span>
          </button>
          <button
            type="button"
            className={classes.quietAction}
            aria-pressed={follows}
            onClick={() => void toggle()}
          >
            {follows ? t`Unfollow` : t`Follow`}
          </button>
        </>
      )}
    </PropertyRow>
  );
}

function FollowCustomer({ ticket }: { ticket: Ticket }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const [problem, setProblem] = useState<string>();
  const { id, followed, name, email } = ticket.requester;
  const who = name || email;

  async function follow(on: boolean, open = false): Promise<void> {
    setProblem(undefined);
    try {
      await followCustomer(id, on, open);
      await client.invalidateQueries({ queryKey: keys.ticket(ticket.number) });
      await client.invalidateQueries({ queryKey: keys.lists });
      await client.invalidateQueries({ queryKey: keys.views });
      tell(on ? t`You follow the new tickets of ${who}` : t`You no longer follow new tickets of ${who}`);
    } catch (error) {
      setProblem(words(error));
    }
  }

  return (
    <PropertyRow label={t`This customer`} problem={problem}>
      <Menu position="bottom-start" width={280}>
        <Menu.Target>
          <button type="button" className={classes.choice} data-empty={!followed || undefined}>
            <span>{followed ? t`Followed by you` : t`Not followed by you`}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {followed ? (
            <Menu.Item onClick={() => void follow(false)}>{t`Follow no new tickets`}</Menu.Item>
          ) : (
            <Menu.Item onClick={() => void follow(true)}>{t`Follow new tickets`}</Menu.Item>
          )}
          <Menu.Item onClick={() => void follow(true, true)}>{t`Follow new and open tickets`}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </PropertyRow>
  );
}
