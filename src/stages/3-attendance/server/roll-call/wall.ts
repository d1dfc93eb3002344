import { sql } from 'kysely';
import { z } from 'zod';
import { figuresOn } from '#law/figures';
import { done, query, type Reading } from '#platform/operation';
import { silentAfterMinutes } from '../../domain/devices/alarms';
import { clockOf, endOf, localMinuteOf, startOf } from '../../domain/lesson-times';
import { boardsOf, currentLesson } from '../check-in/board';
import { classesOn, lessonsOf } from '../check-in/taught-class';
import { stateOf, type StoredCall } from './call-record';
import { bureau } from './forms';

type DeviceStanding = 'none' | 'heard' | 'silent';

/** Rooms with an active device, and whether one of them was heard of late. */
async function devicesOf({ tx, now }: Reading, venueIds: readonly string[]): Promise<Map<string, DeviceStanding>> {
  const { rows } = await sql<{ venue_id: string; heard: boolean }>`
    select venue_id, bool_or(coalesce(last_seen_at, confirmed_at)
      >= ${now}::timestamptz - make_interval(mins => ${silentAfterMinutes})) as heard
    from devices where state = 'active' and venue_id = any(${venueIds}::uuid[]) group by venue_id`.execute(tx);
  return new Map(rows.map(({ venue_id, heard }) => [venue_id, heard ? 'heard' : 'silent']));
}

/** The last call of each class today. */
async function callsOf({ tx, now }: Reading, ids: readonly string[]): Promise<Map<string, StoredCall>> {
  const rows = await tx
    .selectFrom('roll_calls')
    .selectAll()
    .distinctOn('class_id')
    .where('class_id', 'in', ids.length > 0 ? [...ids] : ['00000000-0000-0000-0000-000000000000'])
    .where('called_at', '>', new Date(Date.parse(now) - 16 * 3_600_000).toISOString())
    .orderBy('class_id')
    .orderBy('called_at', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.class_id, row]));
}

/** 在训大屏：正在上课的班、到场人数、设备、抽查点名 */
export const showWall = query({
  name: 'roll-call.wall',
  path: '/attendance/wall',
  title: '在训大屏',
  by: bureau,
  cites: ['2021.4.1', '2024.2.1.2'],
  input: z.object({}),
  async handle(_input, context) {
    const { today, now, laterFigures } = context;
    const minute = localMinuteOf(Date.parse(now));
    const classes = await classesOn(context, today);
    const lessons = await lessonsOf(
      context,
      classes.map(({ id }) => id),
      today,
    );
    const all = classes.map((held) => {
      const own = lessons.get(held.id) ?? [];
      return { held, lesson: currentLesson(own, minute, figuresOn(held.startsOn, laterFigures)), count: own.length };
    });
    const running = all.flatMap(({ held, lesson }) =>
      lesson && minute >= startOf(lesson) && minute < endOf(lesson) ? [{ held, lesson }] : [],
    );
    const devices = await devicesOf(
      context,
      running.flatMap(({ lesson }) => lesson.venueId ?? []),
    );
    const calls = await callsOf(
      context,
      running.map(({ held }) => held.id),
    );
    const boards = await boardsOf(
      context,
      running.map(({ held }) => held),
    );
    const tiles = running.map(({ held, lesson }) => {
      const board = boards.get(held.id);
      const call = calls.get(held.id);
      return {
        id: held.id,
        name: held.name,
        institution: held.institution,
        region: held.region,
        lesson: {
          content: lesson.content,
          kind: lesson.kind,
          from: clockOf(startOf(lesson)),
          to: clockOf(endOf(lesson)),
          venue: lesson.venue,
          teacher: lesson.teacher,
        },
        expected: board?.expected ?? 0,
        here: board?.here ?? 0,
        left: board?.left ?? 0,
        missing: board?.missing ?? 0,
        device: (lesson.venueId ? devices.get(lesson.venueId) : undefined) ?? ('none' as const),
        call: call && { id: call.id, state: stateOf(call, now), dueAt: call.due_at },
      };
    });
    const later = all.filter(({ lesson }) => lesson && minute < startOf(lesson)).length;
    return done({ serverTime: now, tiles, later, taught: all.filter(({ count }) => count > 0).length });
  },
});
