import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { replayMails } from '~/api/settings';
import { useWords } from '~/ui/Failure';
import { complain, tell } from '~/ui/notify';
import classes from './mail.module.css';

/** Mails of one request. */
const most = 200;

/** What can be done with the mails that are chosen; there only while some are. */
export function ReplayBar({ chosen, onDone }: { chosen: ReadonlySet<string>; onDone: () => void }) {
  const { t } = useLingui();
  const words = useWords();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  if (chosen.size === 0) return null;

  async function replay(): Promise<void> {
    setBusy(true);
    try {
      const { placed, read, skipped } = await replayMails([...chosen].slice(0, most));
      tell(t`Placed again: ${placed}. Read again: ${read}. Nothing to do: ${skipped}.`);
      onDone();
    } catch (error) {
      complain(words(error));
    }
    setBusy(false);
    await client.invalidateQueries({ queryKey: keys.mailLog });
    await client.invalidateQueries({ queryKey: keys.quarantine });
    await client.invalidateQueries({ queryKey: keys.mailTrouble });
  }

  return (
    <section className={classes.replay} aria-label={t`Chosen mails`}>
      <b>
        <Plural value={chosen.size} one="# mail chosen" other="# mails chosen" />
      </b>
      <span>
        <Trans>
          What lies in quarantine is placed again, what is on a ticket is read again. Nothing is there twice.
        </Trans>
      </span>
      <Button loading={busy} onClick={() => void replay()}>
        <Trans>Place and read again</Trans>
      </Button>
      <Button variant="default" onClick={onDone}>
        <Trans>Cancel</Trans>
      </Button>
    </section>
  );
}
