import { useLingui } from '@lingui/react/macro';
import { Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { viewsQuery } from '~/api/tickets';
import type { View } from '~/api/types';
import { defaultView, type ListSearch } from './filters';
import classes from './list.module.css';
import { viewCount } from './viewCount';

interface Props {
  view: View | undefined;
  search: ListSearch;
  onChange: (search: ListSearch) => void;
}

/** Below 1440 px the views live in the head of the list. */
export function ViewsMenu({ view, search, onChange }: Props) {
  const { t } = useLingui();
  const { data } = useQuery(viewsQuery);
  const name = view?.name ?? '…';
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <button type="button" className={classes.viewButton} aria-label={t`View: ${name}`}>
          <span>{name}</span>
          <IconChevronDown size={14} stroke={2} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={search.view ?? defaultView} onChange={(key) => onChange({ view: key })}>
          {data?.results.map((one) => (
            <Menu.RadioItem key={one.key} value={one.key} closeMenuOnClick rightSection={viewCount(one)}>
              {one.name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
