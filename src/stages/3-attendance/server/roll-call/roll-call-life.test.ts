import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { movesOf } from '#kernel/lifecycle';
import { runNow } from '#platform/jobs/testing';
import type { Actor } from '#platform/operation';
import { addUser, resultOf, run } from '#platform/testing-platform';
import { rollCallLifecycle } from '../../domain/roll-call/lifecycle';
import { checkByCard } from '../check-in/check-by-card';
import { issueCodes } from '../check-in/codes';
import { openStation } from '../check-in/stations';
import { openClassroom, type TestClassroom } from '../check-in/testing-classroom';
import { markedPicture } from '../check-in/testing-faces';
import { showImpersonationEvidence } from '../impersonation/evidence-query';
import { showImpersonation } from '../impersonation/queries';
import { reportImpersonation } from '../impersonation/report-commands';
import { answerRollCall } from './answer-commands';
import { callRoll, openRollCall, reviewRollCall } from './call-commands';
import { compareRollCallPictures } from './compare-job';
import { showRollCallPicture, takeRollCallEvidence } from './picture-operations';
import { listRollCalls, showRollCall } from './queries';
import { showWall } from './wall';

let room: TestClassroom;
let stranger: Actor;
let shade = 0;

beforeAll(async () => {
  room = await openClassroom(4);
  stranger = await addUser(room.platform, { role: 'countyOfficer', name: '孙科员', regionCode: '410823' });
  room.at('07:50');
  const { classId, platform, clerk, tails } = room;
  const { stationId } = await resultOf(platform, openStation, clerk, { classId, kind: 'kiosk' });
  for (const nth of [1, 2]) {
    const { codes } = await resultOf(platform, issueCodes, clerk, { classId, rows: [`r${nth}`] });
    await resultOf(platform, checkByCard, clerk, {
      classId,
      stationId,
      card: tails[nth - 1] ?? '',
      code: codes[0]?.code ?? '',
      picture: await markedPicture({ person: nth }),
      direction: 'in',
    });
  }
});
afterAll(() => room.close());

/** A photograph of the room unlike every other, as a page sends it. */
async function photograph(): Promise<string> {
  const background = { r: (shade += 1) * 9, g: 120, b: 90 };
  const bytes = await sharp({ create: { width: 640, height: 480, channels: 3, background } })
    .jpeg()
    .toBuffer();
  return bytes.toString('base64');
}

const call = (actor: Actor = room.officer) => run(room.platform, callRoll, actor, { classId: room.classId });
const called = async () => resultOf(room.platform, callRoll, room.officer, { classId: room.classId });
const open = (callId: string) => resultOf(room.platform, openRollCall, room.clerk, { classId: room.classId, callId });
const show = (callId: string, actor = room.officer) =>
  resultOf(room.platform, showRollCall, actor, { classId: room.classId, callId });
/** r1 and r3 are said to be there; r1 and r2 have checked in. */
const told = [
  { row: 'r1', isPresent: true, reason: '' },
  { row: 'r2', isPresent: false, reason: '说去打电话，没有回来' },
  { row: 'r3', isPresent: true, reason: '' },
  { row: 'r4', isPresent: false, reason: '病假' },
];
const answer = async (callId: string, more: object) =>
  run(room.platform, answerRollCall, room.clerk, {
    classId: room.classId,
    callId,
    code: '000000',
    picture: await photograph(),
    told,
    ...more,
  });
const review = async (callId: string, note = '已与机构负责人核对') =>
  run(room.platform, reviewRollCall, room.officer, {
    classId: room.classId,
    callId,
    version: (await show(callId)).version,
    note,
  });

let used = '';
let usedCode = '';

