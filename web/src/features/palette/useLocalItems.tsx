import { useLingui } from '@lingui/react/macro';
import { IconBolt, IconKeyboard, IconList, IconPlus, IconSettings } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { type LinkProps, useNavigate } from '@tanstack/react-router';
import { type Offered, useOffers } from '~/actions/offered';
import { perform } from '~/actions/useShortcut';
import { macrosQuery } from '~/api/macros';
import { meQuery } from '~/api/session';
import { viewsQuery } from '~/api/tickets';
import { usePlaces } from '~/features/frame/usePlaces';
import { useMePages } from '~/features/me/useMePages';
import { usePeopleTabs } from '~/features/people/usePeopleTabs';
import type { Item } from './item';
import { synonyms } from './synonyms';

const icon = { size: 16, stroke: 1.6 };

/** Everything that is known without asking the server for what was typed. */
export function useLocalItems(): Item[] {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const offers = useOffers();
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: views } = useQuery(viewsQuery);
  const { data: macros } = useQuery({ ...macrosQuery, enabled: offers.macro !== undefined });
  const places = usePlaces(me);
  const pages = useMePages();
  const tabs = usePeopleTabs(me);
  const words = (id: string) => (synonyms[id] ? i18n._(synonyms[id]) : undefined);
  const go = (to: LinkProps['to'], search?: object) => () => void navigate({ to, search } as never);

  const offered = (group: 'ticket' | 'selected', action: Offered): Item => {
    const allowed = action.ability?.allowed ?? true;
    return {
      id: `${group}:${action.id}`,
      group,
      label: action.label,
      words: words(action.id),
      icon: action.icon,
      shortcut: group === 'ticket' ? action.shortcut : undefined,
      reason: allowed ? undefined : (action.ability?.reason ?? t`You may not do this.`),
      choices: action.choices?.map((one) => ({
        id: `choice:${one.value}`,
        group: 'choices' as const,
        label: one.label,
        icon: one.sign,
        run: one.perform,
      })),
      run: action.perform,
    };
  };

  const items: Item[] = [
    ...(offers.ticket?.actions ?? []).map((action) => offered('ticket', action)),
    ...(offers.selected?.actions ?? []).map((action) => offered('selected', action)),
    {
      id: 'create',
      group: 'go',
      label: t`New ticket`,
      words: words('create'),
      icon: <IconPlus {...icon} />,
      shortcut: 'create',
      run: () => void perform('create'),
    },
    ...places.map(({ to, name, icon: sign }) => ({
      id: `go:${to}`,
      group: 'go' as const,
      label: name,
      icon: sign,
      shortcut: to === '/' ? ('go-start' as const) : undefined,
      run: go(to),
    })),
    ...(views?.results ?? []).map((view) => ({
      id: `view:${view.key}`,
      group: 'go' as const,
      label: view.name,
      detail: t`View`,
      icon: <IconList {...icon} />,
      run: go('/tickets', { view: view.key }),
    })),
    ...(macros?.results ?? [])
      .filter((macro) => macro.usable)
      .map((macro) => ({
        id: `macro:${macro.id}`,
        group: 'macros' as const,
        label: macro.name,
        icon: <IconBolt {...icon} />,
        run: () => offers.macro?.(macro),
      })),
    ...pages.map(({ to, name }) => ({
      id: `go:${to}`,
      group: 'settings' as const,
      label: name,
      words: words(String(to)),
      detail: t`My settings`,
      icon: <IconSettings {...icon} />,
      run: go(to),
    })),
    ...tabs.map(([tab, name]) => ({
      id: `people:${tab}`,
      group: 'settings' as const,
      label: name,
      detail: t`People`,
      icon: <IconSettings {...icon} />,
      run: go('/people', { tab }),
    })),
    {
      id: 'help',
      group: 'settings',
      label: t`All shortcuts`,
      icon: <IconKeyboard {...icon} />,
      shortcut: 'help',
      run: () => void perform('help'),
    },
  ];
  return items;
}
