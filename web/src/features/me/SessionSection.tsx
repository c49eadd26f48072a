import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { endOtherSessions, endSession, type SessionRow, sessionsQuery } from '~/api/security';
import { dateTime } from '~/i18n/format';
import { Failure, useWords } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import classes from './me.module.css';

const phones = new Set(['iPhone', 'iPad', 'Android']);

/** Where one is signed in; each can be ended, and all but this one. */
export function SessionSection() {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const query = useQuery(sessionsQuery);
  const [error, setError] = useState<string | null>(null);

  async function end(what: () => Promise<unknown>): Promise<void> {
    setError(null);
    try {
      await what();
    } catch (caught) {
      setError(words(caught));
    } finally {
      await client.invalidateQueries({ queryKey: keys.sessions });
    }
  }

  const name = ({ browser, system }: SessionRow) =>
    browser && system ? t`${browser} on ${system}` : browser || system || t`A program`;
  return (
    <section className={classes.section} aria-labelledby="my-sessions">
      <h2 id="my-sessions">
        <Trans>Where you are signed in</Trans>
      </h2>
      <FormAlert>{error}</FormAlert>
      {query.isLoadingError ? <Failure error={query.error} retry={() => void query.refetch()} /> : null}
      <ul className={classes.rows} aria-label={t`Where you are signed in`}>
        {query.data?.results.map((row) => (
          <li key={row.id}>
            {phones.has(row.system) ? (
              <IconDeviceMobile size={18} stroke={1.6} />
            ) : (
              <IconDeviceDesktop size={18} stroke={1.6} />
            )}
            <span>
              <b>{name(row)}</b>
              <small>
                <Trans>
                  {row.address} · signed in {dateTime(row.signed_in_at)} · last active{' '}
                  {dateTime(row.active_at)}
                </Trans>
              </small>
            </span>
            {row.current ? (
              <em>
                <Trans>This browser</Trans>
              </em>
            ) : (
              <Button
                variant="subtle"
                size="compact-sm"
                color="red"
                aria-label={t`End the session: ${name(row)}`}
                onClick={() => void end(() => endSession(row.id))}
              >
                <Trans>End</Trans>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {(query.data?.results.length ?? 0) > 1 ? (
        <Button variant="default" onClick={() => void end(endOtherSessions)}>
          <Trans>End all other sessions</Trans>
        </Button>
      ) : null}
    </section>
  );
}
