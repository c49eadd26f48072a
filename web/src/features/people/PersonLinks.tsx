import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { invite, sendPasswordLink, withdrawInvitation } from '~/api/security';
import type { Person } from '~/api/settingsTypes';
import { useWords } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import type { Invited } from './InvitedDialog';

interface Props {
  person: Person;
  onInvited: (invited: Invited) => void;
}

/** The links that can be mailed to a colleague: to join, or to choose a new password. */
export function PersonLinks({ person, onInvited }: Props) {
  const client = useQueryClient();
  const words = useWords();
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [waits, setWaits] = useState(person.invitation !== null);
  const { name, email } = person;

  async function act(what: () => Promise<void>): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      await what();
    } catch (caught) {
      setError(words(caught));
    } finally {
      setBusy(false);
      await client.invalidateQueries({ queryKey: keys.people });
    }
  }

  async function sent(way: typeof invite): Promise<void> {
    const { url } = await way(person.id);
    onInvited({ name, email, url });
  }

  if (!person.active) return null;
  return (
    <div>
      <FormAlert>{error}</FormAlert>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
        {person.can_sign_in ? (
          <Button
            variant="default"
            size="xs"
            disabled={busy}
            onClick={() => void act(() => sent(sendPasswordLink))}
          >
            <Trans>Mail a link for a new password</Trans>
          </Button>
        ) : (
          <Button
            variant="default"
            size="xs"
            disabled={busy}
            onClick={() =>
              void act(async () => {
                await sent(invite);
                setWaits(true);
              })
            }
          >
            {waits ? <Trans>Send the invitation again</Trans> : <Trans>Invite by mail</Trans>}
          </Button>
        )}
        {waits ? (
          <Button
            variant="default"
            color="red"
            size="xs"
            disabled={busy}
            onClick={() =>
              void act(async () => {
                await withdrawInvitation(person.id);
                setWaits(false);
              })
            }
          >
            <Trans>Withdraw the invitation</Trans>
          </Button>
        ) : null}
      </div>
    </div>
  );
}
