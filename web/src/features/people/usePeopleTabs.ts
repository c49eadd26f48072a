import { useLingui } from '@lingui/react/macro';
import type { Me } from '~/api/types';
import type { PeopleTab } from './tabs';

/** The parts of the page of people that this person may see. */
export function usePeopleTabs(me: Me): [PeopleTab, string][] {
  const { t } = useLingui();
  const manages = me.abilities.manage_people?.allowed ?? false;
  const tabs: [PeopleTab, string, boolean][] = [
    ['agents', t`Agents`, manages],
    ['customers', t`Customers`, true],
    ['organisations', t`Organisations`, me.abilities.edit_customers?.allowed ?? false],
    ['departments', t`Departments`, manages],
    ['teams', t`Teams`, manages],
    ['tags', t`Tags`, manages],
    ['rights', t`Rights`, true],
    ['sign-in', t`Signing in`, manages],
    ['collisions', t`Collisions`, me.abilities.read_collisions?.allowed ?? false],
  ];
  return tabs.filter(([, , may]) => may).map(([tab, name]) => [tab, name]);
}
