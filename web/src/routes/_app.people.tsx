import { createFileRoute } from '@tanstack/react-router';
import { PeoplePage } from '~/features/people/PeoplePage';
import { isPeopleTab, type PeopleTab } from '~/features/people/tabs';

export const Route = createFileRoute('/_app/people')({
  validateSearch: (search: Record<string, unknown>): { tab?: PeopleTab } =>
    isPeopleTab(search.tab) ? { tab: search.tab } : {},
  component: PeoplePage,
});
