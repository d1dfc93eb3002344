import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '#platform/database/scope';
import { newId } from '#platform/identifiers';
import { resultOf, run } from '#platform/testing-platform';
import { showBoard, showHours, showStation } from '../check-in/queries';
import { openStation } from '../check-in/stations';
import { openClassroom, type TestClassroom } from '../check-in/testing-classroom';
import { markedPicture } from '../check-in/testing-faces';
import { checkTeacher, issueTeacherCode } from './commands';

let room: TestClassroom;
let picture: string;
let planned: string;
let number: string;
beforeAll(async () => {
  room = await openClassroom(2);
  picture = await markedPicture({ person: 1 });
  const { platform } = room;
  const [lesson] = await room.rows(
    sql<{ teacher_id: string }>`select teacher_id from lessons where class_id = ${room.classId}
      order by taught_on, starts_minute`,
  );
  planned = lesson?.teacher_id ?? '';
  const [row] = await room.rows(sql<{ id_sealed: Buffer }>`select id_sealed from teachers where id = ${planned}`);
  number = platform.services.secrets.open('identityNumber', planned, row?.id_sealed ?? Buffer.alloc(0));
});
afterAll(() => room.close());

const station = async () => {
  const { platform, clerk, classId } = room;
  return (await resultOf(platform, openStation, clerk, { classId, kind: 'kiosk' })).stationId;
};
const codeFor = async (teacherId: string) =>
  (await resultOf(room.platform, issueTeacherCode, room.clerk, { classId: room.classId, teacherId })).code;
const sign = async (stationId: string, teacherId: string, card: string, direction: 'in' | 'out', code?: string) =>
  resultOf(room.platform, checkTeacher, room.clerk, {
    classId: room.classId,
    stationId,
    teacherId,
    card,
    code: code ?? (await codeFor(teacherId)),
    picture,
    direction,
  });
const teaching = async () => (await resultOf(room.platform, showBoard, room.clerk, { classId: room.classId })).teaching;

/** Another teacher of the school, whom the plan does not name. */
async function addTeacher(name: string, identityNumber: string): Promise<string> {
  const id = newId();
  const { secrets } = room.platform.services;
  await inScope(room.platform.pool, { reach: 'system' }, (tx) =>
    sql`insert into teachers select * from jsonb_populate_record(
      (select t from teachers t where t.id = ${planned}), ${JSON.stringify({
        id,
        name,
        id_index: `\\x${secrets.index('identityNumber', identityNumber).toString('hex')}`,
        id_sealed: `\\x${secrets.seal('identityNumber', id, identityNumber).toString('hex')}`,
      })}::jsonb)`.execute(tx),
  );
  return id;
}

describe('a teacher at the door (2021.4.1, 2024.1.3)', () => {
  it('signs in and out with card, one-time code and photo, and the lesson counts as taught', async () => {
    room.at('07:50');
    const stationId = await station();
    const state = await resultOf(room.platform, showStation, room.clerk, { classId: room.classId, stationId });
    expect(state.teachers.slice(0, 2).map(({ id }) => id)).toContain(planned);
    const signed = await sign(stationId, planned, number.slice(-4), 'in');
    expect(signed).toMatchObject({ verdict: 'accepted', isTeacher: true, remarks: [] });
    room.at('09:00');
    expect((await teaching()).rows[0]).toMatchObject({ state: 'running', hasSigned: true });
    room.at('11:02');
    expect(await sign(stationId, planned, number, 'out')).toMatchObject({ verdict: 'accepted' });
    room.at('11:10');
    expect((await teaching()).rows[0]).toMatchObject({ state: 'taught' });
    expect((await teaching()).findings).toEqual([]);
  });

  it('is not taken with a wrong code, a wrong card, or a code used before', async () => {
    room.at('13:45');
    const stationId = await station();
    const code = await codeFor(planned);
    expect(
      await sign(stationId, planned, number.slice(-4), 'in', code === '000000' ? '000001' : '000000'),
    ).toMatchObject({
      verdict: 'refused',
      remarks: [{ code: 'cardIncomplete' }],
    });
    const wrong = number.endsWith('0000') ? '1111' : '0000';
    const input = {
      classId: room.classId,
      stationId,
      teacherId: planned,
      card: wrong,
      code,
      picture,
      direction: 'in' as const,
    };
    expect(await run(room.platform, checkTeacher, room.clerk, input)).toMatchObject({
      outcome: 'refused',
      kind: 'invalid',
    });
    expect(await sign(stationId, planned, number.slice(-4), 'in', code)).toMatchObject({ verdict: 'accepted' });
    expect(await sign(stationId, planned, number.slice(-4), 'in', code)).toMatchObject({ verdict: 'refused' });
  });

  it('who stands in for another without an approved change is told so at once, and found afterwards', async () => {
    const standIn = await addTeacher('代课人', '410822198001010030');
    room.at('13:50');
    const stationId = await station();
    const answer = await sign(stationId, standIn, '410822198001010030'.slice(-4), 'in');
    expect(answer).toMatchObject({
      verdict: 'accepted',
      remarks: [{ code: 'otherTeacher', wayForward: '换教师须先批准变更。' }],
    });
    const hours = await resultOf(room.platform, showHours, room.clerk, { classId: room.classId });
    expect(hours.teaching.rows.length).toBeGreaterThan(0);
  });
});
