/** A time on the wall, as people say it: no zone in it. */
export interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/** What the clock on the wall of a zone shows at a moment. */
export function wallAt(moment: number, zone: string): Wall {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    calendar: 'iso8601',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(moment);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
  };
}

const asUtc = ({ year, month, day, hour, minute }: Wall) => Date.UTC(year, month - 1, day, hour, minute);

/** How far a zone is ahead of UTC at a moment. */
const ahead = (moment: number, zone: string) =>
  asUtc(wallAt(moment, zone)) - Math.floor(moment / 60_000) * 60_000;

/**
 * The moment at which the clock on the wall shows this. Days and hours may run over ("day 32"). An hour that is shown twice is
 * its first showing; one that is skipped in spring is the same time after the change.
 */
export function momentOf(wall: Wall, zone: string): number {
  const utc = asUtc(wall);
  const found = [-86_400_000, 86_400_000].map((away) => utc - ahead(utc + away, zone));
  const right = found.filter((moment) => asUtc(wallAt(moment, zone)) === utc);
  return right.length > 0 ? Math.min(...right) : Math.max(...found);
}
