import type { PlainDate } from '#kernel/plain-date';
import type { InstitutionIdentity } from './institution/identity';
import type { Listing } from './listing';
import type { Teacher } from './teacher';

/** Levels of a skill certificate, the lowest first. */
export const levels = [5, 4, 3, 2, 1] as const;
export type Level = (typeof levels)[number];
export const levelNames: Record<Level, string> = { 5: '五级', 4: '四级', 3: '三级', 2: '二级', 1: '一级' };

export interface Venue {
  readonly id: string;
  readonly name: string;
  readonly kind: 'theory' | 'practice' | 'both';
  readonly address: string;
  readonly capacity: number;
  /** The first day on which nobody may be taught here any more. */
  readonly closedOn?: PlainDate | undefined;
  /** Entered or enlarged by the institution and not yet looked at by the county. */
  readonly awaitsCheck?: boolean | undefined;
}

/** Days on which a designation is suspended; without a last day until it is lifted. */
export interface Suspension {
  readonly from: PlainDate;
  readonly until: PlainDate | undefined;
}

export interface Designation {
  readonly occupationCode: string;
  readonly level: Level;
  readonly validFrom: PlainDate;
  readonly validUntil: PlainDate;
  /** The first day on which it no longer holds, because it was given up or replaced. */
  readonly endedOn?: PlainDate | undefined;
  /** The first day on which it no longer holds, because it was revoked. */
  readonly revokedOn?: PlainDate | undefined;
  readonly suspensions?: readonly Suspension[] | undefined;
}

/** An occupation and level of the catalogue with its required lesson hours. */
export interface CatalogueEntry {
  readonly occupationCode: string;
  readonly occupationName: string;
  readonly level: Level;
  readonly requiredHours: number;
  readonly validFrom: PlainDate;
  readonly validUntil: PlainDate | undefined;
}

/** What the registers say of the institution that files. */
export interface InstitutionFacts {
  readonly name: string;
  readonly creditCode: string;
  /** What it was called and registered under before, the earliest first. */
  readonly formerly?: readonly InstitutionIdentity[];
  readonly licenceUntil: PlainDate;
  readonly suspendedOn: PlainDate | undefined;
  readonly revokedOn: PlainDate | undefined;
  readonly designations: readonly Designation[];
  readonly venues: readonly Venue[];
  readonly teachers: readonly Teacher[];
  /** Editions of the institution catalogue; undefined where nobody has looked. */
  readonly listings?: readonly Listing[];
}
