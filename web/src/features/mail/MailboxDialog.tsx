import { Trans, useLingui } from '@lingui/react/macro';
import { Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { catalogueQuery } from '~/api/session';
import { changeMailbox, createMailbox } from '~/api/settings';
import type { Mailbox } from '~/api/settingsTypes';
import { DepartmentField } from '~/features/people/fields';
import { locales } from '~/i18n/locales';
import type { TextOf } from '~/ui/FormDialog';
import { RecordDialog } from '~/ui/RecordDialog';

export function MailboxDialog({ mailbox, onClose }: { mailbox: Mailbox | null; onClose: () => void }) {
  const { t } = useLingui();
  const { data: catalogue } = useQuery(catalogueQuery);
  const [chosen, setChosen] = useState(mailbox?.department_id ?? null);
  const department = chosen ?? catalogue?.departments[0]?.id ?? '';
  const [language, setLanguage] = useState(mailbox?.language ?? '');
  const [active, setActive] = useState(mailbox?.active ?? true);

  async function save(text: TextOf): Promise<void> {
    const input = {
      address: text('address'),
      from_name: text('from_name'),
      signature_html: text('signature_html'),
      language,
      reply_address: text('reply_address'),
      active,
      department_id: department,
    };
    if (mailbox) {
      const { address, from_name, signature_html, department_id, reply_address } = mailbox;
      const seen = { language: mailbox.language, reply_address, active: mailbox.active };
      const base = { address, from_name, signature_html, department_id, ...seen };
      await changeMailbox(mailbox.id, input, base);
    } else await createMailbox(input);
  }

  return (
    <RecordDialog
      edited={mailbox?.address ?? null}
      addTitle={<Trans>Add a mailbox</Trans>}
      stale={[keys.mailboxes, keys.catalogue]}
      onClose={onClose}
      onSave={save}
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
          <DepartmentField
            description={t`New tickets from this mailbox go there.`}
            value={department}
            onChange={setChosen}
            problemAt={problemAt}
          />
          <TextInput
            name="reply_address"
            type="email"
            label={t`Address for replies`}
            description={t`Only if customers should answer elsewhere; mail to it has to be led here as well.`}
            defaultValue={mailbox?.reply_address}
            error={problemAt('/reply_address')}
          />
          <Select
            label={t`Language`}
            description={t`Of what the mailbox writes by itself to customers who have none of their own.`}
            data={[
              { value: '', label: t`That of the installation` },
              ...locales.map(({ code, name }) => ({ value: code, label: name })),
            ]}
            value={language}
            onChange={(value) => setLanguage(value ?? '')}
            allowDeselect={false}
            error={problemAt('/language')}
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
    </RecordDialog>
  );
}
