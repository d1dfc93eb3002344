import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runNow } from '#platform/jobs/testing';
import { resultOf, run } from '#platform/testing-platform';
import { currentConsentText } from '../../domain/enrolment/consent';
import { checkByCard } from '../check-in/check-by-card';
import { issueCodes } from '../check-in/codes';
import { chooseWay } from '../check-in/consent-commands';
import { captureEnrolment, confirmEnrolment } from '../check-in/enrolment-commands';
import { showStation } from '../check-in/queries';
import { openStation } from '../check-in/stations';
import { openClassroom, type TestClassroom } from '../check-in/testing-classroom';
import { markedPicture, markEngine } from '../check-in/testing-faces';
import { showImpersonation } from '../impersonation/queries';
import { checkTeacher, issueTeacherCode } from '../teaching/commands';
import { settleLessons } from './lesson-end-job';
import { sayNotMe } from './not-me';
import { listDoubtedChecks } from './settle-queries';
import { doubtfulRoom } from './testing-doubts';

let room: TestClassroom;
let stationId: string;
let teacherId: string;
const checks = new Map<string, string>();

beforeAll(async () => {
  room = await openClassroom(6, markEngine);
  const { platform, clerk, officer, classId } = room;
  room.at('07:00');
  const rows = ['r1', 'r2', 'r3'];
  const consent = { classId, rows, choice: 'face' as const, textVersion: currentConsentText('trainee').version };
  await resultOf(platform, chooseWay, clerk, consent);
  for (const [at, row] of rows.entries()) {
    const picture = await markedPicture({ person: at + 1 });
    const { version } = await resultOf(platform, captureEnrolment, clerk, {
      classId,
      row,
      frames: [picture, picture, picture],
    });
    await resultOf(platform, confirmEnrolment, officer, { classId, row, version });
  }
  await enrolTeacher(7);
  const made = await doubtfulRoom(room);
  const [lesson] = made.lessons;
  if (!lesson) throw new Error('no lesson');
  const frame = Buffer.from(await markedPicture({ person: 3 }), 'base64');
  const unalive = ['lowLiveness', 'challengeNotAsked'];
  await made.put([{ row: 'r3', lesson, time: '07:56:00', way: 'face', remarks: unalive, picture: frame }]);
  ({ stationId } = await resultOf(platform, openStation, clerk, { classId, kind: 'kiosk' }));
  // r1 is signed in by somebody else, r2 by somebody else and then by r2, r4 has no known face.
  for (const [row, person, time] of [
    ['r1', 5, '07:57'],
    ['r2', 5, '07:58'],
    ['r2', 2, '07:59'],
    ['r4', 5, '07:59'],
  ] as const) {
    room.at(time);
    checks.set(`${row}/${person}`, await byCard(row, person));
  }
  await signTeacher(5);
});
afterAll(() => room.close());

/** The teacher of the first lesson, with a face that is known by consent. */
async function enrolTeacher(person: number): Promise<void> {
  const { platform, clerk, officer, classId } = room;
  const [lesson] = await room.rows(sql<{ id: string }>`select teacher_id as id from lessons
    where class_id = ${classId} order by taught_on, starts_minute`);
  teacherId = lesson?.id ?? '';
  const textVersion = currentConsentText('teacher').version;
  await resultOf(platform, chooseWay, clerk, { classId, rows: [teacherId], choice: 'face', textVersion });
  const picture = await markedPicture({ person });
  const frames = [picture, picture, picture];
  const { version } = await resultOf(platform, captureEnrolment, clerk, { classId, row: teacherId, frames });
  await resultOf(platform, confirmEnrolment, officer, { classId, row: teacherId, version });
}

/** Somebody signs with the teacher’s card and code. */
async function signTeacher(person: number): Promise<void> {
  const { platform, clerk, classId } = room;
  const [row] = await room.rows(sql<{ id_sealed: Buffer }>`select id_sealed from teachers where id = ${teacherId}`);
  const number = platform.services.secrets.open('identityNumber', teacherId, row?.id_sealed ?? Buffer.alloc(0));
  const { code } = await resultOf(platform, issueTeacherCode, clerk, { classId, teacherId });
  const picture = await markedPicture({ person });
  const sent = { classId, stationId, teacherId, card: number.slice(-4), code, picture, direction: 'in' as const };
  expect(await resultOf(platform, checkTeacher, clerk, sent)).toMatchObject({ verdict: 'accepted' });
}

async function byCard(row: string, person: number): Promise<string> {
  const { platform, clerk, classId, tails } = room;
  const { codes } = await resultOf(platform, issueCodes, clerk, { classId, rows: [row] });
  const answer = await resultOf(platform, checkByCard, clerk, {
    classId,
    stationId,
    card: tails[Number(row.slice(1)) - 1] ?? '',
    row,
    code: codes[0]?.code ?? '',
    picture: await markedPicture({ person }),
    direction: 'in',
  });
  if (answer.kind !== 'judged') throw new Error(answer.kind);
  return answer.checkId;
}

const settle = () => runNow(room.platform, settleLessons, {});
const shown = () => resultOf(room.platform, showImpersonation, room.officer, { classId: room.classId });

