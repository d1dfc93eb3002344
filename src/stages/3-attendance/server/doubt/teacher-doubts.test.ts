import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workingCalendar } from '#kernel/calendar';
import { inScope } from '#platform/database/scope';
import { newId } from '#platform/identifiers';
import { runNow } from '#platform/jobs/testing';
import type { Actor } from '#platform/operation';
import { addUser, resultOf, run } from '#platform/testing-platform';
import { listChecks } from '../check-in/check-queries';
import { showBoard, showHours } from '../check-in/queries';
import { openStation } from '../check-in/stations';
import { openClassroom, type TestClassroom } from '../check-in/testing-classroom';
import type { PlannedLesson } from '../check-in/taught-class';
import { reportImpersonation } from '../impersonation/report-commands';
import { showImpersonation } from '../impersonation/queries';
import { settleLessons } from './lesson-end-job';
import { sayNotMe } from './not-me';
import { queueChecks } from './queue-job';
import { raise } from './raise';
import { explainChecks, settleChecks } from './settle-commands';
import { listDoubtedChecks, listUnsettled } from './settle-queries';
import { doubtfulRoom } from './testing-doubts';

let room: TestClassroom;
let stranger: Actor;
let made: Awaited<ReturnType<typeof doubtfulRoom>>;
let [morning, afternoon]: PlannedLesson[] = [];
/** The teachers of the morning and of the afternoon. */
let [first, second] = ['', ''];
let keys: readonly string[] = [];

beforeAll(async () => {
  room = await openClassroom(3);
  stranger = await addUser(room.platform, { role: 'countyOfficer', name: '孙科员', regionCode: '410823' });
  made = await doubtfulRoom(room);
  [morning, afternoon] = made.lessons;
  [first, second] = [morning?.teacherId ?? '', afternoon?.teacherId ?? ''];
  keys = [
    ...(await putTeacher(first, lesson('morning'), ['07:55:00', '11:02:00'], ['placeUnsure'])),
    ...(await putTeacher(second, lesson('afternoon'), ['13:55:00', '17:01:00'], ['clockDoubt'])),
    ...(await made.put([{ row: 'r1', lesson: lesson('morning'), time: '07:56:00', remarks: ['placeUnsure'] }])),
  ];
  room.at('17:30');
});
afterAll(() => room.close());

function lesson(which: 'morning' | 'afternoon'): PlannedLesson {
  const found = which === 'morning' ? morning : afternoon;
  if (!found) throw new Error('no lesson');
  return found;
}
const putTeacher = (id: string, of: PlannedLesson, [from, to]: [string, string], remarks: readonly string[]) =>
  made.put([
    { row: id, isTeacher: true, lesson: of, time: from, remarks },
    { row: id, isTeacher: true, lesson: of, time: to, direction: 'out', remarks },
  ]);
const about = () => ({ classId: room.classId });
const list = (actor: Actor = room.officer) => resultOf(room.platform, listDoubtedChecks, actor, about());
const hours = async () => (await resultOf(room.platform, showHours, room.officer, about())).teaching;
const tasks = () =>
  room.rows(sql<{ address: string }>`select address from waiting_tasks where settled_at is null order by raised_at`);
const settle = (chosen: readonly string[], more: object, seen = 0, actor: Actor = room.officer) =>
  run(room.platform, settleChecks, actor, {
    ...about(),
    checks: chosen.map((key) => ({ key, seen })),
    decision: 'counts',
    basis: 'recording',
    reason: '与课堂录像比对',
    ...more,
  });

