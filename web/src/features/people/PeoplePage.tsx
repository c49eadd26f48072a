import { useLingui } from '@lingui/react/macro';
import { Tabs } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { meQuery } from '~/api/session';
import { PageFrame } from '~/ui/PageFrame';
import { Agents } from './Agents';
import { Customers } from './Customers';
import { Departments } from './Departments';
import { Organisations } from './Organisations';
import classes from './people.module.css';
import { Rights } from './Rights';
import { SignInRules } from './SignInRules';
import { Teams } from './Teams';
import { isPeopleTab } from './tabs';
import { usePeopleTabs } from './usePeopleTabs';

const Collisions = lazy(() => import('./collisions/Collisions'));
const Tags = lazy(() => import('./Tags'));
const route = getRouteApi('/_app/people');

export function PeoplePage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { data: me } = useSuspenseQuery(meQuery);
  const names = usePeopleTabs(me);
  const wished = route.useSearch().tab;
  const tab = names.find(([key]) => key === wished)?.[0] ?? names[0]?.[0] ?? 'customers';
  return (
    <PageFrame title={t`People`}>
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ to: '/people', search: isPeopleTab(next) ? { tab: next } : {} })}
        keepMounted={false}
      >
        <Tabs.List mb="md" className={classes.tabs}>
          {names.map(([key, name]) => (
            <Tabs.Tab key={key} value={key}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="agents">
          <Agents />
        </Tabs.Panel>
        <Tabs.Panel value="customers">
          <Customers />
        </Tabs.Panel>
        <Tabs.Panel value="organisations">
          <Organisations />
        </Tabs.Panel>
        <Tabs.Panel value="departments">
          <Departments />
        </Tabs.Panel>
        <Tabs.Panel value="tags">
          <Suspense>
            <Tags />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="teams">
          <Teams />
        </Tabs.Panel>
        <Tabs.Panel value="rights">
          <Rights />
        </Tabs.Panel>
        <Tabs.Panel value="sign-in">
          <SignInRules />
        </Tabs.Panel>
        <Tabs.Panel value="collisions">
          <Suspense>
            <Collisions manages={me.abilities.manage_collisions?.allowed ?? false} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </PageFrame>
  );
}
