import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '#platform/database/scope';
import { newId } from '#platform/identifiers';
import { runNow } from '#platform/jobs/testing';
import type { Actor } from '#platform/operation';
import { addUser, resultOf, run } from '#platform/testing-platform';
import { currentConsentText } from '../../domain/enrolment/consent';
import { askChallenge, checkByFace } from '../check-in/check-by-face';
import { chooseWay } from '../check-in/consent-commands';
import { captureEnrolment, confirmEnrolment } from '../check-in/enrolment-commands';
import { listEnrolments } from '../check-in/queries';
import { openStation } from '../check-in/stations';
import { openClassroom, type TestClass, type TestClassroom } from '../check-in/testing-classroom';
import { markedPicture, markEngine, turningPictures } from '../check-in/testing-faces';
import { compareFaces, compareProbes } from './face-jobs';
import { tellSame } from './pair-commands';
import { listFacePairs, openFacePair, showFacePair } from './pair-queries';
import { listDoubtedChecks } from './settle-queries';

let room: TestClassroom;
let stranger: Actor;
let city: Actor;
/** A class of another institution of the same county, one of another county. */
let [near, far]: TestClass[] = [];

beforeAll(async () => {
  room = await openClassroom(3, markEngine);
  stranger = await addUser(room.platform, { role: 'countyOfficer', name: '孙科员', regionCode: '410823' });
  city = await addUser(room.platform, { role: 'cityOfficer', name: '李科员' });
  near = await room.second('410822');
  far = await room.second('410823');
  room.at('07:00');
});
afterAll(() => room.close());

const teachersOf = async ({ clerk, classId }: TestClass) =>
  (await resultOf(room.platform, listEnrolments, clerk, { classId })).teachers.map(({ rowId }) => rowId);
function held(of: TestClass | undefined): TestClass {
  if (!of) throw new Error('no class');
  return of;
}
async function enrol({ clerk, officer, classId }: TestClass, row: string, person: number): Promise<void> {
  const { platform } = room;
  const textVersion = currentConsentText(row.startsWith('r') ? 'trainee' : 'teacher').version;
  await resultOf(platform, chooseWay, clerk, { classId, rows: [row], choice: 'face', textVersion });
  const picture = await markedPicture({ person });
  const wish = { classId, row, frames: [picture, picture, picture] };
  const { version } = await resultOf(platform, captureEnrolment, clerk, wish);
  await resultOf(platform, confirmEnrolment, officer, { classId, row, version });
}
const compare = () => runNow(room.platform, compareFaces, {});
const list = async (actor: Actor = room.officer) =>
  (await resultOf(room.platform, listFacePairs, actor, { show: 'all' })).rows;

describe('the face of a teacher among all faces (2021 四)', () => {
  it('that is a trainee’s too is put before the county, with both pictures, opened for a reason', async () => {
    const [teacher = ''] = await teachersOf(room);
    await enrol(room, 'r1', 1);
    await enrol(room, teacher, 1);
    expect(await compare()).toContain('排入复核 1 对');
    const [pair] = await list();
    expect(pair?.sides.map(({ kind }) => kind).toSorted()).toEqual(['teacher', 'trainee']);
    const pairId = pair?.id ?? '';
    const shown = await resultOf(room.platform, showFacePair, room.officer, { pairId });
    const side = shown.sides.find(({ kind }) => kind === 'teacher');
    expect(side).toMatchObject({ rowId: teacher, personId: teacher, hasPictures: true });
    expect(side?.maskedNumber).toContain('*');
    expect(side?.birth).toMatch(/^\d{4}-\d\d-\d\d$/);
    const { pictures } = await resultOf(room.platform, openFacePair, room.officer, { pairId, reason: '核对身份' });
    expect(pictures.map((each) => each.length)).toEqual([3, 3]);
    const opened = await room.rows(sql`select 1 from log_events where action = 'doubt.open-pair' and outcome = 'done'`);
    expect(opened).toHaveLength(1);
    for (const actor of [stranger, room.clerk])
      expect(await run(room.platform, openFacePair, actor, { pairId, reason: '看看' })).not.toMatchObject({
        outcome: 'done',
      });
  });

  it('registered under two identities is found, across institutions and counties; there it is the city’s', async () => {
    const [mine, theirs, afar] = [
      (await teachersOf(room))[1] ?? '',
      await teachersOf(held(near)),
      await teachersOf(held(far)),
    ];
    await enrol(room, mine, 4);
    await enrol(held(near), theirs[0] ?? '', 4);
    await enrol(held(far), afar[0] ?? '', 4);
    expect(await compare()).toContain('排入复核 3 对');
    const ofTeachers = async (actor?: Actor) =>
      (await list(actor)).filter(({ sides }) => sides.every(({ kind }) => kind === 'teacher'));
    expect(await ofTeachers()).toHaveLength(1);
    expect(await ofTeachers(stranger)).toHaveLength(0);
    expect(await ofTeachers(city)).toHaveLength(3);
  });

  it('is no finding where one teacher teaches at two institutions under one identity number', async () => {
    const { platform } = room;
    const [own, other] = [(await teachersOf(held(near)))[1] ?? '', (await teachersOf(held(far)))[1] ?? ''];
    await inScope(platform.pool, { reach: 'system' }, async (tx) => {
      const sealed = await tx.selectFrom('teachers').selectAll().where('id', '=', own).executeTakeFirstOrThrow();
      const number = platform.services.secrets.open('identityNumber', own, sealed.id_sealed);
      await tx
        .updateTable('teachers')
        .set({ id_index: sealed.id_index, id_sealed: platform.services.secrets.seal('identityNumber', other, number) })
        .where('id', '=', other)
        .execute();
    });
    await enrol(held(near), own, 6);
    await enrol(held(far), other, 6);
    expect(await compare()).toContain('排入复核 0 对');
  });

  it('is not sought by the notice that did not tell of the comparison', async () => {
    await enrol(held(near), 'r1', 7);
    const [, second = ''] = await teachersOf(room);
    const older = newId();
    await inScope(room.platform.pool, { reach: 'system' }, (tx) =>
      sql`insert into attendance_consents (region_code, class_id, id, row_id, teacher_id, choice, text_version,
          recorded_by, recorded_by_name, recorded_at)
        select region_code, class_id, ${older}, row_id, teacher_id, choice, 1, recorded_by, recorded_by_name,
          ${room.platform.clock.now()} from attendance_consents where row_id = ${second} limit 1`.execute(tx),
    );
    expect(await compare()).toContain('（共 7 份）');
  });
});

