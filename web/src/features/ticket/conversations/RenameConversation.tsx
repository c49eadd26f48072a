import { Trans, useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { renameConversation } from '~/api/conversations';
import type { Conversation, Ticket } from '~/api/types';
import { FormDialog } from '~/ui/FormDialog';

interface Props {
  ticket: Ticket;
  conversation: Conversation;
  onClose: () => void;
}

/** Another title. The kind is fixed, and says so. */
export default function RenameConversation({ ticket, conversation, onClose }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  return (
    <FormDialog
      title={<Trans>Change the title</Trans>}
      submitLabel={<Trans>Save</Trans>}
      onClose={onClose}
      onSubmit={async (text) => {
        await renameConversation(ticket.number, conversation.id, text('title'), conversation.title);
        await client.invalidateQueries({ queryKey: ['ticket', ticket.number] });
      }}
    >
      {(problemAt) => (
        <TextInput
          name="title"
          label={t`Title`}
          description={
            conversation.kind === 'customer'
              ? t`The customer reads it as the subject of the mails.`
              : t`The kind of a conversation is fixed at its start.`
          }
          defaultValue={conversation.title}
          maxLength={120}
          required
          data-autofocus
          error={problemAt('/title')}
        />
      )}
    </FormDialog>
  );
}
