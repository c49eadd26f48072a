import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, Indicator, Popover, Select, Tooltip } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconFilter } from '@tabler/icons-react';
import { useState } from 'react';
import { Hint } from '~/actions/Keys';
import { useShortcut } from '~/actions/useShortcut';
import { filterNames, isNarrowed, type ListSearch, withFilter, withoutFilters } from './filters';
import classes from './list.module.css';
import { useFilterChoices } from './useFilterChoices';

export function FilterPopover({
  search,
  onChange,
  onMore,
}: {
  search: ListSearch;
  /** Opens the builder of conditions. */
  onMore: () => void;
  onChange: (search: ListSearch) => void;
}) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const choices = useFilterChoices();
  useShortcut('filter', () => setOpen(true));
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={280} trapFocus withRoles>
      <Popover.Target>
        <Tooltip label={<Hint name={t`Filter`} of="filter" />} disabled={open}>
          <ActionIcon aria-label={t`Filter`} onClick={() => setOpen((was) => !was)}>
            <Indicator disabled={!isNarrowed(search)} size={7} offset={1}>
              <IconFilter size={16} stroke={1.6} style={{ display: 'block' }} />
            </Indicator>
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Filter`}>
        <div className={classes.filters}>
          {filterNames.map((name) => (
            <Select
              key={name}
              label={choices[name].label}
              placeholder={t`Any`}
              data={choices[name].options}
              value={search[name] === undefined ? null : String(search[name])}
              onChange={(value) =>
                onChange(
                  withFilter(search, name, name === 'days' && value ? Number(value) : (value ?? undefined)),
                )
              }
              clearable
              searchable={choices[name].options.length > 8}
              size="xs"
              comboboxProps={{ withinPortal: false }}
              clearButtonProps={{ 'aria-label': t`Any` }}
            />
          ))}
          <Button
            variant="default"
            leftSection={<IconAdjustmentsHorizontal size={14} stroke={1.6} />}
            onClick={() => {
              setOpen(false);
              onMore();
            }}
          >
            <Trans>More conditions…</Trans>
          </Button>
          <Button
            variant="default"
            onClick={() => {
              onChange(withoutFilters(search));
              setOpen(false);
            }}
          >
            <Trans>Clear filters</Trans>
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
