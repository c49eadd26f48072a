import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { meQuery } from '~/api/session';
import { type Start, startQuery } from '~/api/start';
import { count } from '~/i18n/format';
import { Delayed } from '~/ui/Delayed';
import { Failure } from '~/ui/Failure';
import { PageFrame } from '~/ui/PageFrame';
import { FirstSteps } from './FirstSteps';
import classes from './start.module.css';
import { Drafts, Recent } from './Tickets';

/** Where everybody arrives: what waits for them, each number with its list behind it; where they were; what they have not sent. */
export function StartPage() {
  const { t } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const query = useQuery(startQuery);
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const start = query.data;
  return (
    <PageFrame
      title={<Trans>Hello, {me.name}</Trans>}
      actions={
        <Button component={Link} to="/tickets" variant="default">
          <Trans>All tickets</Trans>
        </Button>
      }
    >
      {start ? (
        <div className={classes.page}>
          {start.first_steps ? <FirstSteps steps={start.first_steps} /> : null}
          <Numbers start={start} />
          <div className={classes.columns}>
            <Recent places={start.recent} />
            <Drafts drafts={start.drafts} />
          </div>
        </div>
      ) : (
        <Delayed>
          <p className="sr-only" role="status">{t`Loading`}</p>
        </Delayed>
      )}
    </PageFrame>
  );
}

function Numbers({ start }: { start: Start }) {
  const { t } = useLingui();
  const groups: [Start['boxes'][number]['group'], string][] = [
    ['mine', t`For me`],
    ['late', t`Time`],
    ['state', t`By state`],
  ];
  return (
    <div className={classes.groups}>
      {groups.map(([group, name]) => (
        <section key={group} aria-label={name} className={classes.group}>
          <h2>{name}</h2>
          <ul className={classes.boxes}>
            {start.boxes
              .filter((box) => box.group === group)
              .map((box) => (
                <li key={box.view}>
                  <Link
                    to="/tickets"
                    search={{ view: box.view }}
                    className={classes.box}
                    data-alarm={(box.view === 'overdue' && box.count > 0) || undefined}
                    data-empty={box.count === 0 || undefined}
                  >
                    <strong>{box.capped ? `${count(box.count)}+` : count(box.count)}</strong>
                    <span>{box.name}</span>
                  </Link>
                </li>
              ))}
            {group === 'late' ? (
              <li>
                <Link
                  to="/notifications"
                  className={classes.box}
                  data-empty={start.unread === 0 || undefined}
                >
                  <strong>{start.unread > 999 ? '999+' : count(start.unread)}</strong>
                  <span>
                    <Trans>Unread notifications</Trans>
                  </span>
                </Link>
              </li>
            ) : null}
          </ul>
        </section>
      ))}
    </div>
  );
}
