import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type CustomerDetail, customerQuery } from '~/api/customers';
import { day } from '~/i18n/format';
import { Delayed } from '~/ui/Delayed';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import { PageFrame } from '~/ui/PageFrame';
import { Addresses } from './Addresses';
import { CustomerActions } from './CustomerActions';
import { CustomerFacts } from './CustomerFacts';
import classes from './customers.module.css';
import { Exports } from './Exports';
import { LatestTickets } from './LatestTickets';

const route = getRouteApi('/_app/people_/customers/$id');

/** Everything that the house knows of one customer, and what can be done about it. */
export function CustomerPage() {
  const { t } = useLingui();
  const { id } = route.useParams();
  const query = useQuery(customerQuery(id));
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data)
    return (
      <Delayed>
        <p role="status" className="sr-only">{t`Loading`}</p>
      </Delayed>
    );
  if (query.data.merged_into) return <Merged into={query.data.merged_into} name={query.data.name} />;
  return <Card customer={query.data} />;
}

function Card({ customer }: { customer: CustomerDetail }) {
  const name = customer.name || customer.email;
  return (
    <PageFrame
      title={<span dir="auto">{name}</span>}
      intro={
        <>
          <Link to="/people" search={{ tab: 'customers' }} className={classes.back}>
            <IconArrowLeft size={14} stroke={1.6} aria-hidden="true" /> <Trans>All customers</Trans>
          </Link>
          {' · '}
          <Trans>Known since {day(customer.created_at)}</Trans>
          {customer.blocked ? (
            <span className={classes.flag}>
              <Trans>Blocked: what they write goes to the spam folder</Trans>
            </span>
          ) : null}
        </>
      }
      actions={<CustomerActions customer={customer} />}
    >
      <div className={classes.columns}>
        <div className={classes.stack}>
          {/* A form begins anew for another customer, and when somebody else has changed this one and nothing is typed here. */}
          <CustomerFacts key={customer.id} customer={customer} />
          <Addresses customer={customer} />
        </div>
        <div className={classes.stack}>
          <LatestTickets customer={customer} />
          {customer.abilities.export?.allowed ? <Exports customer={customer} /> : null}
        </div>
      </div>
    </PageFrame>
  );
}

function Merged({ into, name }: { into: string; name: string }) {
  return (
    <Empty
      level={1}
      title={<Trans>{name} was merged with another customer</Trans>}
      action={
        <Button component={Link} to="/people/customers/$id" params={{ id: into } as never}>
          <Trans>Open the customer who stayed</Trans>
        </Button>
      }
    >
      <Trans>Addresses and tickets are there now.</Trans>
    </Empty>
  );
}
