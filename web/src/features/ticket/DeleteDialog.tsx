import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { keys } from '~/api/keys';
import { deleteTicket } from '~/api/tickets';
import type { Ticket } from '~/api/types';
import { departed } from '~/features/list/departed';
import { FormDialog } from '~/ui/FormDialog';
import { tell } from '~/ui/notify';

/** The one question before a ticket goes for good. */
export default function DeleteDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { number } = ticket;

  async function submit(): Promise<void> {
    await deleteTicket(number);
    departed.add(ticket.id);
    await navigate({ to: '/tickets', search: { view: 'trash' } });
    client.removeQueries({ queryKey: ['ticket', number] });
    void client.invalidateQueries({ queryKey: keys.lists });
    void client.invalidateQueries({ queryKey: keys.views });
    tell(t`#${number} deleted for good`);
  }

  return (
    <FormDialog
      title={<Trans>Delete #{number} for good?</Trans>}
      submitLabel={<Trans>Delete for good</Trans>}
      danger
      onClose={onClose}
      onSubmit={submit}
    >
      {() => (
        <p>
          <Trans>Its messages, files, drafts and history are deleted with it. This cannot be undone.</Trans>
        </p>
      )}
    </FormDialog>
  );
}
