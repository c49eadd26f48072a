import { Trans, useLingui } from '@lingui/react/macro';
import { MultiSelect, Radio, TextInput } from '@mantine/core';
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { startConversation } from '~/api/conversations';
import { catalogueQuery, meQuery } from '~/api/session';
import type { ConversationKind, Id, Ticket } from '~/api/types';
import { parseSearch } from '~/features/list/filters';
import { FormDialog } from '~/ui/FormDialog';
import { seesTicket } from '../seesTicket';
import { inAddress } from './address';
import { KindMark } from './ConversationName';
import classes from './conversations.module.css';

/** A conversation beside the first: what it is about, and whether the customer takes part. That is fixed from here on. */
export default function NewConversation({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: catalogue } = useQuery(catalogueQuery);
  const { reply } = ticket.abilities;
  const usual = catalogue?.departments.find((one) => one.id === ticket.department.id)?.new_conversation;
  const [chosen, setChosen] = useState<ConversationKind | null>(null);
  const kind = reply?.allowed ? (chosen ?? usual ?? 'internal') : 'internal';
  const [colleagues, setColleagues] = useState<Id[]>([]);
  const [key] = useState(() => crypto.randomUUID());
  const others = (catalogue?.agents ?? []).filter((one) => one.id !== me.id && seesTicket(one, ticket));

  async function submit(text: (name: string) => string): Promise<void> {
    const begun = await startConversation(ticket.number, { title: text('title'), kind, colleagues }, key);
    await client.invalidateQueries({ queryKey: ['ticket', ticket.number] });
    await navigate({
      to: '/tickets/$number',
      params: { number: String(ticket.number) },
      search: (old) => ({ ...parseSearch(old), conversation: inAddress(begun.id) }),
    });
  }

  return (
    <FormDialog
      title={<Trans>New conversation</Trans>}
      submitLabel={<Trans>Start the conversation</Trans>}
      onClose={onClose}
      onSubmit={submit}
    >
      {(problemAt) => (
        <>
          <Radio.Group
            label={t`Kind`}
            description={t`The kind of a conversation is fixed at its start.`}
            value={kind}
            onChange={(value) => setChosen(value as ConversationKind)}
            error={problemAt('/kind')}
          >
            <div className={classes.kinds}>
              <Radio.Card value="internal" className={classes.kind} data-kind="internal">
                <b>
                  <KindMark kind="internal" />
                </b>
                <span>
                  <Trans>Only colleagues read it. Nothing in it is ever mailed to a customer.</Trans>
                </span>
              </Radio.Card>
              <Radio.Card
                value="customer"
                className={classes.kind}
                data-kind="customer"
                disabled={!reply?.allowed}
                title={reply?.reason ?? undefined}
              >
                <b>
                  <KindMark kind="customer" />
                </b>
                <span>
                  <Trans>Every message is mailed to the requester and to those in copy.</Trans>
                </span>
              </Radio.Card>
            </div>
          </Radio.Group>
          <TextInput
            name="title"
            label={t`Title`}
            description={
              kind === 'customer' ? t`The customer reads it as the subject of the mails.` : undefined
            }
            maxLength={120}
            required
            data-autofocus
            error={problemAt('/title')}
          />
          <MultiSelect
            label={t`Ask colleagues to join`}
            description={t`They follow the ticket from now on.`}
            data={others.map((one) => ({ value: one.id, label: one.name }))}
            value={colleagues}
            onChange={setColleagues}
            searchable
            error={problemAt('/colleagues')}
          />
        </>
      )}
    </FormDialog>
  );
}
