import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '#kernel/plain-date';
import { runNow } from '#platform/jobs/testing';
import { resultOf, run } from '#platform/testing-platform';
import { currentConsentText } from '../../domain/enrolment/consent';
import { askChallenge, checkByFace } from '../check-in/check-by-face';
import { checkByPhone } from '../check-in/check-by-phone';
import { listChecks } from '../check-in/check-queries';
import { chooseWay } from '../check-in/consent-commands';
import { saveDeviceCodes } from '../check-in/device-codes';
import { captureEnrolment, confirmEnrolment } from '../check-in/enrolment-commands';
import { listEnrolments, showBoard, showStation } from '../check-in/queries';
import { openStation } from '../check-in/stations';
import { openClassroom, type TestClassroom } from '../check-in/testing-classroom';
import { markEngine, markedPicture, turningPictures } from '../check-in/testing-faces';
import { saw } from '../check-in/testing-seen';
import { listKeeping } from '../keeping/overview';
import { eraseTemplates } from '../keeping/template-job';
import { issueTeacherCode } from './commands';

let room: TestClassroom;
/** The teacher the plan names for the first lesson. */
let teacher: string;
/** And the one of the second. */
let second: { readonly id: string; readonly id_sealed: Buffer };
beforeAll(async () => {
  room = await openClassroom(3, markEngine);
  const [first, last] = await room.rows(sql<typeof second>`select t.id, t.id_sealed from lessons l
    join teachers t on t.id = l.teacher_id where l.class_id = ${room.classId} order by l.taught_on, l.starts_minute`);
  if (!first || !last) throw new Error('no teachers');
  [teacher, second] = [first.id, last];
  room.at('07:40');
});
afterAll(() => room.close());

const choose = (rows: string[], choice: 'face' | 'card' | 'withdrawn') =>
  run(room.platform, chooseWay, room.clerk, {
    classId: room.classId,
    rows,
    choice,
    textVersion: currentConsentText(rows.includes('r1') ? 'trainee' : 'teacher').version,
  });
const faces = async (person: number) => {
  const one = await markedPicture({ person });
  return [one, one, one];
};
const enrolled = async () => {
  const { teachers } = await resultOf(room.platform, listEnrolments, room.officer, { classId: room.classId });
  return teachers.find(({ rowId }) => rowId === teacher);
};
const open = (kind: 'kiosk' | 'screen') =>
  resultOf(room.platform, openStation, room.clerk, { classId: room.classId, kind });
const teaching = async () =>
  (await resultOf(room.platform, showBoard, room.clerk, { classId: room.classId })).teaching.rows;

async function look(stationId: string, person: number, direction: 'in' | 'out') {
  const { platform, clerk, classId } = room;
  const { challengeId, asks } = await resultOf(platform, askChallenge, clerk, { classId, stationId });
  const pictures = await turningPictures(person, asks);
  return resultOf(platform, checkByFace, clerk, { classId, stationId, challengeId, ...pictures, direction });
}

describe('the face of a teacher (2021.4.1, 2021.A6.1)', () => {
  it('is taken after a consent on the teachers’ own notice, never together with trainees', async () => {
    const { platform, clerk, classId } = room;
    const capture = async () =>
      run(platform, captureEnrolment, clerk, { classId, row: teacher, frames: await faces(8) });
    expect(await enrolled()).toMatchObject({ kind: 'teacher', choice: undefined, enrolment: undefined });
    expect(await capture()).toMatchObject({ message: expect.stringContaining('这名任课教师没有单独同意') });
    expect(await choose(['r1', teacher], 'face')).toMatchObject({ message: expect.stringContaining('分开记录') });
    const { notice, teacherNotice } = await resultOf(platform, listEnrolments, clerk, { classId });
    expect(teacherNotice.title).not.toBe(notice.title);
    expect(await choose([teacher], 'face')).toMatchObject({ outcome: 'done' });
    expect(await capture()).toMatchObject({ outcome: 'done' });
    expect(await enrolled()).toMatchObject({ enrolment: 'captured', frames: 3 });
    const [kept] = await room.rows(sql<{ teacher_id: string; trainee_row: string | null }>`
      select teacher_id, trainee_row from enrolments where class_id = ${classId}`);
    expect(kept).toEqual({ teacher_id: teacher, trainee_row: null });
  });

  it('counts at the door once the county has confirmed it, and the lesson counts as taught', async () => {
    const { platform, officer, classId } = room;
    room.at('07:50');
    const { stationId } = await open('kiosk');
    expect(await resultOf(platform, showStation, room.clerk, { classId, stationId })).toMatchObject({
      takesFaces: false,
    });
    const { enrolmentVersion: version = 0 } = (await enrolled()) ?? {};
    await resultOf(platform, confirmEnrolment, officer, { classId, row: teacher, version });
    expect(await look(stationId, 8, 'in')).toMatchObject({ verdict: 'accepted', isTeacher: true, remarks: [] });
    expect(await look(stationId, 7, 'in')).toMatchObject({ verdict: 'refused', isTeacher: false, name: '' });
    const { rows } = await resultOf(platform, listChecks, officer, { classId, show: 'all' });
    expect(rows.filter(({ isTeacher, verdict }) => isTeacher && verdict === 'accepted')).toHaveLength(1);
    expect(await room.rows(sql`select teacher_id, trainee_row from check_probes`)).toEqual([
      { teacher_id: teacher, trainee_row: null },
    ]);
    room.at('11:02');
    expect(await look(stationId, 8, 'out')).toMatchObject({ verdict: 'accepted', direction: 'out' });
    room.at('11:10');
    expect((await teaching())[0]).toMatchObject({ state: 'taught', hasSigned: true });
  });

  it('goes with the withdrawal of the consent, and the equal way stays', async () => {
    expect(await choose([teacher], 'withdrawn')).toMatchObject({ result: { erased: 1 } });
    expect(await enrolled()).toMatchObject({ enrolment: 'erased', frames: 0, choice: 'withdrawn' });
    expect(await room.rows(sql`select 1 from enrolment_frames`)).toEqual([]);
  });
});

