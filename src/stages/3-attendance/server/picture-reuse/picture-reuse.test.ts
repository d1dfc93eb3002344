import { sql } from 'kysely';
import { Client } from 'pg';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boxesOfChance } from '#platform/files/testing-pictures';
import { runNow } from '#platform/jobs/testing';
import type { Actor } from '#platform/operation';
import { addUser, resultOf, run } from '#platform/testing-platform';
import { checkByCard } from '../check-in/check-by-card';
import { issueCodes } from '../check-in/codes';
import { openStation } from '../check-in/stations';
import { openClassroom, type TestClass, type TestClassroom } from '../check-in/testing-classroom';
import { answerRollCall } from '../roll-call/answer-commands';
import { callRoll, openRollCall } from '../roll-call/call-commands';
import { showDoubt } from '../doubt/queries';
import { compareShownPictures } from './compare-job';
import { listAlikePictures } from './queries';
import { reviewAlikePictures } from './review-command';

let room: TestClassroom;
let there: TestClass;
let city: Actor;
beforeAll(async () => {
  room = await openClassroom(3);
  there = await room.second('410823');
  city = await addUser(room.platform, { role: 'cityOfficer', name: '周科长' });
  room.at('07:50');
});
afterAll(() => room.close());

async function checkIn(row: number, picture: Buffer, of: TestClass = room): Promise<string> {
  const { classId, clerk } = of;
  const { stationId } = await resultOf(room.platform, openStation, clerk, { classId, kind: 'kiosk' });
  const { codes } = await resultOf(room.platform, issueCodes, clerk, { classId, rows: [`r${row}`] });
  const answer = await resultOf(room.platform, checkByCard, clerk, {
    classId,
    stationId,
    card: of.numbers[row - 1] ?? '',
    code: codes[0]?.code ?? '',
    picture: picture.toString('base64'),
    direction: 'in',
  });
  return answer.kind === 'judged' ? answer.checkId : '';
}
const compare = () => runNow(room.platform, compareShownPictures, {});
const list = (actor = room.officer, { classId }: Pick<TestClass, 'classId'> = room) =>
  resultOf(room.platform, listAlikePictures, actor, { classId });
const waiting = async () =>
  (
    await room.rows(sql<{ region_code: string }>`select region_code from waiting_tasks
      where key like 'alike-pictures/%' and settled_at is null order by region_code`)
  ).map(({ region_code }) => region_code);
/** As the owner of the tables, whom no grant binds. */
async function asOwner(statement: string): Promise<void> {
  const client = new Client(room.platform.database.owner);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
/** What speaks against the class once its morning lesson is over. */
async function reasons(): Promise<string[]> {
  room.at('12:00');
  const { reasons: found } = await resultOf(room.platform, showDoubt, room.officer, { classId: room.classId });
  room.at('07:55');
  return found.map(({ key }) => key);
}
const savedAnew = (picture: Buffer) => sharp(picture).resize(900).jpeg({ quality: 60 }).toBuffer();

describe('a picture of a check-in (2021 四)', () => {
  it('may look like another of the same day and room, where the camera stands still', async () => {
    const picture = await boxesOfChance(11);
    await checkIn(1, picture);
    await checkIn(2, await savedAnew(picture));
    expect(await compare()).toBe('比对 2 张照片，几乎相同的 0 对。');
    expect(await compare()).toBe('没有新照片。');
  });

  it('is asked about in both counties when it was shown in another room, and each opens its own', async () => {
    const picture = await boxesOfChance(12);
    await checkIn(1, picture);
    await checkIn(1, await savedAnew(picture), there);
    expect(await compare()).toBe('比对 2 张照片，几乎相同的 1 对。');
    expect(await waiting()).toEqual(['410822', '410823']);
    const [here] = (await list()).rows;
    expect(here).toMatchObject({ source: 'check', other: { canOpen: false, classId: there.classId } });
    expect(here?.other.words).toMatch(/第 \d+ 期”.*的签到照片$/);
    expect((await list(city)).rows[0]?.other.canOpen).toBe(true);
    expect(await run(room.platform, listAlikePictures, room.clerk, { classId: room.classId })).toMatchObject({
      kind: 'forbidden',
    });
  });

  it('is asked about when it stands for a lesson on another day, and counts as used again until it is explained', async () => {
    const picture = await boxesOfChance(13);
    const first = await checkIn(1, picture);
    await asOwner(`update picture_sketches set taken_at = taken_at - interval '1 day' where item_id = '${first}'`);
    const again = await checkIn(2, await savedAnew(picture));
    expect(await compare()).toContain('几乎相同的 1 对');
    expect((await list()).rows.find(({ itemId }) => itemId === again)).toMatchObject({
      other: { itemId: first, canOpen: true },
      review: undefined,
    });
    expect(await reasons()).toContain('photoReuse');
  });

  it('answers no roll call without being asked about', async () => {
    const picture = await boxesOfChance(14);
    room.at('09:00');
    const { classId, officer, clerk } = room;
    const { callId } = await resultOf(room.platform, callRoll, officer, { classId });
    const { code } = await resultOf(room.platform, openRollCall, clerk, { classId, callId });
    await checkIn(3, picture);
    const told = ['r1', 'r2', 'r3'].map((row) => ({ row, isPresent: true, reason: '' }));
    const sent = { classId, callId, code, picture: (await savedAnew(picture)).toString('base64'), told };
    await resultOf(room.platform, answerRollCall, clerk, sent);
    await compare();
    expect((await list()).rows.map(({ source, other }) => `${source} ${other.source}`)).toContain('rollCall check');
  });

  it('is settled by an officer with a reason, once, and leaves the queue with the last of its class', async () => {
    const { rows } = await list();
    for (const { itemId, other } of rows) {
      const wish = {
        classId: room.classId,
        itemId,
        otherItemId: other.itemId,
        verdict: 'explained' as const,
        note: '合班上课',
      };
      await resultOf(room.platform, reviewAlikePictures, room.officer, wish);
      expect(await run(room.platform, reviewAlikePictures, room.officer, wish)).toMatchObject({ kind: 'conflict' });
    }
    expect(await waiting()).toEqual(['410823']);
    expect(await reasons()).not.toContain('photoReuse');
    expect((await list()).rows.every(({ review }) => review?.verdict === 'explained')).toBe(true);
    await expect(
      room.rows(sql`update picture_likenesses set verdict = 'reused' where verdict is not null`),
    ).rejects.toThrow(/不能再改/);
  });
});
