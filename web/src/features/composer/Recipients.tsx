import { Trans, useLingui } from '@lingui/react/macro';
import { IconPencil } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Address } from '~/api/types';
import { list } from '~/i18n/format';
import { LazyAddressInput } from '~/ui/LazyAddressInput';
import classes from './composer.module.css';
import type { DraftSession } from './session';
import { useDraft } from './useDraft';

const word = (one: Address) => (one.name ? `${one.name} <${one.email}>` : one.email);

/** One line that says exactly who will get the mail; chips to change it behind a click, or when `wanted` goes up. */
export function Recipients({ session, wanted }: { session: DraftSession; wanted: number }) {
  const { t } = useLingui();
  const { content } = useDraft(session);
  const [open, setOpen] = useState(false);
  const [sought, setSought] = useState(false);

  useEffect(() => {
    if (wanted === 0) return;
    setSought(true);
    setOpen(true);
  }, [wanted]);

  const everybody = [...content.to, ...content.cc];
  const names = list(everybody.map(word));
  return (
    <div className={classes.recipients}>
      {open ? (
        <div className={classes.chips}>
          <span>
            <Trans>To</Trans>
          </span>
          <LazyAddressInput
            key={wanted}
            label={t`To`}
            value={content.to}
            onChange={(to) => session.edit({ to })}
            autoFocus={sought}
          />
          <span>
            <Trans context="recipients">Copy</Trans>
          </span>
          <LazyAddressInput
            label={t({ message: 'Copy', context: 'recipients' })}
            value={content.cc}
            onChange={(cc) => session.edit({ cc })}
          />
          {content.cc.length > 1 ? (
            <button type="button" className={classes.plain} onClick={() => session.edit({ cc: [] })}>
              <Trans>Remove all copies</Trans>
            </button>
          ) : null}
        </div>
      ) : null}
      <p className={classes.who} data-empty={everybody.length === 0 || undefined}>
        <span>
          {everybody.length === 0 ? (
            <Trans>Nobody would receive this.</Trans>
          ) : (
            <Trans>Will be mailed to {names}</Trans>
          )}
        </span>
        <button
          type="button"
          className={classes.plain}
          aria-expanded={open}
          onClick={() => {
            setSought(false);
            setOpen((was) => !was);
          }}
        >
          <IconPencil size={13} stroke={1.8} />
          {open ? <Trans>Done</Trans> : <Trans>Change</Trans>}
        </button>
      </p>
    </div>
  );
}
