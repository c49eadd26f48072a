import { useLingui } from '@lingui/react/macro';
import {
  IconAlarm,
  IconAlarmOff,
  IconArrowBackUp,
  IconBell,
  IconBellOff,
  IconBuilding,
  IconCircleCheck,
  IconCopy,
  IconCopyPlus,
  IconLink,
  IconMail,
  IconMailOff,
  IconMessagePlus,
  IconShieldCheck,
  IconShieldX,
  IconTrash,
  IconTrashX,
  IconUserCheck,
} from '@tabler/icons-react';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Offered } from '~/actions/offered';
import { keys } from '~/api/keys';
import { meQuery } from '~/api/session';
import {
  blockSender,
  doToTicket,
  followTicket,
  markUnread,
  snoozeTicket,
  type TicketVerb,
  wakeTicket,
} from '~/api/tickets';
import type { Ticket } from '~/api/types';
import { parseSearch } from '~/features/list/filters';
import { useWords } from '~/ui/Failure';
import { complain, tell } from '~/ui/notify';
import { patchRow, refreshAfter } from './cache';
import { useStatuses } from './useStatuses';
import { useEditing } from './useTicketEdit';

export interface TicketAction extends Offered {
  danger?: boolean;
}

/** What a dialog asks before it is done. */
export type TicketQuestion = 'delete' | 'snooze' | 'clone' | 'converse' | 'move';

const icon = { size: 16, stroke: 1.6 };

/**
 * What can be done to this ticket as a whole: the menu, the keys and the palette draw from this one list. `ask` opens the question
 * before what cannot be undone, and that of a moment.
 */