describe('a doubted check-in of a teacher (2021 四, 2024 一（三）)', () => {
  it('waits in the one queue with those of trainees; with a doubtful clock it does not count meanwhile', async () => {
    const { waiting, rows, teachers } = await list();
    expect(waiting).toBe(5);
    expect(rows.filter(({ kind }) => kind === 'teacher')).toHaveLength(4);
    expect(teachers.map(({ id }) => id)).toEqual(expect.arrayContaining([first, second]));
    expect((await hours()).rows.map(({ state, isDoubted }) => [state, isDoubted])).toEqual([
      ['taught', true],
      ['missing', true],
    ]);
    const queue = (actor: Actor) => resultOf(room.platform, listUnsettled, actor, {});
    expect((await queue(room.officer)).rows).toMatchObject([{ waiting: 5, ofTeachers: 4, notCounted: 2 }]);
    expect((await queue(stranger)).rows).toEqual([]);
    await runNow(room.platform, queueChecks, about());
    expect(await tasks()).toEqual([{ address: `/attendance/${room.classId}?part=checks` }]);
  });

  it('is explained by the institution and settled by the officer of its county alone', async () => {
    const told = { ...about(), keys: keys.slice(0, 1), text: '教师从侧门进，定位漂移' };
    expect(await run(room.platform, explainChecks, room.clerk, told)).toMatchObject({ outcome: 'done' });
    for (const actor of [room.clerk, room.school.principal])
      expect(await settle(keys.slice(0, 1), {}, 0, actor)).toMatchObject({ kind: 'forbidden' });
    expect(await settle(keys.slice(0, 1), {}, 0, stranger)).toMatchObject({ kind: 'missing' });
  });

  it('counts once it is confirmed to be the teacher’s own', async () => {
    expect(await settle(keys.slice(2, 4), {})).toMatchObject({ outcome: 'done' });
    expect((await hours()).rows[1]).toMatchObject({ state: 'taught', isDoubted: false });
  });
});

describe('a check-in in a teacher’s name that was somebody else’s', () => {
  it('is said of teachers only, and of no teacher instead who did not teach here', async () => {
    const other = { decision: 'otherPerson' };
    expect(await settle(keys.slice(4), other)).toMatchObject({ message: expect.stringContaining('冒名顶替') });
    expect(await settle(keys.slice(0, 2), { ...other, taughtBy: first })).toMatchObject({ kind: 'invalid' });
    expect(await settle(keys.slice(0, 2), { ...other, taughtBy: room.classId })).toMatchObject({ kind: 'invalid' });
    expect(await settle(keys.slice(0, 2), { taughtBy: second })).toMatchObject({ kind: 'invalid' });
  });

  it('takes the teaching away and leaves a finding that names who taught', async () => {
    const other = { decision: 'otherPerson', taughtBy: second };
    expect(await settle(keys.slice(0, 2), other)).toMatchObject({ outcome: 'done' });
    const { rows, findings } = await hours();
    expect(rows[0]).toMatchObject({ state: 'otherPerson', hasSigned: false, disproof: { taughtById: second } });
    expect(findings).toMatchObject([
      { rule: 'attendance.teacher-in-person', message: expect.stringContaining(`实际由${rows[1]?.teacher}授课`) },
    ]);
    const [decided] = (await list()).rows.find(({ key }) => key === keys[0])?.settlements ?? [];
    expect(decided).toMatchObject({ decision: 'otherPerson', taughtBy: rows[1]?.teacher, basis: 'recording' });
    expect(await settle(keys.slice(4), {})).toMatchObject({ outcome: 'done' });
    expect(await tasks()).toEqual([]);
    const told = sql<{ text: string }>`select text from messages where audience = 'institution'
      and subject_type = 'trainingClass' and text like '%不是本人%'`;
    expect(await room.rows(told)).toHaveLength(1);
  });

  it('can be settled anew, and every word of it stays', async () => {
    expect(await settle(keys.slice(0, 2), {}, 1)).toMatchObject({ outcome: 'done' });
    expect(await hours()).toMatchObject({ rows: [{ state: 'taught', disproof: undefined }, {}], findings: [] });
    expect(await settle(keys.slice(0, 2), { decision: 'otherPerson' }, 2)).toMatchObject({ outcome: 'done' });
    expect((await hours()).findings[0]?.message).toContain('实际由谁授课没有查明');
    expect((await list()).rows.find(({ key }) => key === keys[0])?.settlements).toHaveLength(3);
  });

  it('is no person-time: three swaps of teachers move no case, freeze no money and can be reported as none', async () => {
    expect(await settle(keys.slice(2, 4), { decision: 'otherPerson' }, 1)).toMatchObject({ outcome: 'done' });
    const swaps = await room.rows(sql`select distinct on (check_key) check_key from check_settlements
      where decision = 'otherPerson' order by check_key, number desc`);
    expect(swaps.length).toBeGreaterThanOrEqual(3);
    const ground = {
      rowId: first,
      lessonId: lesson('morning').id,
      title: '照片',
      digest: Buffer.alloc(32, 7),
      pages: [],
    };
    const refused = await inScope(room.platform.pool, { reach: 'system' }, (tx) => {
      const { clock, services } = room.platform;
      const reading = { tx, now: clock.now(), services, laterFigures: {}, calendar: workingCalendar([]) };
      const actor = { userId: null, name: '签到台', role: 'device' as const };
      return raise({ ...reading, actor, note: () => undefined }, room.classId, { ...ground, signal: 'faceMismatch' });
    });
    expect(refused).toMatchObject({ outcome: 'refused', kind: 'invalid' });
    expect(await room.rows(sql`select 1 from impersonation_cases`)).toEqual([]);
    const report = { ...about(), traineeId: first, lessonId: ground.lessonId, signal: 'inspectorFinding' as const };
    const reported = await run(room.platform, reportImpersonation, room.officer, { ...report, evidenceIds: [newId()] });
    expect(reported).toMatchObject({ kind: 'invalid', message: expect.stringContaining('没有这名学员') });
    const held = await resultOf(room.platform, showImpersonation, room.officer, about());
    expect(held).toMatchObject({ money: 'free', stage: 'watching', personTimes: [] });
  });
});

