import { useLingui } from '@lingui/react/macro';
import { Tooltip } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Hint } from '~/actions/Keys';
import { perform } from '~/actions/useShortcut';
import type { Me } from '~/api/types';
import { count } from '~/i18n/format';
import { Brand } from './Brand';
import classes from './Frame.module.css';
import { MeMenu } from './MeMenu';
import { type Place, usePlaces } from './usePlaces';

export function Rail({ me }: { me: Me }) {
  const { t } = useLingui();
  const places = usePlaces(me);
  const last = places.at(-1);
  return (
    <nav className={classes.rail} data-pane="" aria-label={t`Main`}>
      <Brand />
      <Tooltip label={<Hint name={t`Find anything, do anything`} of="palette" />} position="right">
        <button
          type="button"
          className={classes.target}
          aria-label={t`Find anything, do anything`}
          onClick={() => perform('palette')}
        >
          <IconSearch size={19} stroke={1.6} />
        </button>
      </Tooltip>
      {places.slice(0, -1).map((place) => (
        <RailLink key={place.to} place={place} />
      ))}
      <span className={classes.spacer} />
      {last ? <RailLink place={last} /> : null}
      <MeMenu me={me} />
    </nav>
  );
}

function RailLink({ place }: { place: Place }) {
  const { t } = useLingui();
  const unread = place.badge ?? 0;
  const name = unread > 0 ? t`${place.name}, ${unread} unread` : place.name;
  return (
    <Tooltip label={place.name} position="right">
      <Link
        to={place.to}
        className={classes.target}
        aria-label={name}
        activeOptions={{ exact: place.to === '/' }}
      >
        {place.icon}
        {unread > 0 ? (
          <span className={classes.badge} aria-hidden="true">
            {unread > 99 ? '99+' : count(unread)}
          </span>
        ) : null}
      </Link>
    </Tooltip>
  );
}
