import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '#kernel/plain-date';
import { boxesOfChance } from '#platform/files/testing-pictures';
import { runNow } from '#platform/jobs/testing';
import type { Actor } from '#platform/operation';
import { addUser, resultOf, run } from '#platform/testing-platform';
import { lowestOf } from '../../domain/photo-draw/photo-draw';
import { checkByCard } from '../check-in/check-by-card';
import { issueCodes } from '../check-in/codes';
import { openStation } from '../check-in/stations';
import { openClassroom, type TestClassroom } from '../check-in/testing-classroom';
import { showImpersonation } from '../impersonation/queries';
import { drawRoomPhotos, lotOf, poolDigest } from './draw-job';
import { listDrawnPhotos } from './queries';
import { reviewDrawnPhoto } from './review-command';

const count = 12;
let room: TestClassroom;
let stranger: Actor;
let signatory: Actor;
const checks: string[] = [];

beforeAll(async () => {
  room = await openClassroom(count);
  stranger = await addUser(room.platform, { role: 'countyOfficer', name: '孙科员', regionCode: '410823' });
  signatory = await addUser(room.platform, { role: 'countySignatory', name: '郑局长', regionCode: '410822' });
  room.at('07:50');
  const { classId, clerk } = room;
  const { stationId } = await resultOf(room.platform, openStation, clerk, { classId, kind: 'kiosk' });
  for (let row = 1; row <= count; row += 1) {
    const { codes } = await resultOf(room.platform, issueCodes, clerk, { classId, rows: [`r${row}`] });
    const answer = await resultOf(room.platform, checkByCard, clerk, {
      classId,
      stationId,
      card: room.numbers[row - 1] ?? '',
      code: codes[0]?.code ?? '',
      picture: (await boxesOfChance(row)).toString('base64'),
      direction: 'in',
    });
    if (answer.kind === 'judged') checks.push(answer.checkId);
  }
});
afterAll(() => room.close());

const draw = () => runNow(room.platform, drawRoomPhotos, {});
const list = (actor: Actor = room.officer) =>
  resultOf(room.platform, listDrawnPhotos, actor, { classId: room.classId });
const review = (checkId: string, verdict: 'present' | 'unclear' | 'other', actor: Actor = room.officer) =>
  run(room.platform, reviewDrawnPhoto, actor, {
    classId: room.classId,
    checkId,
    verdict,
    note: '与证件、往日照片比对',
  });
const waiting = async () =>
  (
    await room.rows(sql<{ audience: string }>`select audience from waiting_tasks
      where key like 'drawn-photos/%' and settled_at is null`)
  ).map(({ audience }) => audience);
const suspected = async () =>
  (await resultOf(room.platform, showImpersonation, room.officer, { classId: room.classId })).personTimes;

describe('the random check of room photos (2021 四)', () => {
  it('is not drawn before the day is over, then once, so that anybody can draw it again from list and seed', async () => {
    expect(checks).toHaveLength(count);
    expect(await draw()).toBe('没有要抽的上课日。');
    room.platform.clock.moveTo(addDays(room.platform.clock.today(), 1));
    expect(await draw()).toBe('1 个班的上课日，抽出 2 张照片。');
    expect(await draw()).toBe('没有要抽的上课日。');
    const { rows, draws } = await list();
    expect(draws).toHaveLength(1);
    const seed = Buffer.from(draws[0]?.seed ?? '', 'hex');
    expect(draws[0]).toMatchObject({ pool: count, digest: poolDigest(checks).toString('hex') });
    const again = lowestOf(
      checks.map((id) => ({ id, lot: lotOf(seed, id) })),
      2,
    );
    expect(rows.map(({ checkId }) => checkId).toSorted()).toEqual(again.toSorted());
    expect(rows.every(({ review: seen, others }) => seen === undefined && others.length === 0)).toBe(true);
  });

  it('stands in the queue of the officers of its county alone, and the institution sees nothing of it', async () => {
    expect(await waiting()).toEqual(['countyOfficer']);
    expect((await list(signatory)).mayReview).toBe(false);
    expect(await run(room.platform, listDrawnPhotos, room.clerk, { classId: room.classId })).toMatchObject({
      kind: 'forbidden',
    });
    const [first] = (await list()).rows;
    for (const actor of [room.clerk, signatory])
      expect(await review(first?.checkId ?? '', 'present', actor)).toMatchObject({ kind: 'forbidden' });
    expect(await review(first?.checkId ?? '', 'present', stranger)).toMatchObject({ kind: 'missing' });
  });

  it('is written down once; somebody else in the picture is a suspicion with that picture as evidence', async () => {
    const [first, second] = (await list()).rows;
    const left = checks.find((id) => id !== first?.checkId && id !== second?.checkId) ?? '';
    expect(await review(left, 'other')).toMatchObject({ kind: 'missing' });
    expect(await review(first?.checkId ?? '', 'present')).toMatchObject({ outcome: 'done' });
    expect(await suspected()).toHaveLength(0);
    expect(await waiting()).toHaveLength(1);
    const once = await Promise.all([1, 2].map(() => review(second?.checkId ?? '', 'other')));
    expect(once.map(({ outcome }) => outcome).toSorted()).toEqual(['done', 'refused']);
    expect(await waiting()).toEqual([]);
    const [personTime, ...others] = await suspected();
    expect(others).toEqual([]);
    expect(personTime).toMatchObject({ state: 'suspected' });
    expect(personTime?.evidenceIds).toHaveLength(1);
    expect((await list()).rows.map(({ review: seen }) => seen?.verdict ?? '').toSorted()).toEqual(['other', 'present']);
    await expect(room.rows(sql`update drawn_photos set verdict = 'unclear' where verdict is not null`)).rejects.toThrow(
      /不能再改/,
    );
    await expect(room.rows(sql`update photo_draws set pool_size = 1`)).rejects.toThrow(/只增不改|permission/);
  });
});
