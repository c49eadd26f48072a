import { useLingui } from '@lingui/react/macro';
import { IconBallpen, IconEye, IconNote, IconPencil } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { catalogueQuery, meQuery } from '~/api/session';
import type { Id } from '~/api/types';
import classes from './rowSign.module.css';
import { useRowPeople } from './rows';
import type { RowPresence, Sign } from './wire';

const signs: Record<Sign, typeof IconEye> = {
  pen: IconBallpen,
  draft: IconBallpen,
  note: IconNote,
  pencil: IconPencil,
  eye: IconEye,
};
const order: Sign[] = ['pen', 'draft', 'note', 'pencil', 'eye'];

type One = RowPresence['people'][number];

/** The others in a ticket, the weightiest first; for the slot of its row, and in words. */
export function useRowSign(ticket: Id): { first: One; words: string } | null {
  const { t } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: catalogue } = useQuery(catalogueQuery);
  const people = useRowPeople(ticket);
  const all = (people ?? [])
    .filter((one) => one.person !== me.id)
    .sort((a, b) => Number(b.leased) - Number(a.leased) || order.indexOf(a.shows) - order.indexOf(b.shows));
  const [first] = all;
  if (!first) return null;
  const words = all
    .map(({ person, shows }) => {
      const name = catalogue?.agents.find((one) => one.id === person)?.name ?? t`Somebody`;
      if (shows === 'pen') return t`${name} is writing a reply`;
      if (shows === 'draft') return t`${name} has a reply open`;
      if (shows === 'note') return t`${name} is writing an internal note`;
      if (shows === 'pencil') return t`${name} is editing a field`;
      return t`${name} is viewing`;
    })
    .join(', ');
  return { first, words };
}

/** Always as wide, whoever is there: nothing beside it moves. The row's own name says it in words. */
export function RowSign({ sign }: { sign: ReturnType<typeof useRowSign> }) {
  const Icon = sign && signs[sign.first.shows];
  return (
    <span className={classes.slot} title={sign?.words}>
      {Icon ? (
        <Icon
          size={15}
          stroke={1.8}
          data-shows={sign.first.shows}
          data-faded={sign.first.faded || sign.first.shows === 'draft' || undefined}
        />
      ) : null}
    </span>
  );
}
