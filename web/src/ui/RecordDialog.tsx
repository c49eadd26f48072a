import { Trans, useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FormDialog, type TextOf } from './FormDialog';
import type { ProblemAt } from './useProblems';

interface Props {
  /** What the record is called that is edited; null while a new one is made. */
  edited: string | null;
  addTitle: ReactNode;
  size?: number;
  /** What has to be asked again afterwards. */
  stale: QueryKey[];
  onClose: () => void;
  onSave: (text: TextOf) => Promise<unknown>;
  children: (problemAt: ProblemAt) => ReactNode;
}

/** The form of one record of the settings, the same for a new one and for one that is there. */
export function RecordDialog({ edited, addTitle, stale, onSave, ...form }: Props) {
  const client = useQueryClient();

  async function save(text: TextOf): Promise<void> {
    try {
      await onSave(text);
    } finally {
      // Some of it may be saved even if the rest was refused.
      await Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey })));
    }
  }

  return (
    <FormDialog
      {...form}
      title={edited === null ? addTitle : <Trans>Edit {edited}</Trans>}
      submitLabel={edited === null ? <Trans>Add</Trans> : <Trans>Save</Trans>}
      onSubmit={save}
    />
  );
}

interface NameFieldProps {
  name: string | undefined;
  problemAt: ProblemAt;
  /** People and things have different words for it in some languages. */
  person?: boolean;
}

/** Most records have a name, and one begins there. */
export function NameField({ name, problemAt, person }: NameFieldProps) {
  const { t } = useLingui();
  return (
    <TextInput
      name="name"
      label={person ? t`Name` : t({ message: 'Name', context: 'of a thing' })}
      defaultValue={name}
      required
      error={problemAt('/name')}
      data-autofocus
    />
  );
}
