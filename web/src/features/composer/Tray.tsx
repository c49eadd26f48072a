import { useLingui } from '@lingui/react/macro';
import { CloseButton, Progress } from '@mantine/core';
import { IconFile } from '@tabler/icons-react';
import type { Id, Upload } from '~/api/types';
import { bytes } from '~/i18n/format';
import classes from './composer.module.css';
import type { Pending } from './useUploads';

interface Props {
  files: Upload[];
  pending: Pending[];
  disabled: boolean;
  onRemove: (id: Id) => void;
}

export function Tray({ files, pending, disabled, onRemove }: Props) {
  const { t } = useLingui();
  const shown = files.filter((file) => !file.inline);
  if (shown.length + pending.length === 0) return null;
  return (
    <ul className={classes.tray} aria-label={t`Attachments`}>
      {shown.map((file) => (
        <li key={file.id}>
          {file.is_image ? (
            <img src={file.url} alt="" width={24} height={24} />
          ) : (
            <IconFile size={18} stroke={1.5} />
          )}
          <span dir="auto">{file.name}</span>
          <small>{bytes(file.size)}</small>
          <CloseButton
            size="xs"
            disabled={disabled}
            aria-label={t`Remove ${file.name}`}
            onClick={() => onRemove(file.id)}
          />
        </li>
      ))}
      {pending.map((file) => (
        <li key={file.key} data-failed={file.error ? true : undefined}>
          <span dir="auto">{file.name}</span>
          {file.error ? (
            <small role="alert">{file.error}</small>
          ) : (
            <Progress value={file.share * 100} size="sm" w={60} aria-label={t`Upload of ${file.name}`} />
          )}
          <CloseButton size="xs" aria-label={t`Cancel the upload of ${file.name}`} onClick={file.cancel} />
        </li>
      ))}
    </ul>
  );
}
