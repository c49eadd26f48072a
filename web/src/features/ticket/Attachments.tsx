import { Trans, useLingui } from '@lingui/react/macro';
import { IconDownload, IconFile } from '@tabler/icons-react';
import type { Attachment } from '~/api/types';
import { bytes, moment } from '~/i18n/format';
import classes from './conversation.module.css';

export function Attachments({ files }: { files: Attachment[] }) {
  const { t } = useLingui();
  if (files.length === 0) return null;
  return (
    <ul className={classes.files} aria-label={t`Attachments`}>
      {files.map((file) => (
        <li key={file.id}>
          {file.removed ? (
            <small>
              <Trans>
                {file.name}: file removed by {file.removed.by || t`the system`}, {moment(file.removed.at)}
              </Trans>
            </small>
          ) : (
            <a
              href={file.url}
              download={file.name}
              className={classes.file}
              aria-label={t`Download ${file.name}`}
            >
              {file.preview_url ? (
                <img src={file.preview_url} alt="" loading="lazy" width={36} height={36} />
              ) : (
                <IconFile size={20} stroke={1.5} />
              )}
              <span>
                <b dir="auto">{file.name}</b>
                <small>{bytes(file.size)}</small>
              </span>
              <IconDownload size={15} stroke={1.6} />
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
