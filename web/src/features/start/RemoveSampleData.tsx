import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { removeSampleData, sampleDataQuery } from '~/api/sampleData';
import { Failure } from '~/ui/Failure';
import { FormDialog } from '~/ui/FormDialog';
import { tell } from '~/ui/notify';
import classes from './sample.module.css';
import { useSampleDataChanged } from './useSampleData';

/** How much goes, how much has become real and stays, and one press. */
export default function RemoveSampleData({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const changed = useSampleDataChanged();
  const query = useQuery(sampleDataQuery);
  const data = query.data;
  return (
    <FormDialog
      title={<Trans>Remove sample data</Trans>}
      submitLabel={<Trans>Remove for good</Trans>}
      danger
      onClose={onClose}
      onSubmit={async () => {
        await removeSampleData();
        await changed();
        tell(t`The sample data is gone`);
      }}
    >
      {() =>
        query.isLoadingError ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : (
          <div className={classes.words} aria-busy={!data || undefined}>
            {data ? (
              <>
                <p>
                  <Trans>
                    <Plural value={data.tickets} one="# ticket" other="# tickets" /> and{' '}
                    <Plural value={data.customers} one="# sample customer" other="# sample customers" /> go
                    for good, with everything that was written on them.
                  </Trans>
                </p>
                {data.kept_tickets + data.kept_customers > 0 ? (
                  <p>
                    <Trans>
                      <Plural value={data.kept_tickets} one="# ticket" other="# tickets" /> and{' '}
                      <Plural value={data.kept_customers} one="# customer" other="# customers" /> stay: a real
                      customer or a real mail has come to them.
                    </Trans>
                  </p>
                ) : null}
                <p className={classes.quiet}>
                  <Trans>Your own customers and their mails are not touched. Nothing brings this back.</Trans>
                </p>
              </>
            ) : null}
          </div>
        )
      }
    </FormDialog>
  );
}
