import { Trans, useLingui } from '@lingui/react/macro';
import { Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useRef, useState } from 'react';
import { viewsQuery } from '~/api/tickets';
import type { View } from '~/api/types';
import { defaultView, type ListSearch } from './filters';
import classes from './list.module.css';
import { viewCount } from './viewCount';
import { useViewsFocus } from './viewsFocus';

const OwnViewItems = lazy(() => import('./OwnViewItems'));
const EditViewDialog = lazy(() => import('./EditViewDialog'));

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
  const [editing, setEditing] = useState(false);
  const items = data?.results ?? [];
  const own = items.filter((one) => one.group === 'own');
  const button = useRef<HTMLButtonElement>(null);
  useViewsFocus(() => button.current);
  const item = (one: View) => (
    <Menu.RadioItem key={one.key} value={one.key} closeMenuOnClick rightSection={viewCount(one)}>
      {one.name}
    </Menu.RadioItem>
  );
  return (
    <>
      <Menu position="bottom-start" width={240}>
        <Menu.Target>
          <button type="button" className={classes.viewButton} ref={button} aria-label={t`View: ${name}`}>
            <span>{name}</span>
            <IconChevronDown size={14} stroke={2} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.RadioGroup value={search.view ?? defaultView} onChange={(key) => onChange({ view: key })}>
            {items.filter((one) => one.group !== 'own').map(item)}
            {own.length > 0 ? (
              <>
                <Menu.Divider />
                <Menu.Label>
                  <Trans>Your views</Trans>
                </Menu.Label>
                {own.map(item)}
              </>
            ) : null}
          </Menu.RadioGroup>
          {view?.group === 'own' ? (
            <>
              <Menu.Divider />
              <Suspense>
                <OwnViewItems view={view} onEdit={() => setEditing(true)} />
              </Suspense>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {editing && view ? (
        <Suspense>
          <EditViewDialog view={view} onClose={() => setEditing(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
