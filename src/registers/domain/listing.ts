import type { PlainDate } from '#kernel/plain-date';

/** An edition of the institution catalogue (定点机构目录) as one institution meets it. */
export interface Listing {
  readonly documentNumber: string;
  readonly from: PlainDate;
  readonly until: PlainDate | undefined;
  /** Whether the institution is in it. */
  readonly isListed: boolean;
}

/** How an institution stands in the catalogue on a day; undefined before the first edition, when nothing is asked. */
export type ListingStanding =
  | { readonly standing: 'listed' | 'notListed'; readonly documentNumber: string }
  | { readonly standing: 'ended'; readonly documentNumber: string; readonly until: PlainDate };

/** The edition that holds on a day, or the last before it: the next one replaces it whatever its own end says. */
export function listingOn(listings: readonly Listing[], day: PlainDate): ListingStanding | undefined {
  let held: Listing | undefined;
  for (const each of listings) if (each.from <= day && (!held || each.from > held.from)) held = each;
  if (!held) return undefined;
  const { documentNumber, until, isListed } = held;
  if (until && until < day) return { standing: 'ended', documentNumber, until };
  return { standing: isListed ? 'listed' : 'notListed', documentNumber };
}
