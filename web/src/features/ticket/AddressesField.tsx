import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { Address } from '~/api/types';
import { LazyAddressInput } from '~/ui/LazyAddressInput';
import classes from './context.module.css';
import { PropertyRow } from './PropertyRow';
import { useEditing } from './useTicketEdit';

/** Who receives a copy of every public reply of this ticket. */
export function AddressesField() {
  const { t } = useLingui();
  const { ticket, edit, problems } = useEditing();
  const [draft, setDraft] = useState<{ base: Address[]; cc: Address[] } | null>(null);
  const allowed = ticket.abilities.edit?.allowed ?? false;
  const plain = ticket.cc.map(({ email, name }) => ({ email, name }));

  async function close(): Promise<void> {
    if (draft && (await edit('cc', draft.cc, draft.base)) !== 'failed') setDraft(null);
  }

  return (
    <PropertyRow label={t`Copy to`} field="cc" problem={problems.cc}>
      {draft ? (
        <LazyAddressInput
          autoFocus
          label={t`Copy to`}
          value={draft.cc}
          onChange={(cc) => setDraft({ ...draft, cc })}
          onBlur={() => void close()}
        />
      ) : (
        <button
          type="button"
          className={classes.choice}
          data-empty={plain.length === 0 || undefined}
          disabled={!allowed}
          aria-label={
            plain.length > 0
              ? t`Copy to: ${plain.map((one) => one.name || one.email).join(', ')}`
              : t`Copy to: nobody`
          }
          onClick={() => setDraft({ base: plain, cc: plain })}
        >
          <span>{plain.length > 0 ? plain.map((one) => one.name || one.email).join(', ') : t`Nobody`}</span>
        </button>
      )}
    </PropertyRow>
  );
}
