import { useLocalStorage } from '@mantine/hooks';
import { Outlet, useRouterState, useSearch } from '@tanstack/react-router';
import { useShortcut } from '~/actions/useShortcut';
import { useLayout } from '~/ui/useLayout';
import { ListPane } from './ListPane';
import { ViewsPane } from './ViewsPane';
import classes from './Workspace.module.css';

/** Views, list, and whatever is open. Narrow screens show one of them; the address says which. */
export function Workspace() {
  const search = useSearch({ from: '/_app/tickets' });
  const layout = useLayout();
  const [folded, setFolded] = useLocalStorage({ key: 'tandem.views-folded', defaultValue: false });
  useShortcut('fold-views', () => setFolded((was) => !was), layout === 'wide');
  const inside = useRouterState({ select: (state) => /\/tickets\/./.test(state.location.pathname) });
  const one = layout === 'tablet' || layout === 'phone';
  return (
    <div className={classes.grid} data-layout={layout}>
      {layout === 'wide' && !folded ? (
        <div className={classes.views}>
          <ViewsPane search={search} />
        </div>
      ) : null}
      {/* Hidden, not removed: the list keeps its scroll position while a ticket is open. */}
      <div className={classes.list} data-hidden={(one && inside) || undefined}>
        <ListPane />
      </div>
      <div className={classes.content} data-hidden={(one && !inside) || undefined}>
        <Outlet />
      </div>
    </div>
  );
}
