import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { keys } from '~/api/keys';
import { catalogueQuery, meQuery } from '~/api/session';
import { createTicket } from '~/api/tickets';
import type { Address, Priority, Ticket } from '~/api/types';
import { noteSending } from '~/features/composer/sent';
import { draftSession } from '~/features/composer/sessions';
import { parseSearch } from '~/features/list/filters';
import { AddressInput } from '~/ui/AddressInput';
import { FormAlert } from '~/ui/FormAlert';
import { paragraphs } from '~/ui/html';
import { LinkIcon } from '~/ui/LinkIcon';
import { priorityNames } from '~/ui/names';
import { complain, tell } from '~/ui/notify';
import { useProblems } from '~/ui/useProblems';
import classes from './newTicket.module.css';
import { RequesterInput } from './RequesterInput';

type Asked = 'phone' | 'agent';

/** Somebody called or stopped by: the ticket is written down for them. */
export function NewTicketPage() {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: catalogue } = useQuery(catalogueQuery);
  const [requester, setRequester] = useState<Address | null>(null);
  const [cc, setCc] = useState<Address[]>([]);
  const [tags, setTags] = useState<string[]>([]);
  const [channel, setChannel] = useState<Asked>('phone');
  const [priority, setPriority] = useState<Priority>('none');
  const [department, setDepartment] = useState<string | null>(me.departments[0]?.id ?? null);
  const [toMe, setToMe] = useState(true);
  const problems = useProblems();
  const [nobody, setNobody] = useState(false);
  const [busy, setBusy] = useState(false);
  // One id for all attempts of this form: a repeated click never opens two tickets.
  const [clientId] = useState(() => crypto.randomUUID());

  /** The ticket exists by now: an answer that does not leave waits in its composer, where it says why. */
  async function reply(ticket: Ticket, body_html: string): Promise<void> {
    const session = draftSession(me.id, ticket.number, 'reply');
    session.begin(ticket.seq, { to: [ticket.requester], cc, status: null });
    session.replace({ body_html });
    const sent = await session.send(null);
    if (sent) noteSending(ticket.number, sent);
    else complain(t`The answer was not sent; it waits as a draft in #${ticket.number}.`);
  }

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const body = String(form.get('body')).trim();
    const answer = String(form.get('answer') ?? '').trim();
    problems.clear();
    setNobody(!requester);
    if (!requester) return;
    setBusy(true);
    try {
      const ticket = await createTicket(
        {
          subject: String(form.get('subject')).trim(),
          body,
          requester,
          channel,
          priority,
          tags,
          cc,
          ...(department ? { department_id: department } : {}),
          ...(toMe ? { owner_id: me.id } : {}),
        },
        clientId,
      );
      tell(t`#${ticket.number} created`);
      if (answer) await reply(ticket, paragraphs(answer));
      await client.invalidateQueries({ queryKey: keys.lists });
      await client.invalidateQueries({ queryKey: keys.views });
      await navigate({
        to: '/tickets/$number',
        params: { number: String(ticket.number) },
        search: parseSearch,
      });
    } catch (caught) {
      problems.take(caught, element);
    } finally {
      setBusy(false);
    }
  }

  const may = me.abilities.create_ticket;
  return (
    <section className={classes.page} aria-labelledby="new-ticket">
      <header>
        <LinkIcon
          to="/tickets"
          search={parseSearch}
          aria-label={t`Back to the list`}
          className={classes.back}
        >
          <IconArrowLeft size={18} stroke={1.6} />
        </LinkIcon>
        <h1 id="new-ticket">
          <Trans>New ticket</Trans>
        </h1>
      </header>
      <form onSubmit={submit} className={classes.form}>
        <FormAlert>{may?.allowed === false ? may.reason : null}</FormAlert>
        <RequesterInput
          value={requester}
          onChange={setRequester}
          problem={nobody ? t`Who is it for?` : problems.at('/requester')}
        />
        <TextInput
          name="subject"
          label={t`Subject`}
          required
          maxLength={500}
          error={problems.at('/subject')}
        />
        <Textarea
          name="body"
          label={t`What they say`}
          description={t`Kept as the customer's own first message.`}
          required
          autosize
          minRows={5}
          maxRows={16}
          error={problems.at('/body')}
        />
        <Textarea
          name="answer"
          label={t`Answer at once`}
          description={t`Optional. It is mailed to the requester.`}
          autosize
          minRows={2}
          maxRows={12}
          error={problems.at('/reply')}
        />
        <div className={classes.two}>
          <Select
            label={t`How it came`}
            data={[
              { value: 'phone', label: t({ message: 'Phone', context: 'channel' }) },
              { value: 'agent', label: t`In person or otherwise` },
            ]}
            value={channel}
            onChange={(value) => setChannel(value === 'agent' ? 'agent' : 'phone')}
            allowDeselect={false}
          />
          <Select
            label={t`Priority`}
            data={(catalogue?.priorities ?? []).map((value) => ({
              value,
              label: i18n._(priorityNames[value]),
            }))}
            value={priority}
            onChange={(value) => setPriority((value as Priority | null) ?? 'none')}
            allowDeselect={false}
          />
          <Select
            label={t`Department`}
            data={(catalogue?.departments ?? []).map((one) => ({ value: one.id, label: one.name }))}
            value={department}
            onChange={setDepartment}
            allowDeselect={false}
            error={problems.at('/department_id')}
          />
          <TagsInput
            label={t`Tags`}
            data={(catalogue?.tags ?? []).slice(0, 100)}
            value={tags}
            onChange={setTags}
          />
        </div>
        <AddressInput labelled label={t`Copy to`} value={cc} onChange={setCc} />
        <Checkbox
          label={t`Assign to me`}
          checked={toMe}
          onChange={(event) => setToMe(event.currentTarget.checked)}
          disabled={me.role === 'light_agent'}
        />
        <FormAlert>{problems.rest()}</FormAlert>
        <Button type="submit" loading={busy} disabled={may?.allowed === false}>
          <Trans>Create the ticket</Trans>
        </Button>
      </form>
    </section>
  );
}
