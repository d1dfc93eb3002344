import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { newId } from '#platform/identifiers';
import { type Context, command, done, refused } from '#platform/operation';
import { changedFields } from '../../domain/changed-fields';
import { institutionRights } from '../../domain/institution/rights';
import { needsCheck, taughtAfter, tooManyFor, type VenueUse, whyNotInJiaozuo } from '../../domain/institution/venue';
import { plainDay } from '../forms';
import { institutionId, lockInstitution, missingInstitution, neededWords, noteInstitution, tellOf } from './record';
import {
  columnsOf,
  exact,
  fieldsOf,
  lockVenueAt,
  venueAt,
  type VenueFields,
  venueForm,
  venueLabels,
  type VenueRow,
} from './venue-fields';
import { findVenueUses } from './venue-uses';

/** Said by whoever has seen which classes are touched. */
const acknowledged = z.boolean();

const wordsOf = (uses: readonly VenueUse[]): string => uses.map(({ name }) => name).join('、');
const isOwn = ({ actor }: Context): boolean => actor.institutionId !== undefined;

const nameTaken = async ({ tx }: Context, institution: string, name: string, except?: string): Promise<boolean> => {
  const found = await tx
    .selectFrom('venues')
    .select('id')
    .where('institution_id', '=', institution)
    .where('name', '=', name)
    .execute();
  return found.some(({ id }) => id !== except);
};

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
    noteInstitution(context, row, { 场地: given.name, ...changedFields<VenueFields>(undefined, fields, venueLabels) });
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
  input: z.object({ ...venueAt, ...venueForm, acknowledged }),
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
      ...changedFields<VenueFields>(before, after, venueLabels),
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
  input: z.object({ ...venueAt, closedOn: plainDay, reason: neededWords('停用原因', 200), acknowledged }),
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
  input: z.object(venueAt),
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
