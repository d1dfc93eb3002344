import type { Venue } from '../institution';

/** A machine or a set of tools in a room, and the occupation it is for. */
export interface Equipment {
  readonly name: string;
  readonly model: string;
  readonly count: number;
  readonly occupationCode: string | undefined;
}

/** A room as the register keeps it: where it lies, how large it is and what stands in it. */
export interface KeptVenue extends Venue {
  readonly version: number;
  /** Square metres. */
  readonly floorArea: number | undefined;
  /** WGS-84, as a telephone’s own position is. */
  readonly longitude: number | undefined;
  readonly latitude: number | undefined;
  readonly closeReason: string | undefined;
  readonly equipment: readonly Equipment[];
}

/** The part of the earth in which Jiaozuo lies, in degrees of WGS-84, with a margin of a kilometre or two. */
export const jiaozuo = { west: 112.55, east: 113.66, south: 34.78, north: 35.52 } as const;

const swapped = (longitude: number, latitude: number): boolean =>
  latitude >= jiaozuo.west && latitude <= jiaozuo.east && longitude >= jiaozuo.south && longitude <= jiaozuo.north;

/** Why a place cannot be that of a room in Jiaozuo; undefined when it can, or when there is none. */
export function whyNotInJiaozuo(longitude: number | undefined, latitude: number | undefined): string | undefined {
  if (longitude === undefined && latitude === undefined) return undefined;
  if (longitude === undefined || latitude === undefined) return '经度和纬度要么都填，要么都不填。';
  if (swapped(longitude, latitude)) return '经度和纬度填反了：焦作的经度约 113，纬度约 35。';
  const { west, east, south, north } = jiaozuo;
  if (longitude >= west && longitude <= east && latitude >= south && latitude <= north) return undefined;
  return `这个位置不在焦作市内：经度应在 ${west}–${east}，纬度应在 ${south}–${north}。`;
}

/** Whether what an institution enters must be looked at again: a new room, a larger one, another use or place. */
export function needsCheck(before: Venue | undefined, after: Pick<Venue, 'kind' | 'address' | 'capacity'>): boolean {
  if (!before || before.awaitsCheck) return true;
  return after.capacity > before.capacity || after.kind !== before.kind || after.address !== before.address;
}

/** A class that is filed or approved and has lessons in a room. */
export interface VenueUse {
  readonly classId: string;
  readonly name: string;
  readonly traineeCount: number;
  readonly firstOn: Venue['closedOn'];
  readonly lastOn: Venue['closedOn'];
}

/** The classes that would no longer fit into a room of this capacity. */
export const tooManyFor = (uses: readonly VenueUse[], capacity: number): VenueUse[] =>
  uses.filter((use) => use.traineeCount > capacity);

/** The classes that still have lessons in a room on or after the day it closes. */
export const taughtAfter = (uses: readonly VenueUse[], closedOn: NonNullable<Venue['closedOn']>): VenueUse[] =>
  uses.filter((use) => use.lastOn !== undefined && use.lastOn >= closedOn);
