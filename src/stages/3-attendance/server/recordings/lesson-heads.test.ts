import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '#platform/database/scope';
import { resultOf } from '#platform/testing-platform';
import { doubtfulRoom } from '../doubt/testing-doubts';
import { addCamera } from './camera-commands';
import { judgeAnew } from './findings';
import { headCountsOf } from './heads';
import { listRecordings } from './queries';
import { openStudio, type TestStudio } from './testing-recordings';

let studio: TestStudio;
let front: string;
const minute = 60_000;

/** A recording of the morning, as its analysis leaves it: three pictures with so many heads each. */
async function analysed(cameraId: string, heads: readonly number[]): Promise<string> {
  const id = await studio.announce({ cameraId });
  const { room, platform } = studio;
  const stored = await platform.services.files.put(Buffer.from(`picture of ${id}`));
  await room.rows(sql`insert into files (hash, media_type, size, stored_at)
    values (${stored.hash}, 'application/octet-stream', ${stored.size}, now())`);
  await room.rows(sql`update recordings set facts = '{"durationMs": 10800000}' where id = ${id}`);
  for (const [at, count] of heads.entries())
    await room.rows(sql`insert into recording_pictures (region_code, institution_id, recording_id, at_ms, kind, file_hash,
        head_count, taken_at) select region_code, institution_id, id, ${(30 + at * 20) * minute}, 'sample', ${stored.hash},
        ${count}, now() from recordings where id = ${id}`);
  await inScope(platform.pool, { reach: 'system' }, (tx) =>
    judgeAnew(
      {
        tx,
        now: platform.clock.now(),
        today: platform.clock.today(),
        laterFigures: {},
        acrossRegions: (work) => work(),
      },
      id,
    ),
  );
  return id;
}

beforeAll(async () => {
  studio = await openStudio({ trainees: 6 });
  const { room, platform, cameraId } = studio;
  const [rear] = await room.rows(sql<{ venue_id: string }>`select venue_id from cameras where id = ${cameraId}`);
  const made = { venueId: rear?.venue_id ?? '', name: '讲台侧', position: 'front' } as const;
  front = (await resultOf(platform, addCamera, room.clerk, made)).cameraId;
  const doubtful = await doubtfulRoom(room);
  const [lesson] = doubtful.lessons;
  if (!lesson) throw new Error('no lesson');
  await doubtful.put([1, 2, 3, 4, 5, 6].map((at) => ({ row: `r${at}`, lesson, time: `07:5${at}:00` })));
  room.at('18:00');
});
afterAll(() => studio.close());

describe('too few heads in a lesson', () => {
  it('stand at the lesson with the pictures in which they were counted, the camera behind a step lower', async () => {
    const { room, platform, cameraId } = studio;
    const [seen, behind] = [await analysed(front, [2, 1, 2]), await analysed(cameraId, [0, 1, 0])];
    await analysed(front, [2, 5, 2]);
    const { lessons } = await resultOf(platform, listRecordings, room.officer, { classId: room.classId });
    const told = lessons[0]?.heads ?? [];
    expect(told.map(({ recordingId }) => recordingId).sort()).toEqual([seen, behind].sort());
    for (const { recordingId, seesBacks, frames, message, fix } of told) {
      expect(seesBacks).toBe(recordingId === behind);
      expect(frames).toEqual([30, 50, 70].map((at) => at * minute));
      expect(message).toContain('签到在场 6 人');
      expect(fix).toContain(seesBacks ? '低一档' : '只作提示');
    }
    expect(lessons[1]?.heads).toEqual([]);
  });

  it('are told to the score with where the camera stands', async () => {
    const { room, platform } = studio;
    const counts = await inScope(platform.pool, { reach: 'system' }, (tx) => headCountsOf({ tx }, room.classId));
    expect(counts.filter(({ seesBacks }) => seesBacks)).toHaveLength(3);
    expect(counts).toHaveLength(9);
  });
});
