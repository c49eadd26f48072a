import { Trans, useLingui } from '@lingui/react/macro';
import { Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { catalogueQuery } from '~/api/session';
import { changeMailbox, createMailbox } from '~/api/settings';
import type { Mailbox } from '~/api/settingsTypes';
import { FormDialog } from '~/ui/FormDialog';

export function MailboxDialog({ mailbox, onClose }: { mailbox: Mailbox | null; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { data: catalogue } = useQuery(catalogueQuery);
  const [chosen, setChosen] = useState(mailbox?.department_id ?? null);
  const department = chosen ?? catalogue?.departments[0]?.id ?? '';
  const [active, setActive] = useState(mailbox?.active ?? true);

  async function save(form: FormData): Promise<void> {
    const input = {
      address: String(form.get('address')).trim(),
      from_name: String(form.get('from_name')).trim(),
      signature_html: String(form.get('signature_html')),
      active,
      department_id: department,
    };
    if (mailbox) {
      const { address, from_name, signature_html, department_id } = mailbox;
      const base = { address, from_name, signature_html, department_id, active: mailbox.active };
      await changeMailbox(mailbox.id, input, base);
    } else await createMailbox(input);
    await client.invalidateQueries({ queryKey: keys.mailboxes });
    await client.invalidateQueries({ queryKey: keys.catalogue });
  }

  return (
    <FormDialog
      title={mailbox ? <Trans>Edit {mailbox.address}</Trans> : <Trans>Add a mailbox</Trans>}
      submitLabel={mailbox ? <Trans>Save</Trans> : <Trans>Add</Trans>}
      onClose={onClose}
      onSubmit={save}
    >
      {(problemAt) => (
        <>
          <TextInput
            name="address"
            type="email"
            label={t`Address that customers write to`}
            defaultValue={mailbox?.address}
            required
            error={problemAt('/address')}
            data-autofocus
          />
          <TextInput
            name="from_name"
            label={t`Name that customers see`}
            defaultValue={mailbox?.from_name}
            required
            error={problemAt('/from_name')}
          />
          <Select
            label={t`Department`}
            description={t`New tickets from this mailbox go there.`}
            data={(catalogue?.departments ?? []).map((one) => ({ value: one.id, label: one.name }))}
            value={department}
            onChange={setChosen}
            allowDeselect={false}
            error={problemAt('/department_id')}
          />
          <Textarea
            name="signature_html"
            label={t`Signature (HTML)`}
            defaultValue={mailbox?.signature_html}
            autosize
            minRows={3}
            maxRows={10}
            error={problemAt('/signature_html')}
          />
          <Switch
            label={t`Active`}
            checked={active}
            onChange={(event) => setActive(event.currentTarget.checked)}
          />
        </>
      )}
    </FormDialog>
  );
}
