import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '#platform/database/scope';
import { templateBytes } from '#platform/faces/template';
import { runNow } from '#platform/jobs/testing';
import type { Actor } from '#platform/operation';
import { addUser, resultOf, run } from '#platform/testing-platform';
import { currentConsentText } from '../../domain/enrolment/consent';
import { askChallenge, checkByFace } from '../check-in/check-by-face';
import { chooseWay } from '../check-in/consent-commands';
import { captureEnrolment, confirmEnrolment } from '../check-in/enrolment-commands';
import { refreshedRegister } from '../check-in/face-register';
import { openStation } from '../check-in/stations';
import { openClassroom, type TestClassroom } from '../check-in/testing-classroom';
import { markedPicture, markEngine, turningPictures } from '../check-in/testing-faces';
import { showImpersonation } from '../impersonation/queries';
import { compareFaces, compareProbes } from './face-jobs';
import { tellDifferent, tellSame, tellUnclear } from './pair-commands';
import { listFacePairs, openFacePair, showFacePair } from './pair-queries';

let room: TestClassroom;
let stranger: Actor;
let cityOfficer: Actor;

/** r1 and r2 are one face, r3 and r4 another, r5 is alone. */
const faces: Readonly<Record<string, number>> = { r1: 1, r2: 1, r3: 3, r4: 3, r5: 5 };

beforeAll(async () => {
  room = await openClassroom(5, markEngine);
  stranger = await addUser(room.platform, { role: 'countyOfficer', name: '孙科员', regionCode: '410823' });
  cityOfficer = await addUser(room.platform, { role: 'cityOfficer', name: '李科员' });
  room.at('07:00');
  const consent = {
    classId: room.classId,
    rows: Object.keys(faces),
    textVersion: currentConsentText('trainee').version,
  };
  await resultOf(room.platform, chooseWay, room.clerk, { ...consent, choice: 'face' });
  for (const row of Object.keys(faces)) await enrol(row);
});
afterAll(() => room.close());

async function enrol(row: string): Promise<void> {
  const { platform, clerk, officer, classId } = room;
  const picture = await markedPicture({ person: faces[row] ?? 0 });
  const wish = { classId, row, frames: [picture, picture, picture] };
  const { version } = await resultOf(platform, captureEnrolment, clerk, wish);
  await resultOf(platform, confirmEnrolment, officer, { classId, row, version });
}

const compare = () => runNow(room.platform, compareFaces, {});
const list = (actor: Actor = room.officer, show: 'waiting' | 'all' = 'waiting') =>
  resultOf(room.platform, listFacePairs, actor, { show });
const pairOf = async (...rows: string[]) => {
  const found = (await list(room.officer, 'all')).rows.find(({ sides }) =>
    sides.every(({ rowId }) => rows.includes(rowId)),
  );
  if (!found) throw new Error('no pair');
  return found;
};

describe('one face under two identities (2021 四（三）)', () => {
  it('is found when a face is enrolled, once, and put before an officer without any consequence', async () => {
    expect(await compare()).toBe('比对 5 份头像（共 5 份），排入复核 2 对。');
    expect(await compare()).toBe('比对 0 份头像（共 5 份），排入复核 0 对。');
    const { rows } = await list();
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      state: 'waiting',
      threshold: 0.6,
      facts: { sameInstitution: true, sameClass: true },
    });
    expect(await room.rows(sql`select class_id from impersonation_cases`)).toEqual([]);
  });

  it('is not shown to the institution nor to another county', async () => {
    const { id } = await pairOf('r1', 'r2');
    expect((await list(stranger, 'all')).rows).toEqual([]);
    expect(await run(room.platform, showFacePair, stranger, { pairId: id })).toMatchObject({ kind: 'missing' });
    const asked = { pairId: id, reason: '核对' };
    expect(await run(room.platform, openFacePair, stranger, asked)).toMatchObject({ kind: 'missing' });
    const decided = { pairId: id, version: 1, reason: '像' };
    expect(await run(room.platform, tellDifferent, stranger, decided)).toMatchObject({ kind: 'missing' });
    for (const actor of [room.clerk, room.school.principal])
      expect(await run(room.platform, listFacePairs, actor, {})).toMatchObject({ kind: 'forbidden' });
  });

  it('shows both people without their pictures; these are opened side by side with a reason', async () => {
    const { id } = await pairOf('r1', 'r2');
    const pair = await resultOf(room.platform, showFacePair, room.officer, { pairId: id });
    expect(pair.steps).toEqual(['same', 'different', 'unclear']);
    expect(JSON.stringify(pair)).not.toContain('base64');
    for (const { maskedNumber } of pair.sides) expect(maskedNumber).toContain('*');
    expect(await run(room.platform, openFacePair, room.officer, { pairId: id, reason: '' })).toMatchObject({
      kind: 'invalid',
    });
    const { pictures } = await resultOf(room.platform, openFacePair, room.officer, { pairId: id, reason: '核对身份' });
    expect(pictures.map((each) => each.length)).toEqual([3, 3]);
  });

  it('is decided by one of two who decide at once, and different people are never asked about again', async () => {
    const { id } = await pairOf('r3', 'r4');
    const wish = { pairId: id, version: 1, reason: '双胞胎，两人同时在场' };
    const both = await Promise.all([
      run(room.platform, tellDifferent, room.officer, wish),
      run(room.platform, tellDifferent, cityOfficer, wish),
    ]);
    expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(['done', 'refused']);
    await room.rows(sql`update face_comparisons set version = 0`);
    expect(await compare()).toBe('比对 5 份头像（共 5 份），排入复核 0 对。');
    expect((await list()).rows).toHaveLength(1);
  });

  it('stays open where the pictures are not clear enough', async () => {
    const { id } = await pairOf('r1', 'r2');
    const wish = { pairId: id, version: 1, reason: '有一张背光' };
    expect(await run(room.platform, tellUnclear, room.officer, wish)).toMatchObject({ result: { state: 'unclear' } });
    expect(await run(room.platform, tellUnclear, room.officer, { ...wish, version: 2 })).toMatchObject({
      kind: 'conflict',
    });
    expect((await list()).rows).toMatchObject([{ state: 'unclear' }]);
  });
});