describe('a teacher without a face', () => {
  it('signs by telephone with the code of the room, the card and a witness’s code', async () => {
    const { platform, clerk, classId } = room;
    room.at('13:50');
    const { stationId } = await open('screen');
    const { roomCode = '' } = await resultOf(platform, showStation, clerk, { classId, stationId });
    const card = platform.services.secrets.open('identityNumber', second.id, second.id_sealed).slice(-4);
    const { code } = await resultOf(platform, issueTeacherCode, clerk, { classId, teacherId: second.id });
    const picture = await markedPicture({ person: 1 });
    const given = { classId, stationId, card, code, picture, direction: 'in' as const };
    const send = (more: object) => run(platform, checkByPhone, clerk, { ...given, roomCode, ...more });
    // The same four signs belong to no trainee of the class.
    expect(await send({})).toMatchObject({ outcome: 'refused', kind: 'invalid' });
    const signed = await send({ as: 'teacher' });
    expect(signed).toMatchObject({ result: { verdict: 'doubted', isTeacher: true, direction: 'in' } });
    expect(await send({ as: 'teacher' })).toMatchObject({
      result: {
        verdict: 'refused',
        remarks: expect.arrayContaining([expect.objectContaining({ code: 'codeReplayed' })]),
      },
    });
    room.at('14:05');
    expect((await teaching())[1]).toMatchObject({ state: 'running', hasSigned: true });
  });

  it('is known to a device of the room by the code given for the class, and the lesson counts as taught', async () => {
    const { platform, clerk, classId } = room;
    await saw(room, 1, '7001', '17:01', 'out');
    room.at('17:10');
    expect((await teaching())[1]?.state).not.toBe('taught');
    const code = (row: string) => run(platform, saveDeviceCodes, clerk, { classId, codes: [{ row, code: '7001' }] });
    expect(await code(second.id)).toMatchObject({ outcome: 'done' });
    expect((await teaching())[1]).toMatchObject({ state: 'taught' });
    expect(await code('r1')).toMatchObject({ outcome: 'refused', kind: 'conflict' });
  });
});

describe('the template of a teacher', () => {
  it('is counted among the stored faces, and is gone on the day after the class', async () => {
    const { platform, clerk, officer, classId } = room;
    const stored = async () => (await resultOf(platform, listKeeping, officer, {})).faces;
    expect(await stored()).toBe(0);
    await choose([teacher], 'face');
    await resultOf(platform, captureEnrolment, clerk, { classId, row: teacher, frames: await faces(8) });
    expect(await stored()).toBe(1);
    const { endsOn } = await resultOf(platform, showBoard, clerk, { classId });
    platform.clock.moveTo(endsOn);
    expect(await runNow(platform, eraseTemplates, {})).toContain('0 份');
    platform.clock.moveTo(addDays(endsOn, 1));
    expect(await runNow(platform, eraseTemplates, {})).toContain('3 份');
    expect(await stored()).toBe(0);
    expect(await enrolled()).toMatchObject({ frames: 3, hasTemplates: false });
  });
});
