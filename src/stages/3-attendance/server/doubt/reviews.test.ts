import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { movesOf } from '#kernel/lifecycle';
import { runNow } from '#platform/jobs/testing';
import type { Actor } from '#platform/operation';
import { addUser, resultOf, run } from '#platform/testing-platform';
import { facePairLifecycle, truthReviewLifecycle } from '../../domain/doubt/lifecycle';
import { openClassroom, type TestClassroom } from '../check-in/testing-classroom';
import { showImpersonationEvidence } from '../impersonation/evidence-query';
import { showImpersonation } from '../impersonation/queries';
import { listDoubts, showBehind, showDoubt } from './queries';
import { explainDoubt, refreshDoubt, sendOnSite, substantiateDoubt } from './review-commands';
import { scoreClasses } from './score-job';
import { doubtfulRoom } from './testing-doubts';

let room: TestClassroom;
let made: Awaited<ReturnType<typeof doubtfulRoom>>;
let stranger: Actor;
let other: Actor;
const people = Array.from({ length: 10 }, (_, at) => `r${at + 1}`);
const picture = (shade: number) =>
  sharp({ create: { width: 320, height: 240, channels: 3, background: { r: shade, g: 90, b: 120 } } })
    .jpeg()
    .toBuffer();

beforeAll(async () => {
  room = await openClassroom(10);
  made = await doubtfulRoom(room);
  stranger = await addUser(room.platform, { role: 'countyOfficer', name: '孙科员', regionCode: '410823' });
  other = await addUser(room.platform, { role: 'cityOfficer', name: '李科员' });
  const [morning, afternoon] = made.lessons;
  if (!morning || !afternoon) throw new Error('no lessons');
  await made.put(
    await Promise.all(
      people.map(async (row, at) => ({
        row,
        lesson: morning,
        time: `07:55:0${at % 5}`,
        ...(at < 2 ? { picture: await picture(at * 40) } : {}),
      })),
    ),
  );
  await made.put(
    people.map((row, at) => ({ row, lesson: afternoon, time: `13:50:0${at % 5}`, digest: 'd'.repeat(64) })),
  );
  room.at('17:45');
});
afterAll(() => room.close());

const about = () => ({ classId: room.classId });
const show = (actor: Actor = room.officer) => resultOf(room.platform, showDoubt, actor, about());
const seen = async () => {
  const { open } = await show();
  return { ...about(), reviewId: open?.id ?? '', version: open?.version ?? 0 };
};
const tasks = async (): Promise<string[]> =>
  (
    await room.rows(sql<{ address: string }>`select address from waiting_tasks
      where settled_at is null and key like 'doubt/%'`)
  ).map(({ address }) => address);
const score = () => runNow(room.platform, scoreClasses, {});

describe('the truth score of a class (2021 四)', () => {
  it('is worked out when its lessons are over, puts it into the queue and is worked out again only when something came', async () => {
    expect(await score()).toBe('计算 1 个班，新排入待核查 1 个。');
    expect(await score()).toBe('计算 0 个班，新排入待核查 0 个。');
    expect(await tasks()).toEqual([`/doubts/${room.classId}`]);
    const { rows } = await resultOf(room.platform, listDoubts, room.officer, {});
    expect(rows).toMatchObject([{ classId: room.classId, state: 'waiting', trend: [{ doubt: rows[0]?.doubt }] }]);
    expect(rows[0]?.reasons.map(({ title }) => title)).toEqual(['签到照片重复使用', '数秒内集中签到']);
    expect(rows[0]?.reasons[1]?.sentence).toContain('2 次课有人在 5 秒内集中签到，同一台设备最多 10 人');
    const stored = await room.rows(
      sql<{ inputs: { checkIns: number; formula: number } }>`select inputs from truth_scores`,
    );
    expect(stored).toMatchObject([{ inputs: { checkIns: 20, formula: 2 } }]);
  });

  it('shows each reason with the check-ins behind it, and each lesson’s own doubt', async () => {
    const found = await show();
    expect(found).toMatchObject({ isForReview: true, figure: 50, steps: ['substantiate', 'explain', 'sendOnSite'] });
    expect(found.lessons.map(({ doubt }) => doubt > 0)).toEqual([true, true]);
    const behind = await resultOf(room.platform, showBehind, room.officer, { ...about(), key: 'photoReuse' });
    expect(behind).toMatchObject({ count: 10 });
    const quiet = await run(room.platform, showBehind, room.officer, { ...about(), key: 'headCount' });
    expect(quiet).toMatchObject({ outcome: 'refused', kind: 'missing' });
  });

  it('is not shown to the institution, nor to another county', async () => {
    for (const actor of [room.clerk, room.school.principal]) {
      expect(await run(room.platform, showDoubt, actor, about())).toMatchObject({ kind: 'forbidden' });
      expect(await run(room.platform, listDoubts, actor, {})).toMatchObject({ kind: 'forbidden' });
    }
    expect((await resultOf(room.platform, listDoubts, stranger, { show: 'all' })).rows).toEqual([]);
    expect(await run(room.platform, showDoubt, stranger, about())).toMatchObject({ kind: 'missing' });
    expect(await run(room.platform, explainDoubt, stranger, { ...(await seen()), finding: '看过' })).toMatchObject({
      kind: 'missing',
    });
  });

  it('moves nothing by itself: no case, no person-time comes of it', async () => {
    expect(await room.rows(sql`select class_id from impersonation_cases`)).toEqual([]);
  });
});

