import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconFile, IconPaperclip } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { removeFile, restoreFile } from '~/api/notes';
import type { Attachment, Message, Ticket } from '~/api/types';
import { bytes, dateTime, moment } from '~/i18n/format';
import { Empty } from '~/ui/Empty';
import { useWords } from '~/ui/Failure';
import { tell } from '~/ui/notify';
import classes from './files.module.css';

/** All files of the ticket, the newest first, each with the message that brought it. */
export default function Files({ ticket, messages }: { ticket: Ticket; messages: Message[] }) {
  const { t } = useLingui();
  const files = messages
    .filter((message) => !message.undone)
    .flatMap((message) => message.attachments.map((file) => ({ file, message })))
    .reverse();
  if (files.length === 0) {
    return (
      <Empty icon={<IconPaperclip size={22} stroke={1.6} />} title={<Trans>No files</Trans>}>
        <Trans>Files of messages and notes appear here.</Trans>
      </Empty>
    );
  }
  return (
    <section
      className={classes.pane}
      aria-label={t`Attachments`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
      tabIndex={0}
    >
      <ul className={classes.files}>
        {files.map(({ file, message }) => (
          <File key={file.id} file={file} message={message} ticket={ticket} />
        ))}
      </ul>
    </section>
  );
}

interface FileProps {
  file: Attachment;
  message: Message;
  ticket: Ticket;
}

function File({ file, message, ticket }: FileProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const may = ticket.abilities.remove_file?.allowed ?? false;
  const who = message.author.name || message.author.email || t`Unknown sender`;
  const source =
    message.kind === 'note'
      ? t`internal note`
      : message.kind === 'reply'
        ? t`public reply`
        : t`message of the customer`;

  async function act(call: () => Promise<unknown>, done?: () => void): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      await call();
      await client.invalidateQueries({ queryKey: ['ticket', ticket.number] });
      done?.();
    } catch (error) {
      setProblem(words(error));
    } finally {
      setBusy(false);
    }
  }
  const restore = () => act(() => restoreFile(file.id));
  const remove = () =>
    act(
      () => removeFile(file.id),
      () => tell(t`${file.name} removed`, { label: t`Undo`, run: () => void restore() }),
    );

  return (
    <li data-removed={file.removed ? true : undefined}>
      {file.preview_url && !file.removed ? (
        <a href={file.preview_url} target="_blank" rel="noreferrer" aria-label={t`Look at ${file.name}`}>
          <img src={file.preview_url} alt="" loading="lazy" />
        </a>
      ) : (
        <span className={classes.sign}>
          <IconFile size={22} stroke={1.4} />
        </span>
      )}
      <div className={classes.facts}>
        {file.removed ? (
          <del dir="auto">{file.name}</del>
        ) : (
          <a href={file.url} download={file.name} dir="auto">
            {file.name}
          </a>
        )}
        <span>
          {bytes(file.size)} · {who}, {source} ·{' '}
          <time title={dateTime(message.at)}>{moment(message.at)}</time>
        </span>
        {file.removed ? (
          <span>
            <Trans>
              File removed by {file.removed.by || t`the system`}, {moment(file.removed.at)}
            </Trans>
          </span>
        ) : null}
        {problem ? <small role="alert">{problem}</small> : null}
      </div>
      {may && !file.removed ? (
        <Button
          variant="default"
          loading={busy}
          aria-label={t`Remove ${file.name}`}
          onClick={() => void remove()}
        >
          <Trans>Remove</Trans>
        </Button>
      ) : null}
      {may && file.removed?.restorable ? (
        <Button
          variant="default"
          loading={busy}
          aria-label={t`Restore ${file.name}`}
          onClick={() => void restore()}
        >
          <Trans>Restore</Trans>
        </Button>
      ) : null}
    </li>
  );
}