describe('one face that signs for several', () => {
  it('is found among the check-ins of the day, whose faces are erased when they have been compared', async () => {
    const { platform, clerk, classId } = room;
    room.at('07:50');
    const { stationId } = await resultOf(platform, openStation, clerk, { classId, kind: 'kiosk' });
    const sign = async (person: number) => {
      const { challengeId, asks } = await resultOf(platform, askChallenge, clerk, { classId, stationId });
      const pictures = await turningPictures(person, asks);
      const wish = { classId, stationId, challengeId, direction: 'in' as const, ...pictures };
      expect((await resultOf(platform, checkByFace, clerk, wish)).verdict).toBe('accepted');
    };
    await sign(5);
    await sign(3);
    const kept = await room.rows(sql<{ row_id: string; template_sealed: Buffer }>`
      select row_id, template_sealed from check_probes order by row_id`);
    expect(kept).toHaveLength(2);
    // The same face under another name: as a device would let it through that knows both.
    await inScope(platform.pool, { reach: 'system' }, async (tx) => {
      const [one] = kept;
      if (!one) return;
      const check = await sql<{
        id: string;
      }>`insert into attendance_checks (region_code, class_id, id, row_id, lesson_id,
          direction, at, received_at, source, station_id, way, verdict, command_id)
        select region_code, class_id, gen_random_uuid(), 'r1', lesson_id, direction, at, received_at, source, station_id,
          way, verdict, gen_random_uuid() from attendance_checks where row_id = ${one.row_id} and verdict <> 'refused'
        limit 1 returning id`.execute(tx);
      const id = check.rows[0]?.id ?? '';
      const values = Float32Array.from({ length: 16 }, (_, at) => (at === (faces[one.row_id] ?? 0) ? 1 : 0));
      const bytes = templateBytes({ engineId: 'marks-1', values });
      const sealed = platform.services.secrets.sealBytes('faceTemplate', `probe/${id}`, bytes);
      await sql`insert into check_probes (region_code, class_id, check_id, row_id, engine_id, template_sealed, taken_at)
        values ('410822', ${classId}, ${id}, 'r1', 'marks-1', ${sealed}, now() - interval '300 days')`.execute(tx);
    });
    room.at('23:20');
    expect(await runNow(platform, compareProbes, {})).toContain('排入复核 1 对');
    expect(await room.rows(sql`select check_id from check_probes`)).toEqual([]);
    expect((await list()).rows.filter(({ kind }) => kind === 'probe')).toHaveLength(1);
  });
});

