import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { figuresOn } from '#law/figures';
import type { Instant } from '#platform/clock';
import { newId } from '#platform/identifiers';
import { type Context, command, done, missing, type Reading, type Refused, refused } from '#platform/operation';
import { endOf, instantOf } from '../../domain/lesson-times';
import { classId, institutions } from './forms';
import { isRefused, taughtClass, lessonsOf, noteClass, type TaughtClass } from './taught-class';

/** A tablet at the door or the screen of a room, opened for one class until its last lesson of the day is over. */
export interface Station {
  readonly id: string;
  readonly classId: string;
  readonly kind: 'kiosk' | 'screen';
  readonly venueId: string;
  readonly openedAt: Instant;
  readonly endsAt: Instant;
  readonly closedAt: Instant | undefined;
  /** The key under which it signs what it takes without a network, once it has told one. */
  readonly signingKey: Buffer | undefined;
}

export const tokenHashOf = (token: string): Buffer => createHash('sha256').update(`station\n${token}`).digest();

const kindForm = z.enum(['kiosk', 'screen'], '种类不正确');
export const stationId = z.uuid('签到台编号不正确');

/** A station of the class in sight, open or not. */
export async function findStation(
  { tx }: Pick<Reading, 'tx'>,
  held: TaughtClass,
  id: string,
): Promise<Station | undefined> {
  const row = await tx
    .selectFrom('attendance_stations')
    .selectAll()
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('id', '=', id)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      classId: row.class_id,
      kind: kindForm.parse(row.kind),
      venueId: row.venue_id,
      openedAt: row.opened_at,
      endsAt: row.ends_at,
      closedAt: row.closed_at ?? undefined,
      signingKey: row.signing_key ?? undefined,
    }
  );
}

/** Whether a station stood open at an instant: what was taken then may arrive later. */
export const wasOpenAt = ({ openedAt, endsAt, closedAt }: Station, instant: number): boolean =>
  instant >= Date.parse(openedAt) && instant <= Date.parse(endsAt) && (!closedAt || instant <= Date.parse(closedAt));

/** The station of a class in sight, if it stands open now. */
export async function openStationOf(
  context: Pick<Reading, 'tx' | 'now'>,
  wish: { readonly classId: string; readonly stationId: string },
): Promise<{ readonly held: TaughtClass; readonly station: Station } | Refused> {
  const held = await taughtClass(context, wish.classId);
  if (isRefused(held)) return held;
  const station = await findStation(context, held, wish.stationId);
  if (!station) return missing('这个签到台');
  if (wasOpenAt(station, Date.parse(context.now))) return { held, station };
  return refused('签到台已关闭，请工作人员重新打开。', 'conflict');
}

/** 打开签到台或教室签到码屏：只限今天、本班；令牌只显示这一次，留在这台设备上 */
export const openStation = command({
  name: 'attendance.open-station',
  path: '/classes/:classId/attendance/stations',
  title: '打开签到台',
  by: institutions,
  cites: ['2021.4.1', '2021.A6.2'],
  keepsNothing: true,
  input: z.object({ classId, kind: kindForm, venueId: z.uuid('教室不正确').optional() }),
  async handle(input, context) {
    const { tx, actor, now, today } = context;
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const lessons = (await lessonsOf(context, [held.id], today)).get(held.id) ?? [];
    const last = lessons.at(-1);
    if (!last) return refused('本班今天没有课，不用打开签到台。请在上课当天打开。', 'conflict');
    const figure = figuresOn(held.startsOn, context.laterFigures);
    const ends = instantOf(endOf(last) + figure('checkOutCloses') + 1);
    if (ends <= Date.parse(now)) return refused('今天的课已结束，签退也已截止。漏签的课后申请补签。', 'conflict');
    const venueId =
      input.venueId ?? lessons.find((lesson) => instantOf(endOf(lesson)) > Date.parse(now))?.venueId ?? last.venueId;
    const venue =
      venueId && (await tx.selectFrom('venues').select(['id', 'name']).where('id', '=', venueId).executeTakeFirst());
    if (!venue) return refused('今天的课没有排教室，请选择教室。', 'invalid');
    const token = randomBytes(24).toString('base64url');
    const id = newId();
    await tx
      .insertInto('attendance_stations')
      .values({
        region_code: held.regionCode,
        class_id: held.id,
        id,
        kind: input.kind,
        venue_id: venue.id,
        token_hash: tokenHashOf(token),
        opened_by: actor.userId,
        opened_by_name: actor.name,
        opened_at: now,
        ends_at: new Date(ends).toISOString(),
      })
      .execute();
    noteClass(context, held, { station: id, kind: input.kind, venue: venue.name });
    return done({ stationId: id, token, endsAt: new Date(ends).toISOString() });
  },
});

/** 关闭签到台：令牌立即失效 */
export const closeStation = command({
  name: 'attendance.close-station',
  path: '/classes/:classId/attendance/stations/:stationId/close',
  title: '关闭签到台',
  by: institutions,
  cites: ['2021.A6.2'],
  input: z.object({ classId, stationId }),
  async handle(input, context: Context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const station = await findStation(context, held, input.stationId);
    if (!station) return missing('这个签到台');
    await context.tx
      .updateTable('attendance_stations')
      .set({ closed_at: context.now })
      .where('region_code', '=', held.regionCode)
      .where('class_id', '=', held.id)
      .where('id', '=', station.id)
      .where('closed_at', 'is', null)
      .execute();
    noteClass(context, held, { station: station.id });
    return done({ closed: true });
  },
});