export function useTicketActions(ticket: Ticket, ask?: (question: TicketQuestion) => void): TicketAction[] {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const { edit } = useEditing();
  const { data: me } = useSuspenseQuery(meQuery);
  const navigate = useNavigate();
  const { number, abilities } = ticket;

  async function verb(
    name: TicketVerb | 'follow' | 'wake',
    done: string,
    undo?: TicketVerb,
    act: Promise<Ticket> = doToTicket(number, name as TicketVerb),
  ): Promise<void> {
    try {
      const fresh = await act;
      if (fresh) refreshAfter(client, fresh);
      await client.invalidateQueries({ queryKey: keys.ticket(number) });
      tell(done, undo ? { label: t`Undo`, run: () => void verb(undo, t`#${number} is back`) } : undefined);
    } catch (error) {
      complain(words(error));
    }
  }

  /** Awake again; the undo puts it back to sleep as it was. */
  async function wake(): Promise<void> {
    const until = ticket.snoozed_until;
    try {
      refreshAfter(client, await wakeTicket(number));
      const again = () => snoozeTicket(number, until).then((fresh) => refreshAfter(client, fresh));
      tell(t`#${number} is awake`, {
        label: t`Undo`,
        run: () => void again().catch((error) => complain(words(error))),
      });
    } catch (error) {
      complain(words(error));
    }
  }

  /** Back to the list: whoever stayed on the page would read it again at once. */
  async function unread(): Promise<void> {
    try {
      await navigate({ to: '/tickets', search: parseSearch });
      await markUnread(number);
      patchRow(client, number, { unread: true });
      client.removeQueries({ queryKey: keys.ticket(number) });
      await client.invalidateQueries({ queryKey: keys.lists });
      tell(t`#${number} marked as unread`);
    } catch (error) {
      complain(words(error));
    }
  }

  async function copy(text: string, done: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    tell(done);
  }

  const link = `${window.location.origin}/agent/tickets/${number}`;
  const actions: TicketAction[] = [
    {
      id: 'copy-number',
      label: t`Copy the number`,
      icon: <IconCopy {...icon} />,
      shortcut: 'copy-number',
      perform: () => void copy(`#${number}`, t`Number copied`),
    },
    {
      id: 'copy-link',
      label: t`Copy the link`,
      icon: <IconLink {...icon} />,
      shortcut: 'copy-link',
      perform: () => void copy(link, t`Link copied`),
    },
  ];
  if (ask) {
    actions.push({
      id: 'converse',
      label: t`New conversation…`,
      icon: <IconMessagePlus {...icon} />,
      ability: abilities.note,
      perform: () => ask('converse'),
    });
    actions.push({
      id: 'clone',
      label: t`Clone…`,
      icon: <IconCopyPlus {...icon} />,
      ability: abilities.clone,
      perform: () => ask('clone'),
    });
    actions.push({
      id: 'move',
      label: t`Move to a department…`,
      icon: <IconBuilding {...icon} />,
      ability: abilities.move,
      perform: () => ask('move'),
    });
  }
  if (ticket.owner?.id !== me.id) {
    actions.unshift({
      id: 'assign-me',
      label: t`Assign to me`,
      icon: <IconUserCheck {...icon} />,
      shortcut: 'assign-me',
      ability: abilities.assign ?? abilities.edit,
      perform: () => void edit('owner', me.id),
    });
  }
  const statuses = useStatuses();
  const solved = statuses.of(ticket.department.id).find((one) => one.group === 'closed' && !one.final);
  if (solved && ticket.group !== 'closed') {
    actions.unshift({
      id: 'resolve',
      label: t`Set ${solved.name}`,
      icon: <IconCircleCheck {...icon} />,
      shortcut: 'resolve',
      ability: abilities.edit,
      perform: () => void edit('status', solved.slug),
    });
  }
  const follows = ticket.followers.some((one) => one.id === me.id);
  actions.push(
    {
      id: 'follow',
      label: follows ? t`Unfollow` : t`Follow`,
      icon: follows ? <IconBellOff {...icon} /> : <IconBell {...icon} />,
      ability: abilities.follow,
      perform: () =>
        void verb(
          'follow',
          follows ? t`You no longer follow #${number}` : t`You follow #${number}`,
          undefined,
          followTicket(number, !follows),
        ),
    },
    { id: 'unread', label: t`Mark as unread`, icon: <IconMail {...icon} />, perform: () => void unread() },
  );
  if (ask) {
    actions.push({
      id: 'snooze',
      label: ticket.snoozed ? t`Change the snooze…` : t`Snooze…`,
      icon: <IconAlarm {...icon} />,
      shortcut: 'snooze',
      ability: abilities.snooze,
      perform: () => ask('snooze'),
    });
  }
  if (ticket.snoozed) {
    actions.push({
      id: 'wake',
      label: t`Wake up now`,
      icon: <IconAlarmOff {...icon} />,
      ability: abilities.wake,
      perform: () => void wake(),
    });
  }
  actions.push(
    ticket.spam
      ? {
          id: 'not-spam',
          label: t`Not spam`,
          icon: <IconShieldCheck {...icon} />,
          ability: abilities.not_spam,
          perform: () => void verb('not-spam', t`#${number} is not spam`),
        }
      : {
          id: 'spam',
          label: t`Mark as spam`,
          icon: <IconShieldX {...icon} />,
          ability: abilities.spam,
          perform: () => void verb('spam', t`#${number} marked as spam`, 'not-spam'),
        },
  );
  const sender = ticket.requester.name || ticket.requester.email;
  if (!ticket.spam && !ticket.deleted) {
    actions.push({
      id: 'spam-block',
      label: t`Spam, and block ${sender}`,
      icon: <IconMailOff {...icon} />,
      ability: abilities.spam,
      perform: () =>
        void verb('spam', t`#${number} marked as spam, ${sender} blocked`, 'not-spam', blockSender(number)),
    });
  }
  actions.push(
    ticket.deleted
      ? {
          id: 'restore',
          label: t`Restore from the trash`,
          icon: <IconArrowBackUp {...icon} />,
          ability: abilities.restore,
          perform: () => void verb('restore', t`#${number} restored`),
        }
      : {
          id: 'trash',
          label: t`Move to the trash`,
          icon: <IconTrash {...icon} />,
          danger: true,
          ability: abilities.trash,
          perform: () => void verb('trash', t`#${number} moved to the trash`, 'restore'),
        },
  );
  if (ticket.deleted && ask) {
    actions.push({
      id: 'delete',
      label: t`Delete for good…`,
      icon: <IconTrashX {...icon} />,
      danger: true,
      ability: abilities.delete,
      perform: () => ask('delete'),
    });
  }
  return actions;
}
