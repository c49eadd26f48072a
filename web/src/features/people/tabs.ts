export const peopleTabs = [
  'agents',
  'customers',
  'organisations',
  'departments',
  'teams',
  'tags',
  'rights',
  'sign-in',
  'collisions',
] as const;
export type PeopleTab = (typeof peopleTabs)[number];

export function isPeopleTab(value: unknown): value is PeopleTab {
  return peopleTabs.some((tab) => tab === value);
}