describe('a spot roll call of a class in session (2021 四)', () => {
  it('is called only in lesson, once at a time, and not by another county', async () => {
    expect(await call()).toMatchObject({ findings: [{ rule: 'attendance.roll-call-in-lesson' }] });
    room.at('09:00');
    expect(await call(stranger)).toMatchObject({ outcome: 'refused', kind: 'missing' });
    expect(await call()).toMatchObject({ outcome: 'done' });
    expect(await call()).toMatchObject({ findings: [{ rule: 'attendance.roll-call-once' }] });
    const { tiles } = await resultOf(room.platform, showWall, room.officer, {});
    expect(tiles).toMatchObject([{ id: room.classId, expected: 4, here: 2, missing: 2, call: { state: 'called' } }]);
    expect((await resultOf(room.platform, showWall, stranger, {})).tiles).toEqual([]);
  });

  it('tells its code to the institution alone and only when opened, and no message holds it', async () => {
    const [row] = (await resultOf(room.platform, listRollCalls, room.clerk, {})).rows;
    const callId = row?.id ?? '';
    expect((await show(callId)).code).toBeUndefined();
    expect((await show(callId, room.clerk)).code).toBeUndefined();
    const { code } = await open(callId);
    expect(code).toMatch(/^\d{6}$/);
    expect((await open(callId)).code).toBe(code);
    expect((await show(callId)).openedBy).toBe(room.clerk.name);
    const kept = await room.rows(sql<{ text: string }>`select text from messages
      union all select to_jsonb(r)::text from roll_calls r union all select to_jsonb(l)::text from log_events l`);
    expect(kept.length).toBeGreaterThan(3);
    expect(kept.filter(({ text }) => new RegExp(`(?<![\\da-f])${code}(?![\\da-f])`).test(text ?? ''))).toEqual([]);
    expect(await run(room.platform, openRollCall, room.officer, { classId: room.classId, callId })).toMatchObject({
      outcome: 'refused',
      kind: 'forbidden',
    });
  });

  it('is answered by hand for everybody, with its own code and a picture', async () => {
    const callId = (await resultOf(room.platform, listRollCalls, room.clerk, {})).rows[0]?.id ?? '';
    const { code } = await open(callId);
    const wrong = code === '000000' ? '000001' : '000000';
    expect(await answer(callId, { code: wrong })).toMatchObject({ findings: [{ rule: 'attendance.roll-call-code' }] });
    expect(await answer(callId, { code, told: told.slice(1) })).toMatchObject({
      findings: [{ rule: 'attendance.roll-call-complete' }],
    });
    const silent = told.map((each) => ({ ...each, reason: '' }));
    expect((await answer(callId, { code, told: silent })).outcome).toBe('refused');
    const picture = 'A'.repeat(400);
    expect(await answer(callId, { code, picture })).toMatchObject({ outcome: 'refused', kind: 'invalid' });
    expect(await review(callId)).toMatchObject({ outcome: 'refused', kind: 'conflict' });
    [used, usedCode] = [await photograph(), code];
    expect(await answer(callId, { code, picture: used })).toMatchObject({ result: { present: 2, absent: 2 } });
    expect(await answer(callId, { code })).toMatchObject({ outcome: 'refused', kind: 'conflict' });
  });

  it('shows where check-ins and roll call contradict each other, with the code and the picture', async () => {
    const callId = (await resultOf(room.platform, listRollCalls, room.officer, {})).rows[0]?.id ?? '';
    const seen = await show(callId);
    expect(seen).toMatchObject({ state: 'answered', code: usedCode, hasPicture: true });
    expect(seen.people.map((each) => [each.rowId, each.told?.discrepancy])).toEqual([
      ['r1', undefined],
      ['r2', 'checkedInButAbsent'],
      ['r3', 'presentUnchecked'],
      ['r4', undefined],
    ]);
    const asked = { classId: room.classId, callId };
    const picture = await resultOf(room.platform, showRollCallPicture, room.officer, asked);
    expect((await sharp(picture.body).metadata()).format).toBe('jpeg');
    expect(await run(room.platform, showRollCallPicture, stranger, asked)).toMatchObject({ kind: 'missing' });
  });

  it('gives its picture as evidence of a suspicion, once', async () => {
    const seen = (await resultOf(room.platform, listRollCalls, room.officer, {})).rows[0];
    const asked = { classId: room.classId, callId: seen?.id ?? '' };
    const { evidenceId } = await resultOf(room.platform, takeRollCallEvidence, room.officer, asked);
    expect((await resultOf(room.platform, takeRollCallEvidence, room.officer, asked)).evidenceId).toBe(evidenceId);
    const { lessonId } = await show(asked.callId);
    await resultOf(room.platform, reportImpersonation, room.officer, {
      classId: room.classId,
      traineeId: 'r2',
      lessonId,
      signal: 'spotRollCall',
      evidenceIds: [evidenceId],
    });
    const reported = (await show(asked.callId)).people.filter(({ isReported }) => isReported);
    expect(reported.map(({ rowId }) => rowId)).toEqual(['r2']);
    const toInstitution = await resultOf(room.platform, showRollCall, room.clerk, asked);
    expect(toInstitution.people.some(({ isReported }) => isReported)).toBe(false);
    const of = await resultOf(room.platform, showImpersonation, room.officer, { classId: room.classId });
    expect(of.personTimes).toMatchObject([{ traineeId: 'r2', state: 'suspected', evidenceIds: [evidenceId] }]);
    const page = { classId: room.classId, evidenceId, page: 1 };
    const kept = await resultOf(room.platform, showImpersonationEvidence, room.officer, page);
    expect((await sharp(kept.body).metadata()).width).toBe(640);
    expect(await review(asked.callId)).toMatchObject({
      outcome: 'refused',
      message: expect.stringContaining('比完才能办结'),
    });
    await runNow(room.platform, compareRollCallPictures, {});
    expect(await review(asked.callId)).toMatchObject({ result: { state: 'reviewed' } });
    expect(await review(asked.callId)).toMatchObject({ outcome: 'refused', kind: 'conflict' });
  });

  it('refuses a picture and a code that were shown before', async () => {
    room.at('09:30');
    const { callId } = await called();
    const { code } = await open(callId);
    expect(code).not.toBe(usedCode);
    expect(await answer(callId, { code: usedCode })).toMatchObject({
      findings: [{ rule: 'attendance.roll-call-code' }],
    });
    expect(await answer(callId, { code, picture: used })).toMatchObject({
      findings: [{ rule: 'attendance.roll-call-picture-fresh' }],
    });
  });

  it('refuses what comes late, is closed with a note, and the next one starts anew', async () => {
    const callId = (await resultOf(room.platform, listRollCalls, room.officer, {})).rows[0]?.id ?? '';
    const { code } = await open(callId);
    room.at('09:46');
    expect(await answer(callId, { code })).toMatchObject({ findings: [{ rule: 'attendance.roll-call-in-time' }] });
    expect(await show(callId)).toMatchObject({ state: 'expired', hasPicture: false, code: undefined });
    const gone = await run(room.platform, openRollCall, room.clerk, { classId: room.classId, callId });
    expect(gone).toMatchObject({ outcome: 'refused', kind: 'conflict' });
    const asked = { classId: room.classId, callId };
    expect(await run(room.platform, takeRollCallEvidence, room.officer, asked)).toMatchObject({ kind: 'conflict' });
    expect(await call()).toMatchObject({ outcome: 'done' });
    expect(await review(callId, '机构称停电，已约谈')).toMatchObject({ result: { state: 'reviewed' } });
    expect(await answer(callId, { code })).toMatchObject({ outcome: 'refused', kind: 'conflict' });
  });

  it('takes one of two answers that arrive at once with the identical picture, and refuses the other', async () => {
    room.at('09:50');
    const callId = (await resultOf(room.platform, listRollCalls, room.officer, {})).rows[0]?.id ?? '';
    const { code } = await open(callId);
    const picture = await photograph();
    const both = await Promise.all([answer(callId, { code, picture }), answer(callId, { code, picture })]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['done', 'refused']);
    const kept = await room.rows(sql`select 1 from roll_call_answers where call_id = ${callId}`);
    expect(kept).toHaveLength(told.length);
    expect((await show(callId)).state).toBe('answered');
  });

  it('moves in the database as its lifecycle says, and what was answered never changes', async () => {
    const moves = await room.rows(
      sql<{ move: string }>`select from_state || '>' || to_state as move from roll_call_moves`,
    );
    const declared = movesOf(rollCallLifecycle).map(({ from, to }) => `${from}>${to}`);
    expect(new Set(moves.map(({ move }) => move))).toEqual(new Set(declared));
    await expect(
      room.rows(sql`update roll_calls set state = 'called', reviewed_at = null where state = 'reviewed'`),
    ).rejects.toThrow(/不能由/);
    await expect(room.rows(sql`update roll_calls set due_at = due_at + interval '1 hour'`)).rejects.toThrow(/不能改/);
    await expect(room.rows(sql`update roll_call_answers set is_present = true`)).rejects.toThrow();
  });
});
