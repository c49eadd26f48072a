import { Trans, useLingui } from '@lingui/react/macro';
import { Checkbox, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { cloneTicket } from '~/api/notes';
import type { Ticket } from '~/api/types';
import { parseSearch } from '~/features/list/filters';
import { FormDialog } from '~/ui/FormDialog';
import { tell } from '~/ui/notify';

/** A second ticket like this one. */
export default function CloneDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [withMessage, setWithMessage] = useState(true);
  const [key] = useState(() => crypto.randomUUID());

  async function submit(text: (name: string) => string): Promise<void> {
    const clone = await cloneTicket(ticket.number, text('subject'), withMessage, key);
    void client.invalidateQueries({ queryKey: keys.lists });
    void client.invalidateQueries({ queryKey: keys.views });
    void client.invalidateQueries({ queryKey: ['ticket', ticket.number] });
    tell(t`#${ticket.number} cloned as #${clone.number}`);
    await navigate({
      to: '/tickets/$number',
      params: { number: String(clone.number) },
      search: (old) => parseSearch(old),
    });
  }

  return (
    <FormDialog
      title={<Trans>Clone #{ticket.number}</Trans>}
      submitLabel={<Trans>Clone</Trans>}
      onClose={onClose}
      onSubmit={submit}
    >
      {(problemAt) => (
        <>
          <TextInput
            name="subject"
            label={t`Subject`}
            defaultValue={ticket.subject}
            maxLength={500}
            required
            error={problemAt('/subject')}
          />
          <Checkbox
            label={t`With the first message and its files`}
            checked={withMessage}
            onChange={(event) => setWithMessage(event.currentTarget.checked)}
          />
          <p>
            <Trans>
              Requester, department, team, priority, type, tags and copies are taken over. Nothing is mailed.
            </Trans>
          </p>
        </>
      )}
    </FormDialog>
  );
}
