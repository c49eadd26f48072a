import { Trans, useLingui } from '@lingui/react/macro';
import { Button, CopyButton, Modal, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

export interface Invited {
  name: string;
  email: string;
  url: string;
}

/** The link that was mailed, shown this once, for whoever hands it over by another way. */
export function InvitedDialog({ name, email, url, onClose }: Invited & { onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Modal
      opened
      onClose={onClose}
      title={<Trans>A link for {name}</Trans>}
      size={520}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <p style={{ marginBlockStart: 0, color: 'var(--fg-2)' }}>
        <Trans>
          It is on its way to {email} and works once. If mail does not arrive, hand it over yourself: it is
          shown only now.
        </Trans>
      </p>
      <TextInput label={t`Link`} value={url} readOnly mb="md" />
      <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8 }}>
        <CopyButton value={url}>
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
        <Button onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </Modal>
  );
}