describe('what a lesson leaves suspected by itself (2021 四（三）)', () => {
  it('waits until the time for checking out is over', async () => {
    room.at('11:30');
    expect(await settle()).toBe('查看 0 次课，列为疑似 0 人次。');
  });

  it('is the picture of somebody else and the face of low liveness that nothing followed, with the numbers behind it', async () => {
    room.at('11:45');
    expect(await settle()).toBe('查看 1 次课，列为疑似 2 人次，教师签到列入待核 1 次。');
    const { personTimes, money, stage, story } = await shown();
    expect(personTimes.map(({ traineeId, signals }) => `${traineeId} ${signals[0]}`).toSorted()).toEqual([
      'r1 faceMismatch',
      'r3 livenessDoubt',
    ]);
    expect({ money, stage }).toEqual({ money: 'free', stage: 'alerted' });
    expect(story.map(({ by, role }) => [by, role])).toEqual([
      ['签到台', 'device'],
      ['签到台', 'device'],
    ]);
    const facts = await room.rows(sql<{ facts: Record<string, unknown> }>`
      select facts from impersonation_evidence where facts ->> 'check' = ${checks.get('r1/5') ?? ''}`);
    expect(facts).toMatchObject([{ facts: { score: 0, threshold: 0.2, engine: 'marks-1' } }]);
    expect(facts[0]?.facts['portraitDigest']).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is asked of a teacher’s check-in too, beside it and without a person-time', async () => {
    const { rows } = await resultOf(room.platform, listDoubtedChecks, room.officer, { classId: room.classId });
    const ofTeachers = rows.filter(({ kind }) => kind === 'teacher');
    expect(ofTeachers).toMatchObject([{ personId: teacherId, isWaiting: true, remarks: [{ code: 'faceUnlike' }] }]);
    expect((await shown()).personTimes.map(({ traineeId }) => traineeId)).not.toContain(teacherId);
  });

  it('comes once, however often the job runs', async () => {
    expect(await settle()).toBe('查看 0 次课，列为疑似 0 人次。');
    expect((await shown()).personTimes).toHaveLength(2);
  });
});

describe('“不是我”', () => {
  it('said at the tablet puts the person-time under suspicion in the trainee’s name, once', async () => {
    room.at('13:50');
    const checkId = await byCard('r5', 5);
    const wish = { classId: room.classId, stationId, checkId };
    for (let tries = 0; tries < 2; tries += 1)
      expect(await run(room.platform, sayNotMe, room.clerk, wish)).toMatchObject({ outcome: 'done' });
    const { personTimes, story } = await shown();
    expect(personTimes.filter(({ signals }) => signals.includes('notMe'))).toMatchObject([{ traineeId: 'r5' }]);
    expect(story[0]).toMatchObject({ by: '学员（签到台）', role: 'trainee' });
  });

  it('said by telephone, of what that telephone was just told, raises the same', async () => {
    room.at('14:10');
    const { platform, clerk, classId, door } = room;
    const screen = await resultOf(platform, openStation, clerk, { classId, kind: 'screen' });
    const { roomCode } = await resultOf(platform, showStation, clerk, { classId, stationId: screen.stationId });
    const { codes } = await resultOf(platform, issueCodes, clerk, { classId, rows: ['r4'] });
    const ask = async (address: string, payload: object) =>
      door.app.inject({
        method: 'POST',
        url: `/station/${address}`,
        headers: { 'sec-fetch-site': 'same-origin' },
        payload: { stationId: screen.stationId, ...payload },
      });
    const sent = { roomCode, card: room.numbers[3], code: codes[0]?.code, picture: await markedPicture({ person: 4 }) };
    const answer = z.object({ result: z.looseObject({ checkId: z.string(), verdict: z.literal('doubted') }) });
    const { checkId } = answer.parse((await ask('phone', { ...sent, direction: 'in' })).json()).result;
    const said = await ask('phone/not-me', { checkId });
    expect(said.json()).toEqual({ result: { isReported: true } });
    const { personTimes, story } = await shown();
    const ofFour = personTimes.filter(({ traineeId, signals }) => traineeId === 'r4' && signals.includes('notMe'));
    expect(ofFour).toHaveLength(1);
    expect(story[0]).toMatchObject({ by: '学员（手机）', role: 'trainee' });
    const kiosk = await ask('phone/not-me', { stationId, checkId });
    expect(kiosk.statusCode).toBe(404);
  });

  it('is not taken for what was said long ago, at another station, or never', async () => {
    const checkId = checks.get('r1/5') ?? '';
    const wish = { classId: room.classId, stationId };
    expect(await run(room.platform, sayNotMe, room.clerk, { ...wish, checkId })).toMatchObject({ kind: 'conflict' });
    const nobody = '01900000-0000-7000-8000-000000000000';
    expect(await run(room.platform, sayNotMe, room.clerk, { ...wish, checkId: nobody })).toMatchObject({
      kind: 'missing',
    });
    const elsewhere = { ...wish, stationId: nobody, checkId };
    expect(await run(room.platform, sayNotMe, room.clerk, elsewhere)).toMatchObject({ kind: 'missing' });
  });
});
