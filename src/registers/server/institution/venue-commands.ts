import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { newId } from '#platform/identifiers';
import { type Context, command, done, type Refused, refused } from '#platform/operation';
import { changedFields, type FieldLabels } from '../../domain/changed-fields';
import type { Venue } from '../../domain/institution';
import { institutionRights } from '../../domain/institution/rights';
import { needsCheck, taughtAfter, tooManyFor, type VenueUse, whyNotInJiaozuo } from '../../domain/institution/venue';
import { plainDay } from '../forms';
import { venueKind } from './read-venues';
import {
  institutionId,
  type InstitutionRow,
  lockInstitution,
  missingInstitution,
  neededWords,
  noteInstitution,
  stale,
  tellOf,
  version,
} from './record';
import { findVenueUses } from './venue-uses';

const kindNames: Record<Venue['kind'], string> = { theory: '理论', practice: '实操', both: '理论、实操' };

interface VenueFields extends Pick<Venue, 'name' | 'kind' | 'address' | 'capacity'> {
  readonly floorArea?: number | undefined;
  readonly longitude?: number | undefined;
  readonly latitude?: number | undefined;
}

const labels: FieldLabels<VenueFields> = {
  name: '名称',
  kind: { name: '用途', words: (kind) => kindNames[kind] },
  address: '地址',
  capacity: { name: '核定人数', words: (count) => `${count} 人` },
  floorArea: { name: '建筑面积', words: (area) => `${area} 平方米` },
  longitude: '经度',
  latitude: '纬度',
};

const degrees = z.number('应为数字，形如 113.071234').min(-180, '不是经纬度').max(180, '不是经纬度').optional();
const venueForm = {
  name: neededWords('场地名称', 40),
  kind: venueKind,
  address: neededWords('地址', 120),
  capacity: z.number('请填写人数').int('人数应为整数').min(1, '至少 1 人').max(2000, '不超过 2000 人'),
  floorArea: z.number('应为数字').min(1, '至少 1 平方米').max(100_000, '不超过 100000 平方米').optional(),
  longitude: degrees,
  latitude: degrees,
};
const venue = { institutionId, venueId: z.uuid(), version };
/** Said by whoever has seen which classes are touched. */
const acknowledged = z.boolean();

const toPlaces = (value: number | undefined, places: number): number | undefined =>
  value === undefined ? undefined : Number(value.toFixed(places));

/** As exact as the table keeps it: a tenth of a square metre, a tenth of a metre on the ground. */
const exact = (given: VenueFields): VenueFields => ({
  ...given,
  floorArea: toPlaces(given.floorArea, 1),
  longitude: toPlaces(given.longitude, 6),
  latitude: toPlaces(given.latitude, 6),
});

const wordsOf = (uses: readonly VenueUse[]): string => uses.map(({ name }) => name).join('、');
const isOwn = ({ actor }: Context): boolean => actor.institutionId !== undefined;

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

const nameTaken = async ({ tx }: Context, institution: string, name: string, except?: string): Promise<boolean> => {
  const found = await tx
    .selectFrom('venues')
    .select('id')
    .where('institution_id', '=', institution)
    .where('name', '=', name)
    .execute();
  return found.some(({ id }) => id !== except);
};

const columnsOf = (given: VenueFields) => ({
  name: given.name,
  kind: given.kind,
  address: given.address,
  capacity: given.capacity,
  floor_area: given.floorArea ?? null,
  longitude: given.longitude ?? null,
  latitude: given.latitude ?? null,
});

const fieldsOf = (room: VenueRow): VenueFields => ({
  name: room.name,
  kind: venueKind.parse(room.kind),
  address: room.address,
  capacity: room.capacity,
  floorArea: room.floor_area === null ? undefined : Number(room.floor_area),
  longitude: room.longitude === null ? undefined : Number(room.longitude),
  latitude: room.latitude === null ? undefined : Number(room.latitude),
});

/** 新增场地；机构登记的，县（市、区）核定后才能排课 */
export const addVenue = command({
  name: 'institution.add-venue',
  path: '/institutions/:institutionId/venues',
  title: '新增场地',
  by: institutionRights.keepVenues,
  cites: ['2024.2.1.1', '2024.1.2'],
  input: z.object({ institutionId, ...venueForm }),
  async handle({ institutionId: id, ...given }, context) {
    const row = await lockInstitution(context, id);
    if (!row) return missingInstitution();
    const why = whyNotInJiaozuo(given.longitude, given.latitude);
    if (why) return refused(why, 'invalid');
    if (await nameTaken(context, id, given.name))
      return refused(`已有名为“${given.name}”的场地，请换个名称。`, 'conflict');
    const venueId = newId();
    const fields = exact(given);
    const owner = { region_code: row.region_code, institution_id: id };
    await context.tx
      .insertInto('venues')
      .values({ ...owner, id: venueId, ...columnsOf(fields), awaits_check: isOwn(context) })
      .execute();
    if (isOwn(context)) await tellOf(context, row, 'county', `${row.name}新增场地“${given.name}”，请现场核定。`);
    noteInstitution(context, row, { 场地: given.name, ...changedFields<VenueFields>(undefined, fields, labels) });
    return done({ venueId });
  },
});