describe('what is found against a teacher later', () => {
  it('comes from the one who holds the tablet, and asks the county again though it was settled', async () => {
    room.at('17:32');
    const { platform, clerk, classId } = room;
    const { stationId } = await resultOf(platform, openStation, clerk, { classId, kind: 'kiosk' });
    await inScope(platform.pool, { reach: 'system' }, (tx) =>
      sql`insert into attendance_checks (region_code, class_id, id, teacher_id, lesson_id, direction, at, received_at,
          source, station_id, way, verdict, witness_id, witness_name, command_id)
        select region_code, class_id, gen_random_uuid(), ${first}::uuid, lesson_id, 'out', ${platform.clock.now()},
          ${platform.clock.now()}, 'kiosk', ${stationId}, 'card', 'accepted', witness_id, witness_name, gen_random_uuid()
        from attendance_checks where id = ${keys[3]}`.execute(tx),
    );
    const [check] = await room.rows(
      sql<{ id: string }>`select id from attendance_checks where station_id = ${stationId}`,
    );
    const say = () => run(platform, sayNotMe, clerk, { classId, stationId, checkId: check?.id ?? '' });
    expect(await say()).toMatchObject({ result: { isReported: true } });
    expect(await say()).toMatchObject({ result: { isReported: true } });
    const waits = async () => (await list()).rows.filter(({ isWaiting }) => isWaiting);
    expect(await waits()).toMatchObject([{ kind: 'teacher', remarks: [{ code: 'saidNotMe' }], countsMeanwhile: true }]);
    const recorded = async () => {
      const { rows } = await resultOf(platform, listChecks, room.officer, { classId, show: 'all' });
      return rows.find(({ id }) => id === check?.id);
    };
    expect(await recorded()).toMatchObject({ verdict: 'accepted', waits: true, remarks: [{ code: 'saidNotMe' }] });
    await runNow(platform, queueChecks, { classId });
    expect(await tasks()).toHaveLength(1);
    expect(await settle([check?.id ?? ''], { decision: 'otherPerson' })).toMatchObject({ outcome: 'done' });
    expect(await recorded()).toMatchObject({ waits: false, settled: 'otherPerson' });
    expect(await tasks()).toEqual([]);
    expect(await room.rows(sql`select 1 from impersonation_cases`)).toEqual([]);
  });

  it('is a telephone that signed for others too in that lesson', async () => {
    const of = lesson('afternoon');
    const phone = { lesson: of, time: '13:58:00', phone: 'the same telephone', picture: Buffer.from('room') };
    const [mine] = await made.put([
      { row: second, isTeacher: true, ...phone },
      { row: 'r2', ...phone, time: '13:59:00' },
    ]);
    room.at('18:30');
    expect(await runNow(room.platform, settleLessons, {})).toContain('教师签到列入待核 1 次');
    expect((await list()).rows.find(({ key }) => key === mine)).toMatchObject({
      isWaiting: true,
      remarks: [{ code: 'onePhone' }],
    });
    expect(await tasks()).toHaveLength(1);
    const { board } = await resultOf(room.platform, showBoard, room.officer, about());
    expect(board.arrivals.find(({ rowId }) => rowId === 'r2')?.isDoubted).toBe(false);
  });
});
