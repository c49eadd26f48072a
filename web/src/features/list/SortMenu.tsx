import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconArrowsSort } from '@tabler/icons-react';
import { defaultSort, type ListSearch, type Sort, sorts, withFilter } from './filters';

export function SortMenu({
  search,
  onChange,
}: {
  search: ListSearch;
  onChange: (search: ListSearch) => void;
}) {
  const { t } = useLingui();
  const names: Record<Sort, string> = {
    '-updated': t`Last changed first`,
    updated: t`Longest unchanged first`,
    '-created': t`Newest first`,
    created: t`Oldest first`,
    '-priority': t`Highest priority first`,
    priority: t`Lowest priority first`,
  };
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
          value={search.sort ?? defaultSort}
          onChange={(sort) => onChange(withFilter(search, 'sort', sort === defaultSort ? undefined : sort))}
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