describe('one person found behind two identities', () => {
  it('who is only registered twice goes to the register, without a suspicion', async () => {
    const probe = (await list()).rows.find(({ kind }) => kind === 'probe');
    const wish = { pairId: probe?.id ?? '', version: 1, reason: '换过身份证号' };
    const bare = await run(room.platform, tellSame, room.officer, { ...wish, follow: 'reported' });
    expect(bare).toMatchObject({ outcome: 'refused', kind: 'invalid' });
    expect(await run(room.platform, tellSame, room.officer, { ...wish, follow: 'merge' })).toMatchObject({
      result: { state: 'same' },
    });
    expect(await room.rows(sql`select class_id from impersonation_cases`)).toEqual([]);
  });

  it('who signs for another is reported for one lesson, with both pictures as evidence', async () => {
    const { id } = await pairOf('r1', 'r2');
    const pair = await resultOf(room.platform, showFacePair, room.officer, { pairId: id });
    const at = pair.sides[0].rowId === 'r1' ? 0 : 1;
    const lesson = pair.sides[at].lessons[0]?.id ?? '';
    const wish = {
      pairId: id,
      version: pair.version,
      reason: '同一人用两个身份',
      follow: 'reported',
      side: at,
    } as const;
    const never = '01900000-0000-7000-8000-000000000000';
    expect(await run(room.platform, tellSame, room.officer, { ...wish, lessonId: never })).toMatchObject({
      kind: 'missing',
    });
    expect(await run(room.platform, tellSame, room.officer, { ...wish, lessonId: lesson })).toMatchObject({
      outcome: 'done',
    });
    const held = await resultOf(room.platform, showImpersonation, room.officer, { classId: room.classId });
    expect(held).toMatchObject({
      money: 'free',
      personTimes: [{ traineeId: 'r1', signals: ['sameFaceTwoIdentities'], state: 'suspected' }],
      evidence: [{ pages: 2 }],
    });
  });
});

describe('the register of faces in memory', () => {
  const reading = <T>(work: Parameters<typeof inScope<T>>[2]) => inScope(room.platform.pool, { reach: 'system' }, work);
  const register = () => reading((tx) => refreshedRegister({ tx, services: room.platform.services }, markEngine));

  it('forgets whoever withdraws the consent, with the faces of the check-ins', async () => {
    expect((await register()).index.size).toBe(5);
    const withdrawn = { classId: room.classId, rows: ['r5'], choice: 'withdrawn' as const };
    await resultOf(room.platform, chooseWay, room.clerk, {
      ...withdrawn,
      textVersion: currentConsentText('trainee').version,
    });
    expect((await register()).people.has(`${room.classId}/r5`)).toBe(false);
    expect((await register()).index.size).toBe(4);
  });

  it('takes in a thousand faces from their seals and finds the one face that is there twice', async () => {
    const { secrets } = room.platform.services;
    const people = Array.from({ length: 1000 }, (_, at) => at);
    const face = (at: number) =>
      Float32Array.from({ length: 16 }, (_, dim) =>
        createHash('sha256').update(`${at}/${dim}`).digest().readInt16LE(0),
      );
    const rows = people.map((at) => ({
      row: `x${at}`,
      index: secrets.index('identityNumber', `person ${at}`).toString('hex'),
      sealed: secrets
        .sealBytes(
          'faceTemplate',
          `${room.classId}/x${at}/0`,
          templateBytes({ engineId: 'marks-1', values: face(at === 999 ? 0 : at) }),
        )
        .toString('hex'),
    }));
    const kept = JSON.stringify(rows);
    await reading(async (tx) => {
      await sql`insert into roster_rows (region_code, class_id, id, position, name, pinyin, initials, id_sealed, id_index,
          phone_sealed, category, cells)
        select '410822', ${room.classId}, k.row, 1000, '甲' || k.row, 'jia', 'j', '\\x00', decode(k.index, 'hex'), '\\x00',
          '测试', '{}' from jsonb_to_recordset(${kept}::jsonb) as k(row text, index text)`.execute(tx);
      await sql`insert into enrolments (region_code, class_id, row_id, state, engine_id, captured_by, captured_by_name,
          captured_at)
        select '410822', ${room.classId}, k.row, 'captured', 'marks-1', ${room.clerk.userId}, '经办人', now()
        from jsonb_to_recordset(${kept}::jsonb) as k(row text)`.execute(tx);
      await sql`insert into enrolment_frames (region_code, class_id, row_id, position, picture_sealed, picture_digest,
          engine_id, template_sealed)
        select '410822', ${room.classId}, k.row, 0, '\\x00', sha256(k.row::bytea), 'marks-1', decode(k.sealed, 'hex')
        from jsonb_to_recordset(${kept}::jsonb) as k(row text, sealed text)`.execute(tx);
      await sql`insert into attendance_consents (region_code, class_id, id, row_id, choice, text_version, recorded_by,
          recorded_by_name, recorded_at)
        select '410822', ${room.classId}, gen_random_uuid(), k.row, 'face', ${currentConsentText('trainee').version},
          ${room.clerk.userId}, '经办人', now() from jsonb_to_recordset(${kept}::jsonb) as k(row text)`.execute(tx);
    });
    expect((await register()).index.size).toBe(1004);
    expect(await compare()).toContain('（共 1004 份）');
    const found = await room.rows(sql<{ score: number }>`select score from face_pairs
      where 'x0' in (row_id, other_row_id) and 'x999' in (row_id, other_row_id)`);
    expect(found[0]?.score).toBeCloseTo(1, 5);
  });
});
