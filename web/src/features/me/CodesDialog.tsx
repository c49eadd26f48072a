import { Trans, useLingui } from '@lingui/react/macro';
import { Button, CopyButton, Modal } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react';
import classes from './me.module.css';

/** Recovery codes, this once. */
export function CodesDialog({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const { t } = useLingui();
  const text = `${codes.join('\n')}\n`;
  return (
    <Modal
      opened
      onClose={onClose}
      title={<Trans>Recovery codes</Trans>}
      size={460}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <p className={classes.lead}>
        <Trans>
          Each code lets you in once when you do not have your app or key at hand. They are shown only now:
          keep them where nobody else reads them.
        </Trans>
      </p>
      <ul className={classes.codes} aria-label={t`Recovery codes`}>
        {codes.map((code) => (
          <li key={code}>
            <code>{`${code.slice(0, 4)} ${code.slice(4)}`}</code>
          </li>
        ))}
      </ul>
      <div className={classes.actions}>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
            >
              {copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
            </Button>
          )}
        </CopyButton>
        <Button
          component="a"
          variant="default"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="tandem-recovery-codes.txt"
          leftSection={<IconDownload size={15} />}
        >
          <Trans>Download</Trans>
        </Button>
        <Button onClick={onClose}>
          <Trans>I have kept them</Trans>
        </Button>
      </div>
    </Modal>
  );
}
