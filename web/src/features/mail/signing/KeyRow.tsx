import { Trans, useLingui } from '@lingui/react/macro';
import { Button, CopyButton } from '@mantine/core';
import { useState } from 'react';
import {
  checkSigningKey,
  removeSigningKey,
  type SigningKey,
  type SigningRecordFound,
  switchSigning,
} from '~/api/signing';
import { moment } from '~/i18n/format';
import classes from './signing.module.css';
import { useAct } from './useAct';

/** One key: its record to publish, whether that is there, and whether mail is signed with it. */
export function KeyRow({ one }: { one: SigningKey }) {
  const { t } = useLingui();
  const { busy, act } = useAct();
  const [found, setFound] = useState<SigningRecordFound | null>(null);
  const name = one.record_name;
  const check = () => act(async () => setFound(await checkSigningKey(one.id)));
  return (
    <section className={classes.key} aria-label={name}>
      <p className={classes.state}>
        {one.signs ? (
          <Trans>
            Mail is signed with this key. Made {moment(one.created_at)}, its record is checked once a day.
          </Trans>
        ) : (
          <Trans>Publish this record, then start to sign. Made {moment(one.created_at)}.</Trans>
        )}
      </p>
      {one.trouble ? (
        <p role="alert" className={classes.found}>
          {one.trouble} <Trans>Noticed {moment(one.trouble_since ?? one.created_at)}.</Trans>
        </p>
      ) : null}
      <dl className={classes.record}>
        <dt>
          <Trans>Type</Trans>
        </dt>
        <dd>
          <code>TXT</code>
        </dd>
        <dt>
          <Trans>Name</Trans>
        </dt>
        <dd>
          <code>{name}</code>
          <Copy value={name} label={t`Copy the name`} />
        </dd>
        <dt>
          <Trans>Value</Trans>
        </dt>
        <dd>
          <code className={classes.value}>{one.record_value}</code>
          <Copy value={one.record_value} label={t`Copy the value`} />
        </dd>
      </dl>
      {found ? (
        <p role="status" className={classes.found} data-found={found.found}>
          {found.words}
        </p>
      ) : null}
      <div className={classes.actions}>
        <Button variant="default" disabled={busy} onClick={() => void check()}>
          <Trans>Check the record</Trans>
        </Button>
        {one.signs ? (
          <Button
            variant="default"
            disabled={busy}
            onClick={() => void act(() => switchSigning(one.id, false))}
          >
            <Trans>Stop signing</Trans>
          </Button>
        ) : (
          <>
            <Button disabled={busy} onClick={() => void act(() => switchSigning(one.id, true))}>
              <Trans>Start to sign</Trans>
            </Button>
            <Button
              variant="subtle"
              color="gray"
              disabled={busy}
              onClick={() => void act(() => removeSigningKey(one.id))}
            >
              <Trans>Remove the key</Trans>
            </Button>
          </>
        )}
      </div>
    </section>
  );
}

function Copy({ value, label }: { value: string; label: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button variant="subtle" onClick={copy} aria-label={label}>
          {copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
        </Button>
      )}
    </CopyButton>
  );
}