/** 修改场地 */
export const changeVenue = command({
  name: 'institution.change-venue',
  path: '/institutions/:institutionId/venues/:venueId',
  title: '修改场地',
  by: institutionRights.keepVenues,
  cites: ['2024.2.1.1', '2024.1.2'],
  input: z.object({ ...venue, ...venueForm, acknowledged }),
  async handle({ institutionId: id, venueId, version: seen, acknowledged: isKnown, ...given }, context) {
    const found = await lockVenueAt(context, { institutionId: id, venueId, version: seen });
    if ('outcome' in found) return found;
    const { row, room } = found;
    const why = whyNotInJiaozuo(given.longitude, given.latitude);
    if (why) return refused(why, 'invalid');
    if (await nameTaken(context, id, given.name, venueId)) {
      return refused(`已有名为“${given.name}”的场地，请换个名称。`, 'conflict');
    }
    const crowded = tooManyFor(await findVenueUses(context, venueId), given.capacity);
    if (crowded.length > 0 && !isKnown) {
      return refused(`改为 ${given.capacity} 人后，${wordsOf(crowded)}超过容量。请先看清受影响的班，再确认修改。`);
    }
    const before = fieldsOf(room);
    const awaits = isOwn(context) && needsCheck({ ...before, id: venueId, awaitsCheck: room.awaits_check }, given);
    const after = exact(given);
    await context.tx
      .updateTable('venues')
      .set({ ...columnsOf(after), awaits_check: awaits, version: seen + 1 })
      .where('id', '=', venueId)
      .execute();
    if (awaits && !room.awaits_check)
      await tellOf(context, row, 'county', `${row.name}修改了场地“${given.name}”，请核定。`);
    noteInstitution(context, row, {
      场地: before.name,
      ...changedFields<VenueFields>(before, after, labels),
      ...(crowded.length > 0 ? { 超过容量的班: wordsOf(crowded) } : {}),
    });
    return done({ version: seen + 1, awaitsCheck: awaits });
  },
});

/** 停用场地：自某日起不能再排课，不删除 */
export const closeVenue = command({
  name: 'institution.close-venue',
  path: '/institutions/:institutionId/venues/:venueId/close',
  title: '停用场地',
  by: institutionRights.keepVenues,
  cites: ['2024.2.1.1'],
  input: z.object({ ...venue, closedOn: plainDay, reason: neededWords('停用原因', 200), acknowledged }),
  async handle({ closedOn, reason, acknowledged: isKnown, ...wanted }, context) {
    const found = await lockVenueAt(context, wanted);
    if ('outcome' in found) return found;
    const { row, room } = found;
    if (room.closed_on) return refused('这个场地已经停用；要改停用日，请先恢复使用。', 'conflict');
    if (closedOn < context.today) return refused('停用日不能早于今天：已经上过的课不因此改变。', 'invalid');
    const touched = taughtAfter(await findVenueUses(context, room.id), closedOn);
    if (touched.length > 0 && !isKnown) {
      return refused(`停用后，${wordsOf(touched)}还有课排在这里。请先看清受影响的班，再确认停用，并另行申请变更地点。`);
    }
    await moveDoor(context, room, closedOn, reason);
    noteInstitution(context, row, {
      场地: room.name,
      停用日: [null, closedOn],
      reason,
      ...(touched.length > 0 ? { 仍有课的班: wordsOf(touched) } : {}),
    });
    return done({ version: room.version + 1 });
  },
});

const moveDoor = ({ tx }: Context, room: VenueRow, closedOn: PlainDate | null, reason: string | null) =>
  tx
    .updateTable('venues')
    .set({ closed_on: closedOn, close_reason: reason, version: room.version + 1 })
    .where('id', '=', room.id)
    .execute();

/** 恢复使用停用的场地 */
export const reopenVenue = command({
  name: 'institution.reopen-venue',
  path: '/institutions/:institutionId/venues/:venueId/reopen',
  title: '恢复使用场地',
  by: institutionRights.keepVenues,
  cites: ['2024.2.1.1'],
  input: z.object(venue),
  async handle(wanted, context) {
    const found = await lockVenueAt(context, wanted);
    if ('outcome' in found) return found;
    const { row, room } = found;
    if (!room.closed_on) return refused('这个场地没有停用。', 'conflict');
    await moveDoor(context, room, null, null);
    noteInstitution(context, row, { 场地: room.name, 停用日: [room.closed_on, null] });
    return done({ version: room.version + 1 });
  },
});
