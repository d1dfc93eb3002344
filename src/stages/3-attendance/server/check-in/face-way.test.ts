import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser, resultOf, run } from '#platform/testing-platform';
import { askChallenge, checkByFace } from './check-by-face';
import { chooseWay } from './consent-commands';
import { captureEnrolment, confirmEnrolment, returnEnrolment, showFrame } from './enrolment-commands';
import { listEnrolments, showStation } from './queries';
import { openStation } from './stations';
import { openClassroom, type TestClassroom } from './testing-classroom';
import { markEngine, markedPicture } from './testing-faces';
import { currentConsentText } from '../../domain/enrolment/consent';

let room: TestClassroom;
beforeAll(async () => {
  room = await openClassroom(3, markEngine);
  room.at('07:50');
});
afterAll(() => room.close());

const framesOf = async (...people: number[]) => Promise.all(people.map((person) => markedPicture({ person })));

const choose = (choice: 'face' | 'card' | 'withdrawn', row: string) =>
  resultOf(room.platform, chooseWay, room.clerk, {
    classId: room.classId,
    rows: [row],
    choice,
    textVersion: currentConsentText('trainee').version,
  });

async function enrol(row: string, person: number) {
  const { platform, clerk, officer, classId } = room;
  await choose('face', row);
  const frames = await framesOf(person, person, person);
  const { version } = await resultOf(platform, captureEnrolment, clerk, { classId, row, frames });
  return resultOf(platform, confirmEnrolment, officer, { classId, row, version });
}

const stateOf = async (row: string) => {
  const { trainees } = await resultOf(room.platform, listEnrolments, room.clerk, { classId: room.classId });
  return trainees.find(({ rowId }) => rowId === row);
};

async function lookIn(person: number, { turns = true, times = 1, ways = [0.4, 0.7] as readonly number[] } = {}) {
  const { platform, clerk, classId } = room;
  const { stationId } = await resultOf(platform, openStation, clerk, { classId, kind: 'kiosk' });
  const { challengeId, asks } = await resultOf(platform, askChallenge, clerk, { classId, stationId });
  const yaw = (asks === 'left' ? 25 : -25) * (turns ? 1 : -1);
  const input = {
    classId,
    stationId,
    challengeId,
    front: await markedPicture({ person }),
    turned: await markedPicture({ person, yaw }),
    between: await Promise.all(ways.map((way) => markedPicture({ person, yaw: Math.round(yaw * way) }))),
    direction: 'in' as const,
  };
  const answers = [];
  for (let time = 0; time < times; time += 1) answers.push(await resultOf(platform, checkByFace, clerk, input));
  return answers.at(-1);
}

describe('an enrolment (2021.A6.1)', () => {
  it('needs the separate consent first, three clear frames, and all of one person', async () => {
    const { platform, clerk, classId } = room;
    const capture = (frames: string[]) => run(platform, captureEnrolment, clerk, { classId, row: 'r1', frames });
    expect(await capture(await framesOf(1, 1, 1))).toMatchObject({
      outcome: 'refused',
      message: expect.stringMatching('没有单独同意'),
    });
    await choose('face', 'r1');
    expect(await capture(await framesOf(1, 0, 1))).toMatchObject({ message: expect.stringMatching('第二张') });
    expect(await capture(await framesOf(1, 1, 2))).toMatchObject({ message: expect.stringMatching('不像同一个人') });
    expect(await capture(await framesOf(1, 1))).toMatchObject({ kind: 'invalid' });
    expect(await capture(await framesOf(1, 1, 1))).toMatchObject({ outcome: 'done' });
    expect(await stateOf('r1')).toMatchObject({ enrolment: 'captured', frames: 3, isRepeated: true });
    const turning = await Promise.all([0, 1, 2].map((yaw) => markedPicture({ person: 1, yaw })));
    expect(await capture(turning)).toMatchObject({ outcome: 'done' });
    expect(await stateOf('r1'), 'three different pictures').toMatchObject({ enrolment: 'captured', isRepeated: false });
  });

  it('is sent back with a reason, taken anew, and confirmed by the bureau once', async () => {
    const { platform, clerk, officer, classId } = room;
    const decided = { classId, row: 'r1', version: 2 };
    await resultOf(platform, returnEnrolment, officer, { ...decided, reason: '太暗' });
    expect(await stateOf('r1')).toMatchObject({ enrolment: 'returned', returnedReason: '太暗' });
    const frames = await framesOf(1, 1, 1);
    const { version } = await resultOf(platform, captureEnrolment, clerk, { classId, row: 'r1', frames });
    expect(await run(platform, confirmEnrolment, officer, decided)).toMatchObject({ kind: 'conflict' });
    await resultOf(platform, confirmEnrolment, officer, { ...decided, version });
    expect(await run(platform, captureEnrolment, clerk, { classId, row: 'r1', frames })).toMatchObject({
      kind: 'conflict',
    });
    const stranger = await addUser(platform, { role: 'countyOfficer', regionCode: '410823' });
    expect(
      await run(platform, showFrame, stranger, { classId, row: 'r1', position: 0, purpose: 'enrolment' }),
    ).toMatchObject({
      kind: 'missing',
    });
  });

  it('keeps pictures and templates sealed, and every look at one is logged', async () => {
    const { platform, officer, classId } = room;
    const shown = await resultOf(platform, showFrame, officer, {
      classId,
      row: 'r1',
      position: 1,
      purpose: 'enrolment',
    });
    expect(shown.body.subarray(0, 2).toString('hex')).toBe('ffd8');
    const rows = await room.rows(
      sql<{ head: string }>`select substr(encode(picture_sealed, 'hex'), 1, 4) as head from enrolment_frames`,
    );
    expect(rows.map(({ head }) => head)).not.toContain('ffd8');
    expect(
      await room.rows(sql`select 1 from log_events where action = 'attendance.frame' and outcome = 'shown'`),
    ).toHaveLength(1);
  });
});

