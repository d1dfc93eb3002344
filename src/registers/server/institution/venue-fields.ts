import { z } from 'zod';
import { type Context, type Refused, refused } from '#platform/operation';
import type { FieldLabels } from '../../domain/changed-fields';
import type { Venue } from '../../domain/institution';
import { venueKind } from './read-venues';
import {
  institutionId,
  type InstitutionRow,
  lockInstitution,
  missingInstitution,
  neededWords,
  stale,
  version,
} from './record';

const kindNames: Record<Venue['kind'], string> = { theory: '理论', practice: '实操', both: '理论、实操' };

/** What is entered of a room. */
export interface VenueFields extends Pick<Venue, 'name' | 'kind' | 'address' | 'capacity'> {
  readonly floorArea?: number | undefined;
  readonly longitude?: number | undefined;
  readonly latitude?: number | undefined;
}

export const venueLabels: FieldLabels<VenueFields> = {
  name: '名称',
  kind: { name: '用途', words: (kind) => kindNames[kind] },
  address: '地址',
  capacity: { name: '核定人数', words: (count) => `${count} 人` },
  floorArea: { name: '建筑面积', words: (area) => `${area} 平方米` },
  longitude: '经度',
  latitude: '纬度',
};

const degrees = z.number('应为数字，形如 113.071234').min(-180, '不是经纬度').max(180, '不是经纬度').optional();
export const venueForm = {
  name: neededWords('场地名称', 40),
  kind: venueKind,
  address: neededWords('地址', 120),
  capacity: z.number('请填写人数').int('人数应为整数').min(1, '至少 1 人').max(2000, '不超过 2000 人'),
  floorArea: z.number('应为数字').min(1, '至少 1 平方米').max(100_000, '不超过 100000 平方米').optional(),
  longitude: degrees,
  latitude: degrees,
};
/** A room at the version its page showed. */
export const venueAt = { institutionId, venueId: z.uuid(), version };
const toPlaces = (value: number | undefined, places: number): number | undefined =>
  value === undefined ? undefined : Number(value.toFixed(places));

/** As exact as the table keeps it: a tenth of a square metre, a tenth of a metre on the ground. */
export const exact = (given: VenueFields): VenueFields => ({
  ...given,
  floorArea: toPlaces(given.floorArea, 1),
  longitude: toPlaces(given.longitude, 6),
  latitude: toPlaces(given.latitude, 6),
});

const lockVenue = ({ tx }: Context, institution: string, id: string) =>
  tx
    .selectFrom('venues')
    .selectAll()
    .where('institution_id', '=', institution)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
export type VenueRow = NonNullable<Awaited<ReturnType<typeof lockVenue>>>;

/** The institution and the room of a command at the version its page showed, or why not. */
export async function lockVenueAt(
  context: Context,
  wanted: { readonly institutionId: string; readonly venueId: string; readonly version: number },
): Promise<{ row: InstitutionRow; room: VenueRow } | Refused> {
  const row = await lockInstitution(context, wanted.institutionId);
  if (!row) return missingInstitution();
  const room = await lockVenue(context, row.id, wanted.venueId);
  if (!room) return refused('这家机构没有这个场地，请刷新后再选。', 'conflict');
  return room.version === wanted.version ? { row, room } : stale('这个场地');
}

export const columnsOf = (given: VenueFields) => ({
  name: given.name,
  kind: given.kind,
  address: given.address,
  capacity: given.capacity,
  floor_area: given.floorArea ?? null,
  longitude: given.longitude ?? null,
  latitude: given.latitude ?? null,
});

export const fieldsOf = (room: VenueRow): VenueFields => ({
  name: room.name,
  kind: venueKind.parse(room.kind),
  address: room.address,
  capacity: room.capacity,
  floorArea: room.floor_area === null ? undefined : Number(room.floor_area),
  longitude: room.longitude === null ? undefined : Number(room.longitude),
  latitude: room.latitude === null ? undefined : Number(room.latitude),
});
