import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { viewsQuery } from '~/api/tickets';
import { Delayed } from '~/ui/Delayed';
import { defaultView, type ListSearch } from './filters';
import classes from './list.module.css';
import { viewCount } from './viewCount';

export function ViewsPane({ search }: { search: ListSearch }) {
  const { t } = useLingui();
  const { data, isPending } = useQuery(viewsQuery);
  return (
    <nav className={classes.views} aria-label={t`Views`}>
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
        {data?.results.map((view) => (
          <li key={view.key}>
            <Link
              to="/tickets"
              search={{ view: view.key }}
              className={classes.view}
              aria-current={(search.view ?? defaultView) === view.key ? 'true' : undefined}
            >
              <span>{view.name}</span> <span>{viewCount(view)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