describe('a doubtful class is looked at', () => {
  it('and found true only with a person-time on evidence of its own, which the case then shows', async () => {
    const wish = { ...(await seen()), finding: '照片里不是本人，授课教师当面指认' };
    const bare = await run(room.platform, substantiateDoubt, room.officer, wish);
    expect(bare).toMatchObject({ outcome: 'refused', kind: 'blocked' });
    const { rows } = await resultOf(room.platform, showBehind, room.officer, { ...about(), key: 'burst' });
    const pictured = rows.find(
      ({ hasPicture, rowId, lessonId }) => hasPicture && rowId === 'r1' && lessonId === made.lessons[0]?.id,
    );
    if (!pictured) throw new Error('no picture');
    const chosen = { row: 'r1', lessonId: pictured.lessonId, checkId: pictured.id };
    const crossed = { ...chosen, row: 'r2' };
    expect(
      await run(room.platform, substantiateDoubt, room.officer, { ...wish, personTimes: [crossed] }),
    ).toMatchObject({
      kind: 'missing',
    });
    const both = await Promise.all([
      run(room.platform, substantiateDoubt, room.officer, { ...wish, personTimes: [chosen] }),
      run(room.platform, substantiateDoubt, other, { ...wish, personTimes: [chosen] }),
    ]);
    expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(['done', 'refused']);
    const held = await resultOf(room.platform, showImpersonation, room.officer, about());
    expect(held).toMatchObject({
      stage: 'watching',
      money: 'free',
      personTimes: [{ trainee: held.trainees[0]?.name }],
    });
    const [evidenceId = ''] = held.personTimes[0]?.evidenceIds ?? [];
    const page = await resultOf(room.platform, showImpersonationEvidence, room.officer, { ...about(), evidenceId });
    expect(page).toMatchObject({ mediaType: 'image/jpeg' });
  });

  it('and what was closed stays closed until something new comes', async () => {
    expect((await show()).open).toBeUndefined();
    expect(await tasks()).toEqual([]);
    expect(await resultOf(room.platform, refreshDoubt, room.officer, about())).toMatchObject({ opened: false });
    const closed = (await show()).reviews[0];
    expect(closed).toMatchObject({ closedDoubt: (await show()).doubt });
    const again = { ...about(), reviewId: closed?.id ?? '', version: closed?.version ?? 0, finding: '再看' };
    expect(await run(room.platform, sendOnSite, room.officer, again)).toMatchObject({ kind: 'conflict' });
    expect((await resultOf(room.platform, listDoubts, room.officer, {})).rows).toEqual([]);
    expect((await resultOf(room.platform, listDoubts, room.officer, { show: 'all' })).rows).toHaveLength(1);
  });

  it('only by the moves of its table, in the database as well', async () => {
    const moves = await room.rows(sql<{ subject: string; from_state: string; to_state: string }>`
      select subject, from_state, to_state from doubt_moves`);
    const declared = [
      ...movesOf(truthReviewLifecycle).map(({ from, to }) => `truth_reviews ${from} ${to}`),
      ...movesOf(facePairLifecycle).map(({ from, to }) => `face_pairs ${from} ${to}`),
    ];
    expect(moves.map((each) => `${each.subject} ${each.from_state} ${each.to_state}`).toSorted()).toEqual(
      declared.toSorted(),
    );
    await expect(
      room.rows(sql`update truth_reviews set state = 'waiting', version = version + 1, closed_at = null,
        closed_by = null, closed_by_name = null, closed_doubt = null`),
    ).rejects.toThrow('存疑状态不能');
  });
});
