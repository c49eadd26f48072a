import { Trans, useLingui } from '@lingui/react/macro';
import { TagsInput } from '@mantine/core';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { changeOrganisation, createOrganisation } from '~/api/settings';
import type { Organisation } from '~/api/settingsTypes';
import type { TextOf } from '~/ui/FormDialog';
import { NameField, RecordDialog } from '~/ui/RecordDialog';

interface Props {
  organisation: Organisation | null;
  onClose: () => void;
}

/** Name and mail domains of an organisation. */
export function OrganisationDialog({ organisation, onClose }: Props) {
  const { t } = useLingui();
  const [domains, setDomains] = useState(organisation?.domains ?? []);

  async function save(text: TextOf): Promise<void> {
    const input = { name: text('name'), domains };
    if (organisation) {
      const base = { name: organisation.name, domains: organisation.domains };
      await changeOrganisation(organisation.id, input, base);
    } else await createOrganisation(input);
  }

  return (
    <RecordDialog
      edited={organisation?.name ?? null}
      addTitle={<Trans>Add an organisation</Trans>}
      stale={[keys.organisations]}
      onClose={onClose}
      onSave={save}
    >
      {(problemAt) => (
        <>
          <NameField name={organisation?.name} problemAt={problemAt} />
          <TagsInput
            label={t`Domains`}
            placeholder="example.com"
            value={domains}
            onChange={(next) => setDomains(next.map((one) => one.trim().toLowerCase().replace(/^@/, '')))}
            acceptValueOnBlur
            error={problemAt('/domains')}
          />
        </>
      )}
    </RecordDialog>
  );
}