describe('a teacher’s face that signs for somebody else', () => {
  it('is found among the check-ins of the day, which are erased when they have been compared', async () => {
    const { platform, clerk, classId } = room;
    room.at('07:50');
    const { stationId } = await resultOf(platform, openStation, clerk, { classId, kind: 'kiosk' });
    const look = async (of: TestClass, station: string, person: number) => {
      const where = { classId: of.classId, stationId: station };
      const { challengeId, asks } = await resultOf(platform, askChallenge, of.clerk, where);
      const wish = { ...where, challengeId, direction: 'in' as const, ...(await turningPictures(person, asks)) };
      return resultOf(platform, checkByFace, of.clerk, wish);
    };
    const there = held(near);
    const other = await resultOf(platform, openStation, there.clerk, { classId: there.classId, kind: 'kiosk' });
    await enrol(there, 'r2', 1);
    expect(await look(room, stationId, 1)).toMatchObject({ verdict: 'accepted', isTeacher: true });
    expect(await look(there, other.stationId, 1)).toMatchObject({ verdict: 'accepted', isTeacher: false });
    expect(await room.rows(sql`select 1 from check_probes`)).toHaveLength(2);
    room.at('23:20');
    expect(await runNow(platform, compareProbes, {})).toContain('排入复核 1 对，删除特征 2 份');
    expect(await room.rows(sql`select 1 from check_probes`)).toEqual([]);
    const [pair] = (await list()).filter(({ kind }) => kind === 'probe');
    expect(pair?.sides.map(({ kind }) => kind).toSorted()).toEqual(['teacher', 'trainee']);
  });

  it('waits for the county beside the check-in of the lesson, and is no person-time', async () => {
    const pair = (await list()).find(
      ({ kind, sides }) => kind === 'enrolment' && sides.some((side) => side.kind === 'trainee'),
    );
    const shown = await resultOf(room.platform, showFacePair, room.officer, { pairId: pair?.id ?? '' });
    const at = shown.sides[0].kind === 'teacher' ? 0 : 1;
    const lessonId = shown.sides[at].lessons[0]?.id ?? '';
    const wish = {
      pairId: shown.id,
      version: shown.version,
      reason: '五官一致',
      follow: 'reported' as const,
      side: at,
      lessonId,
    };
    expect(await run(room.platform, tellSame, room.officer, wish)).toMatchObject({ result: { state: 'same' } });
    expect(await list()).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: shown.id, follow: 'teacherDoubt' })]),
    );
    const { rows } = await resultOf(room.platform, listDoubtedChecks, room.officer, { classId: room.classId });
    expect(rows).toMatchObject([{ kind: 'teacher', isWaiting: true, remarks: [{ code: 'oneFace' }] }]);
    expect(await room.rows(sql`select 1 from impersonation_cases`)).toEqual([]);
  });
});
