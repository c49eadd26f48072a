import { useLingui } from '@lingui/react/macro';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useOffers } from '~/actions/offered';
import { meQuery } from '~/api/session';
import { type Group, type Item, order } from './item';
import { fitting, type Mode } from './matching';
import { recentIds } from './recent';
import { useFound } from './useFound';
import { useLocalItems } from './useLocalItems';

export interface Section {
  group: Group;
  name: string;
  items: Item[];
}

const actions: Group[] = ['ticket', 'selected', 'macros'];
/** So many of a group, while one looks through all. */
const most = 8;

/** What stands in the list: groups in their order, in each the best first; while nothing is typed, what was used last. */
export function useSections(
  { mode, text }: { mode: Mode; text: string },
  step: Item | null,
): { sections: Section[]; failed: boolean } {
  const { t } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const offers = useOffers();
  const local = useLocalItems();
  const found = useFound(step ? '' : text, mode);
  const number = offers.ticket?.number ?? 0;
  const count = offers.selected?.count ?? 0;
  const names: Record<Group, string> = {
    recent: t`Last used`,
    ticket: t`This ticket (#${number})`,
    selected: t`Selected tickets (${count})`,
    go: t`Go to`,
    tickets: t`Tickets`,
    people: t`People`,
    macros: t`Macros`,
    settings: t`Settings`,
    help: t`What can be typed here`,
    choices: step?.label ?? '',
  };
  const help: Item[] = [
    { id: '?>', label: t`> only actions`, prefix: '>' },
    { id: '?#', label: t`# only tickets`, prefix: '#' },
    { id: '?@', label: t`@ only people`, prefix: '@' },
  ].map((one) => ({ ...one, group: 'help', run: () => undefined }));

  function shown(): Item[] {
    if (step) return fitting(text, step.choices ?? []);
    if (mode === 'help') return [...help, ...local.filter((one) => one.id === 'help')];
    const recent = recentIds(me.id)
      .flatMap((id) => local.filter((one) => one.id === id && one.reason === undefined))
      .map((one) => ({ ...one, group: 'recent' as const }));
    const known = new Set(recent.map((one) => one.id));
    if (mode === 'tickets') return text ? found.tickets : found.opened;
    if (mode === 'people') return found.people;
    const own = local.filter((one) => mode === 'all' || actions.includes(one.group));
    if (!text)
      return [
        ...(mode === 'all' ? [...recent, ...found.opened] : []),
        ...own.filter((one) => !known.has(one.id)),
      ];
    return [...fitting(text, own), ...found.tickets, ...found.people];
  }

  const items = shown();
  const sections = order
    .map((group) => {
      const members = items.filter((one) => one.group === group);
      const some = text && mode === 'all' && !step ? members.slice(0, most) : members;
      return { group, name: names[group], items: some };
    })
    .filter((section) => section.items.length > 0);
  return { sections, failed: found.failed };
}