describe('somebody who has left the class', () => {
  it('is enrolled no more, whatever was agreed before', async () => {
    const { platform, clerk, classId } = room;
    await choose('face', 'r3');
    await room.rows(sql`update roster_rows set withdrawn_on = ${platform.clock.today()} where class_id = ${classId} and id = 'r3'
      returning id`);
    expect(
      await run(platform, captureEnrolment, clerk, { classId, row: 'r3', frames: await framesOf(3, 3, 3) }),
    ).toMatchObject({ kind: 'conflict', message: expect.stringMatching('已退出本班') });
  });
});

describe('checking in by face', () => {
  it('finds the one of the class by pictures judged on the server, with the turn that was asked', async () => {
    await enrol('r2', 2);
    expect(await lookIn(2)).toMatchObject({ verdict: 'accepted', name: '郝桂花', remarks: [] });
    const [kept] = await room.rows(sql<{ row_id: string; engine_id: string; pictures: number }>`
      select row_id, engine_id, cardinality(picture_hashes) as pictures from attendance_checks where verdict = 'accepted'`);
    expect(kept).toEqual({ row_id: 'r2', engine_id: 'marks-1', pictures: 4 });
  });

  it('counts the turn that was seen on its way, and asks about one that jumped or was not shown, refusing neither', async () => {
    expect(await lookIn(2, { ways: [0.3, 0.7] })).toMatchObject({ verdict: 'accepted', remarks: [] });
    for (const ways of [[0, 1], []])
      expect(await lookIn(2, { ways })).toMatchObject({ verdict: 'doubted', remarks: [{ code: 'turnJumped' }] });
    const [kept] = await room.rows(sql<{ pictures: number }>`select max(cardinality(picture_hashes))::int as pictures
      from attendance_checks where verdict = 'doubted'`);
    expect(kept).toEqual({ pictures: 4 });
  });

  it('is refused without the turn, with a used challenge, and to a stranger, who is named to nobody', async () => {
    expect(await lookIn(2, { turns: false })).toMatchObject({
      verdict: 'refused',
      remarks: [{ code: 'challengeFailed' }],
    });
    expect(await lookIn(2, { times: 2 })).toMatchObject({ verdict: 'refused', remarks: [{ code: 'nonceReplayed' }] });
    const answer = await lookIn(7);
    expect(answer).toMatchObject({ verdict: 'refused', name: '' });
    expect(answer?.remarks.map(({ code }) => code)).toContain('faceMismatch');
  });

  it('ends with the withdrawal: frames and templates are gone, and the station asks for no face', async () => {
    await choose('withdrawn', 'r1');
    await choose('card', 'r2');
    expect(await room.rows(sql`select 1 from enrolment_frames`)).toEqual([]);
    expect(await stateOf('r1')).toMatchObject({ enrolment: 'erased', frames: 0, choice: 'withdrawn' });
    const { platform, clerk, classId } = room;
    const { stationId } = await resultOf(platform, openStation, clerk, { classId, kind: 'kiosk' });
    expect(await resultOf(platform, showStation, clerk, { classId, stationId })).toMatchObject({ takesFaces: false });
    const front = await markedPicture({ person: 2 });
    expect(await run(platform, checkByFace, clerk, { classId, stationId, front, direction: 'in' })).toMatchObject({
      outcome: 'refused',
      message: expect.stringMatching('身份证'),
    });
  });
});
