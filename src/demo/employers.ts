import type { DormantEmployer, EmployerFault } from '#registers';
import type { City } from './city';
import type { RegionKey } from './places';

interface Marked {
  readonly region: RegionKey;
  readonly story: string;
  readonly row: number;
  readonly fault: EmployerFault;
  readonly isLifted?: boolean;
}

/** Working days before loading on which these were published, marked by the county, and taken from the list again. */
export const publishedBefore = 20;
export const markedBefore = 18;
export const liftedBefore = 16;

/** Employers of filed posts that were struck off, revoked or listed since; one is sound again. */
export const markedEmployers: readonly Marked[] = [
  { region: 'boai', story: 'ended-boai', row: 0, fault: 'deregistered' },
  { region: 'shanyang', story: 'ended-shanyang', row: 1, fault: 'revoked' },
  { region: 'wuzhi', story: 'ended-wuzhi', row: 2, fault: 'abnormal', isLifted: true },
];

export function codeOfPost({ classes }: Pick<City, 'classes'>, { story, row }: Marked): string {
  const found = classes.find((placed) => placed.story.key === story)?.parts.posts[row]?.creditCode;
  if (!found) throw new RangeError(`${story} has no post ${row}`);
  return found;
}

/** What stands against employers on the day of loading, as the rules look at it. */
export const dormantEmployers = (city: City): DormantEmployer[] =>
  markedEmployers.map((marked) => ({
    creditCode: codeOfPost(city, marked),
    fault: marked.fault,
    since: city.days.day(-publishedBefore),
    liftedOn: marked.isLifted ? city.days.day(-liftedBefore) : undefined,
  }));
