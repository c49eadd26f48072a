import { useQuery } from '@tanstack/react-query';
import { lazy } from 'react';
import { catalogueQuery } from '~/api/session';

const load = async () => (await import('./parts')).parts;
type Parts = Awaited<ReturnType<typeof load>>;

/** A part of presence, from the one chunk that all of it is in. */
const part = <K extends keyof Parts>(name: K) =>
  lazy<Parts[K]>(async () => ({ default: (await load())[name] }));

export const Bars = part('Bars');
export const FieldMark = part('FieldMark');
export const HeaderPresence = part('HeaderPresence');
export const MovedAway = part('MovedAway');
export const PlacePrompts = part('PlacePrompts');
export const ReplyPrompt = part('ReplyPrompt');
export const TicketPresence = part('TicketPresence');

/** Whether this installation shows colleagues to each other at all. */
export const useCollisionOn = (): boolean => useQuery(catalogueQuery).data?.collision.on ?? false;
