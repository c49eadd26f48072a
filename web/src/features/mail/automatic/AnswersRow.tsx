import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { Mailbox } from '~/api/settingsTypes';
import { locales } from '~/i18n/locales';
import servers from '../servers/servers.module.css';

const AnswersDialog = lazy(() => import('./AnswersDialog'));

/** What a mailbox writes by itself: a row of its facts. */
export function AnswersRow({ box }: { box: Mailbox }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const { address } = box;
  const languages = locales
    .filter((one) => one.code in box.acknowledgements)
    .map((one) => one.name)
    .join(', ');
  return (
    <>
      <dt className={servers.label}>
        <Trans>Answers by itself</Trans>
      </dt>
      <dd className={servers.way}>
        <span>
          {box.acknowledges ? (
            <Trans>acknowledges new tickets ({languages})</Trans>
          ) : box.confirms ? (
            <Trans>asks strangers to confirm their address</Trans>
          ) : (
            <Trans>nothing</Trans>
          )}
        </span>
        {box.acknowledges && box.confirms ? (
          <span className={servers.quiet}>
            <Trans>asks strangers to confirm their address</Trans>
          </span>
        ) : null}
        <Button
          variant="subtle"
          onClick={() => setOpen(true)}
          aria-label={t`Change what ${address} answers by itself`}
        >
          <Trans>Change</Trans>
        </Button>
        {open ? (
          <Suspense>
            <AnswersDialog box={box} onClose={() => setOpen(false)} />
          </Suspense>
        ) : null}
      </dd>
    </>
  );
}
