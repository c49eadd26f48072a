import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconArrowsSort } from '@tabler/icons-react';
import type { View } from '~/api/types';
import { defaultSort, type ListSearch, sorts, withFilter } from './filters';
import { useSortNames } from './useSortNames';

export function SortMenu({
  view,
  search,
  onChange,
}: {
  view: View | undefined;
  search: ListSearch;
  onChange: (search: ListSearch) => void;
}) {
  const { t } = useLingui();
  const names = useSortNames();
  const own = sorts.find((sort) => sort === view?.sort) ?? defaultSort;
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Tooltip label={t`Sort`}>
          <ActionIcon aria-label={t`Sort`}>
            <IconArrowsSort size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={search.sort ?? own}
          onChange={(sort) => onChange(withFilter(search, 'sort', sort === own ? undefined : sort))}
        >
          {sorts.map((sort) => (
            <Menu.RadioItem key={sort} value={sort} closeMenuOnClick>
              {names[sort]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
