import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState } from 'react';
import { viewsQuery } from '~/api/tickets';
import type { View } from '~/api/types';
import { Delayed } from '~/ui/Delayed';
import { defaultView, type ListSearch } from './filters';
import classes from './list.module.css';
import { viewCount } from './viewCount';
import { useViewsFocus } from './viewsFocus';

const OwnViewItems = lazy(() => import('./OwnViewItems'));
const EditViewDialog = lazy(() => import('./EditViewDialog'));

export function ViewsPane({ search }: { search: ListSearch }) {
  const { t } = useLingui();
  const { data, isPending } = useQuery(viewsQuery);
  const [edited, setEdited] = useState<View | null>(null);
  const pane = useRef<HTMLElement>(null);
  useViewsFocus(() => pane.current?.querySelector<HTMLElement>('a[aria-current="true"], a'));
  const own = data?.results.filter((view) => view.group === 'own') ?? [];
  return (
    <nav ref={pane} className={classes.views} data-pane="a[aria-current]" tabIndex={-1} aria-label={t`Views`}>
      <h2>
        <Trans>Views</Trans>
      </h2>
      {isPending ? (
        <Delayed>
          <span className="sr-only" role="status">
            <Trans>Loading</Trans>
          </span>
        </Delayed>
      ) : null}
      <ul>
        {data?.results
          .filter((view) => view.group !== 'own')
          .map((view) => (
            <li key={view.key}>
              <ViewLink view={view} search={search} />
            </li>
          ))}
      </ul>
      {own.length > 0 ? (
        <>
          <h2 className={classes.ownViews}>
            <Trans>Your views</Trans>
          </h2>
          <ul>
            {own.map((view) => (
              <li key={view.key} className={classes.ownView}>
                <ViewLink view={view} search={search} />
                <Menu position="bottom-end" width={180}>
                  <Menu.Target>
                    <ActionIcon size={24} aria-label={t`More for the view ${view.name}`}>
                      <IconDots size={15} stroke={1.6} />
                    </ActionIcon>
                  </Menu.Target>
                  <Menu.Dropdown>
                    <Suspense>
                      <OwnViewItems view={view} onEdit={() => setEdited(view)} />
                    </Suspense>
                  </Menu.Dropdown>
                </Menu>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {edited ? (
        <Suspense>
          <EditViewDialog view={edited} onClose={() => setEdited(null)} />
        </Suspense>
      ) : null}
    </nav>
  );
}

function ViewLink({ view, search }: { view: View; search: ListSearch }) {
  return (
    <Link
      to="/tickets"
      search={{ view: view.key }}
      className={classes.view}
      title={view.sentence || undefined}
      aria-current={(search.view ?? defaultView) === view.key ? 'true' : undefined}
    >
      <span>{view.name}</span> <span>{view.problems.length > 0 ? '!' : viewCount(view)}</span>
    </Link>
  );
}
