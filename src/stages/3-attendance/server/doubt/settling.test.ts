import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#platform/operation';
import { addUser, resultOf, run } from '#platform/testing-platform';
import { showBoard, showHours } from '../check-in/queries';
import { openClassroom, type TestClassroom } from '../check-in/testing-classroom';
import { explainChecks, settleChecks } from './settle-commands';
import { listDoubtedChecks, listUnsettled } from './settle-queries';
import { sql } from 'kysely';
import { runNow } from '#platform/jobs/testing';
import { scoreClasses } from './score-job';
import { doubtfulRoom } from './testing-doubts';

let room: TestClassroom;
let stranger: Actor;
let keys: readonly string[];

beforeAll(async () => {
  room = await openClassroom(4);
  stranger = await addUser(room.platform, { role: 'countyOfficer', name: '孙科员', regionCode: '410823' });
  const made = await doubtfulRoom(room);
  const [lesson] = made.lessons;
  if (!lesson) throw new Error('no lesson');
  const put = (row: string, remarks: readonly string[]) =>
    made.put([
      { row, lesson, time: '07:55:00', remarks },
      { row, lesson, time: '11:02:00', direction: 'out', remarks },
    ]);
  keys = [...(await put('r1', ['clockDoubt'])), ...(await put('r2', ['placeUnsure'])), ...(await put('r3', []))];
  room.at('11:45');
});
afterAll(() => room.close());

const about = () => ({ classId: room.classId });
const list = (actor: Actor = room.officer) => resultOf(room.platform, listDoubtedChecks, actor, about());
const minutesOf = async (row: string): Promise<number> =>
  (await resultOf(room.platform, showHours, room.officer, about())).rows.find(({ rowId }) => rowId === row)
    ?.doneMinutes ?? -1;
const settle = (chosen: readonly string[], more: object = {}, actor: Actor = room.officer) =>
  run(room.platform, settleChecks, actor, {
    ...about(),
    checks: chosen.map((key) => ({ key, seen: 0 })),
    decision: 'counts',
    basis: 'recording',
    reason: '录像里本人按时到课',
    ...more,
  });

/** What the county still has to do, by its address. */
const tasks = async (): Promise<string[]> =>
  (await room.rows(sql<{ address: string }>`select address from waiting_tasks where settled_at is null`)).map(
    ({ address }) => address,
  );

describe('a doubtful check-in (2021 四)', () => {
  it('waits for the bureau; with a doubtful clock it earns no minute meanwhile, with a doubtful place it does', async () => {
    const { waiting, rows } = await list();
    expect(waiting).toBe(4);
    expect(rows.filter(({ countsMeanwhile }) => countsMeanwhile)).toHaveLength(2);
    expect([await minutesOf('r1'), await minutesOf('r2'), await minutesOf('r3')]).toEqual([0, 180, 180]);
    const queue = await resultOf(room.platform, listUnsettled, room.officer, {});
    expect(queue.rows).toMatchObject([{ classId: room.classId, waiting: 4, notCounted: 2, explained: 0 }]);
    expect((await resultOf(room.platform, listUnsettled, stranger, {})).rows).toEqual([]);
    await runNow(room.platform, scoreClasses, {});
    expect(await tasks()).toEqual([`/attendance/${room.classId}?part=checks`]);
  });

  it('is explained by the institution, which decides nothing about it', async () => {
    const told = { ...about(), keys: keys.slice(0, 2), text: '教室断网，平板时间被调回出厂' };
    expect(await run(room.platform, explainChecks, room.clerk, told)).toMatchObject({ outcome: 'done' });
    expect(await run(room.platform, explainChecks, room.clerk, { ...told, keys: keys.slice(4, 5) })).toMatchObject({
      kind: 'conflict',
    });
    expect(await run(room.platform, explainChecks, room.officer, told)).toMatchObject({ kind: 'forbidden' });
    for (const actor of [room.clerk, room.school.principal])
      expect(await settle(keys.slice(0, 2), {}, actor)).toMatchObject({ kind: 'forbidden' });
    expect((await list(room.clerk)).rows.find(({ key }) => key === keys[0])?.explanations).toMatchObject([
      { text: told.text },
    ]);
  });

  it('is not settled by another county, nor without a reason, nor when it is none', async () => {
    expect(await settle(keys.slice(0, 1), {}, stranger)).toMatchObject({ kind: 'missing' });
    expect(await settle(keys.slice(0, 1), { reason: ' ' })).toMatchObject({ kind: 'invalid' });
    expect(await settle(keys.slice(4, 5))).toMatchObject({ kind: 'conflict' });
    expect(await settle(['no-such-check'])).toMatchObject({ kind: 'conflict' });
    expect(await settle([keys[0] ?? '', keys[0] ?? ''])).toMatchObject({ kind: 'invalid' });
  });

  it('counts once an officer has settled it so, and two officers at once settle it once', async () => {
    const both = await Promise.all([settle(keys.slice(0, 2)), settle(keys.slice(0, 2), { decision: 'discounted' })]);
    expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(['done', 'refused']);
    const [decided] = (await list()).rows.find(({ key }) => key === keys[0])?.settlements ?? [];
    expect(await minutesOf('r1')).toBe(decided?.decision === 'counts' ? 180 : 0);
    const again = { checks: keys.slice(0, 2).map((key) => ({ key, seen: 1 })), decision: 'counts' };
    expect(await settle([], again)).toMatchObject({ outcome: 'done' });
    expect(await minutesOf('r1')).toBe(180);
    const history = (await list()).rows.find(({ key }) => key === keys[0])?.settlements;
    expect(history).toHaveLength(2);
    expect(history?.at(-1)).toMatchObject({ by: '钱科员', reason: '录像里本人按时到课', basis: 'recording' });
  });

  it('is as if it had not been once it is settled not to count', async () => {
    expect(await settle(keys.slice(2, 4), { decision: 'discounted' })).toMatchObject({ outcome: 'done' });
    expect(await minutesOf('r2')).toBe(0);
    const { board } = await resultOf(room.platform, showBoard, room.officer, about());
    expect(board.arrivals.find(({ rowId }) => rowId === 'r2')).toMatchObject({ standing: 'missing', isDoubted: false });
    expect(board.arrivals.find(({ rowId }) => rowId === 'r1')?.isDoubted).toBe(false);
    expect((await resultOf(room.platform, listUnsettled, room.officer, {})).rows).toEqual([]);
    expect(await tasks()).toEqual([]);
    const told = { ...about(), keys: keys.slice(0, 1), text: '再说明' };
    expect(await run(room.platform, explainChecks, room.clerk, told)).toMatchObject({ kind: 'conflict' });
  });
});
