import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconAddressBook, IconArrowLeft } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import {
  customersOfQuery,
  deleteOrganisation,
  type OrganisationDetail,
  organisationQuery,
  takeIn,
} from '~/api/customers';
import { keys } from '~/api/keys';
import { meQuery } from '~/api/session';
import { OrganisationDialog } from '~/features/people/OrganisationDialog';
import { DataTable } from '~/ui/DataTable';
import { DeleteButton } from '~/ui/DeleteButton';
import { Empty } from '~/ui/Empty';
import { Failure, useWords } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import { MoreButton } from '~/ui/MoreButton';
import { PageFrame } from '~/ui/PageFrame';
import classes from './customers.module.css';

const route = getRouteApi('/_app/people_/organisations/$id');

/** One organisation: its domains, its customers, and who could join. */
export function OrganisationPage() {
  const { id } = route.useParams();
  const query = useQuery(organisationQuery(id));
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return query.data ? <Card organisation={query.data} /> : null;
}

function Card({ organisation }: { organisation: OrganisationDetail }) {
  const { t } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const [editing, setEditing] = useState(false);
  const may = me.abilities.edit_customers?.allowed ?? false;
  const query = useInfiniteQuery(customersOfQuery(organisation.id));
  return (
    <PageFrame
      title={<span dir="auto">{organisation.name}</span>}
      intro={
        <>
          <Link to="/people" search={{ tab: 'organisations' }} className={classes.back}>
            <IconArrowLeft size={14} stroke={1.6} aria-hidden="true" /> <Trans>All organisations</Trans>
          </Link>
          {organisation.domains.length > 0 ? ` · ${organisation.domains.join(', ')}` : ''}
          {' · '}
          <Plural value={organisation.customers} one="# customer" other="# customers" />
          {' · '}
          <Plural value={organisation.tickets} one="# ticket" other="# tickets" />
        </>
      }
      actions={
        may ? (
          <Button variant="default" onClick={() => setEditing(true)}>
            <Trans>Edit</Trans>
          </Button>
        ) : null
      }
    >
      {may && organisation.joinable > 0 ? <Joining organisation={organisation} /> : null}
      <DataTable
        label={t`Customers`}
        rows={query.data?.pages.flatMap((page) => page.results)}
        rowKey={(customer) => customer.id}
        empty={
          <Empty icon={<IconAddressBook size={22} stroke={1.6} />} title={<Trans>No customers yet</Trans>}>
            <Trans>Whoever writes from one of its domains for the first time joins it.</Trans>
          </Empty>
        }
        columns={[
          {
            key: 'name',
            title: t`Name`,
            cell: (customer) => (
              <Link to="/people/customers/$id" params={{ id: customer.id }}>
                {customer.name || customer.email}
              </Link>
            ),
          },
          { key: 'email', title: t`Email address`, extra: true, cell: (customer) => customer.email },
          {
            key: 'tickets',
            tight: true,
            title: t`Tickets`,
            cell: (customer) => <Plural value={customer.tickets} one="# ticket" other="# tickets" />,
          },
        ]}
      />
      <MoreButton query={query} />
      {may ? <Deleting organisation={organisation} /> : null}
      {editing ? <OrganisationDialog organisation={organisation} onClose={() => setEditing(false)} /> : null}
    </PageFrame>
  );
}

function Joining({ organisation }: { organisation: OrganisationDetail }) {
  const client = useQueryClient();
  const words = useWords();
  const [problem, setProblem] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);

  async function join(): Promise<void> {
    try {
      await takeIn(organisation.id);
      setAsked(true);
      // The worker begins at once; what it has done by then is shown.
      window.setTimeout(() => {
        void client.invalidateQueries({ queryKey: keys.organisations });
        void client.invalidateQueries({ queryKey: keys.allCustomers });
      }, 1_500);
    } catch (error) {
      setProblem(words(error));
    }
  }

  return (
    <div className={classes.join} role="status">
      <span>
        <Plural
          value={organisation.joinable}
          one="# customer writes from one of its domains and has no organisation yet."
          other="# customers write from one of its domains and have no organisation yet."
        />
      </span>
      <Button size="xs" variant="default" disabled={asked} onClick={() => void join()}>
        {asked ? <Trans>They join within moments</Trans> : <Trans>Let them join</Trans>}
      </Button>
      <FormAlert>{problem}</FormAlert>
    </div>
  );
}

function Deleting({ organisation }: { organisation: OrganisationDetail }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return (
    <div className={classes.end}>
      <DeleteButton
        label={<Trans>Delete the organisation</Trans>}
        consequence={<Trans>Its customers and their tickets stay, without an organisation.</Trans>}
        onDelete={async () => {
          await deleteOrganisation(organisation.id);
          await navigate({ to: '/people', search: { tab: 'organisations' } });
          client.removeQueries({ queryKey: keys.organisation(organisation.id) });
          await client.invalidateQueries({ queryKey: keys.organisations });
        }}
      />
    </div>
  );
}
