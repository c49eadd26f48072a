import { Trans, useLingui } from '@lingui/react/macro';
import { Checkbox } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { editTicket } from '~/api/tickets';
import type { Address, Ticket } from '~/api/types';
import { RequesterInput } from '~/features/newTicket/RequesterInput';
import { FormDialog } from '~/ui/FormDialog';
import { tell } from '~/ui/notify';
import { refreshAfter } from '../cache';

/** Corrects who raised the ticket: a known customer, or an address that is new. */
export default function RequesterDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Address | null>(null);
  const [missing, setMissing] = useState(false);
  const [keep, setKeep] = useState(true);
  const { requester } = ticket;
  const old = { email: requester.email, name: requester.name };
  const plain = ticket.cc.map(({ email, name }) => ({ email, name }));

  async function submit(): Promise<void> {
    if (!chosen) {
      setMissing(true);
      throw new Error('no address');
    }
    const kept = plain.some((one) => one.email.toLowerCase() === old.email.toLowerCase());
    const fresh = await editTicket(ticket.number, {
      requester: { base: requester.id, mine: chosen },
      ...(keep && !kept ? { cc: { base: plain, mine: [...plain, old] } } : {}),
    });
    refreshAfter(client, fresh);
    void client.invalidateQueries({ queryKey: ['ticket', ticket.number] });
    tell(t`#${ticket.number}: the requester is ${fresh.requester.name || fresh.requester.email}`);
  }

  return (
    <FormDialog
      title={<Trans>Change the requester</Trans>}
      submitLabel={<Trans>Change</Trans>}
      onClose={onClose}
      onSubmit={submit}
    >
      {(problemAt) => (
        <>
          <RequesterInput
            value={null}
            onChange={(value) => {
              setMissing(false);
              setChosen(value);
            }}
            problem={
              problemAt('/changes/requester') ?? (missing ? t`This is not a mail address.` : undefined)
            }
          />
          <Checkbox
            label={t`Keep ${requester.name || requester.email} on copy`}
            checked={keep}
            onChange={(event) => setKeep(event.currentTarget.checked)}
          />
          <p>
            <Trans>Later replies go to the new requester.</Trans>
          </p>
        </>
      )}
    </FormDialog>
  );
}
