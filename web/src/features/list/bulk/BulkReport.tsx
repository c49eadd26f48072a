import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useState } from 'react';
import { offerUndo, withdrawUndo } from '~/ui/undoable';
import { parseSearch } from '../filters';
import classes from './bulk.module.css';
import { type Bulk, type Report, undoable } from './useBulk';

/** What came of it, ticket by ticket where it was not done, with the ways on. */
export function BulkReport({ bulk, report }: { bulk: Bulk; report: Report }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const { results, order } = report;
  const of = (outcome: string) => results.filter((one) => one.outcome === outcome);
  const [done, skipped, failed] = [of('done'), of('skipped'), of('failed')];
  const rest = [...failed, ...skipped];
  const canUndo = order !== null && order.action !== 'delete' && undoable(results).length > 0;
  const undo = useEffectEvent(() => void bulk.undo());
  useEffect(() => {
    if (!canUndo) return;
    offerUndo('bulk', undo);
    return () => withdrawUndo('bulk');
  }, [canUndo]);
  return (
    <section className={classes.report} aria-label={t`What came of it`}>
      <p role="status">
        {[
          order === null ? t`${done.length} undone` : t`${done.length} done`,
          skipped.length > 0 ? t`${skipped.length} skipped` : null,
          failed.length > 0 ? t`${failed.length} failed` : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <div className={classes.ways}>
        {rest.length > 0 ? (
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? <Trans>Hide the list</Trans> : <Trans>Show why</Trans>}
          </button>
        ) : null}
        {failed.length > 0 && order !== null ? (
          <button type="button" onClick={() => void bulk.retry()}>
            <Trans>Retry failed</Trans>
          </button>
        ) : null}
        {canUndo ? (
          <button type="button" onClick={() => void bulk.undo()}>
            <Trans>Undo all</Trans>
          </button>
        ) : null}
        <ActionIcon aria-label={t`Dismiss`} onClick={bulk.close}>
          <IconX size={15} stroke={1.6} />
        </ActionIcon>
      </div>
      {open ? (
        <ul className={classes.list}>
          {rest.map((one) => (
            <li key={one.id ?? one.number}>
              {one.number === null ? (
                <span>{t`A ticket`}</span>
              ) : (
                <Link
                  to="/tickets/$number"
                  params={{ number: String(one.number) }}
                  search={(old) => parseSearch(old)}
                >
                  #{one.number}
                </Link>
              )}{' '}
              <span>
                {one.reason}
                {one.kept === 'draft' ? ` ${t`Its text is your draft there.`}` : null}
                {one.kept === 'version'
                  ? ` ${t`Its text is among the earlier versions of your draft.`}`
                  : null}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
