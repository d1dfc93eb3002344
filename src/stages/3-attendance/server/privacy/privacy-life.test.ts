import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runNow } from '#platform/jobs/testing';
import type { Actor } from '#platform/operation';
import { addUser, resultOf, run, testPassword } from '#platform/testing-platform';
import { chooseWay } from '../check-in/consent-commands';
import { captureEnrolment } from '../check-in/enrolment-commands';
import { listEnrolments } from '../check-in/queries';
import { markedPicture } from '../check-in/testing-faces';
import { currentConsentText } from '../../domain/enrolment/consent';
import { unassessedSentence } from '../../domain/privacy/assessment';
import { type OldClass, openOldClass } from '../keeping/testing-keeping';
import { confirmAssessment, draftAssessment, returnAssessment, withdrawAssessment } from './assessment-commands';
import { countStoredFacesJob } from './count-job';
import { recordFiling } from './filing-command';
import { assessmentDocument, showProtection } from './queries';
import { watchAssessment } from './watch-job';

let old: OldClass;
let security: Actor;
beforeAll(async () => {
  old = await openOldClass(3, { isUnassessed: true });
  security = await addUser(old.platform, { role: 'securityAdministrator', name: '安全员' });
});
afterAll(() => old.room.close());

const show = (actor = security) => resultOf(old.platform, showProtection, actor, {});
const words = { assessors: '评估组', opinion: '目的明确，措施相称。', residualRisks: '活体仅作提示。' };
const draft = () => resultOf(old.platform, draftAssessment, security, { ...words, assessedOn: '2021-03-01' });
async function tryToEnrol(row: string) {
  const frames = await Promise.all([1, 1, 1].map((person) => markedPicture({ person })));
  return run(old.platform, captureEnrolment, old.room.clerk, { classId: old.room.classId, row, frames });
}
const mayBeEnrolled = async (): Promise<boolean> =>
  (await resultOf(old.platform, listEnrolments, old.room.clerk, { classId: old.room.classId })).isAssessed;
const tasks = async (audience = 'city'): Promise<string[]> =>
  (
    await old.room.rows(sql<{ what: string }>`select what from waiting_tasks where settled_at is null
      and key like 'privacy/%' and audience = ${audience} order by what`)
  ).map(({ what }) => what);

async function asOwner(statement: string): Promise<unknown> {
  const client = new Client(old.room.platform.database.owner);
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

describe('the impact assessment of this installation', () => {
  it('is missing at first: no face is taken, whoever agreed, and card and code go on', async () => {
    const { classId, clerk } = old.room;
    const wish = { classId, rows: ['r1', 'r2'], textVersion: currentConsentText('trainee').version };
    await resultOf(old.platform, chooseWay, clerk, { ...wish, choice: 'face' });
    expect(await tryToEnrol('r1')).toMatchObject({ kind: 'conflict', message: unassessedSentence });
    expect(await mayBeEnrolled()).toBe(false);
    const [stored] = await old.room.rows(sql<{ frames: number; logged: number }>`
      select (select count(*)::int from enrolment_frames) as frames,
        (select count(*)::int from log_events where action = 'attendance.capture' and outcome = 'refused') as logged`);
    expect(stored).toEqual({ frames: 0, logged: 1 });
  });

  it('is asked for at both desks, once', async () => {
    expect((await show()).standing).toBe('missing');
    expect(await runNow(old.platform, watchAssessment, {})).toContain('还没有');
    await runNow(old.platform, watchAssessment, {});
    for (const desk of ['city', 'security']) expect(await tasks(desk)).toEqual(['还没有个人信息保护影响评估']);
  });

  it('is drafted from what is really stored, by the security administrator alone, one at a time', async () => {
    expect(
      await run(old.platform, draftAssessment, old.cityOfficer, { ...words, assessedOn: '2021-03-01' }),
    ).toMatchObject({ kind: 'forbidden' });
    expect(await draft()).toMatchObject({ number: 1 });
    expect(await run(old.platform, draftAssessment, security, { ...words, assessedOn: '2021-03-01' })).toMatchObject({
      kind: 'conflict',
    });
    const { versions, mayDraft } = await show();
    expect([versions[0]?.state, versions[0]?.actions, mayDraft]).toEqual(['drafted', ['withdraw'], false]);
    expect(JSON.stringify(versions[0]?.sections)).toContain('现存人脸信息（建档照片或人脸特征）的自然人 0 人');
    expect(await tryToEnrol('r1'), 'a draft opens nothing').toMatchObject({ message: unassessedSentence });
    expect(await tasks()).toEqual(['确认个人信息保护影响评估']);
    expect(await tasks('security')).toEqual([]);
  });

  it('is returned with a reason, withdrawn by its side, and drafted anew under the next number', async () => {
    const [first] = (await show()).versions;
    const seen = { assessmentId: first?.id ?? '', version: 1 };
    expect(await run(old.platform, returnAssessment, security, { ...seen, reason: '再写' })).toMatchObject({
      kind: 'forbidden',
    });
    await resultOf(old.platform, returnAssessment, old.citySignatory, { ...seen, reason: '请写明活体的局限' });
    expect([await tasks(), await tasks('security')]).toEqual([[], ['个人信息保护影响评估被退回']]);
    const second = await draft();
    expect(await tasks('security')).toEqual([]);
    await resultOf(old.platform, withdrawAssessment, security, { assessmentId: second.id, version: 1 });
    expect(await draft()).toMatchObject({ number: 3 });
    expect((await show()).versions.map(({ number, state }) => `${number} ${state}`)).toEqual([
      '3 drafted',
      '2 withdrawn',
      '1 returned',
    ]);
  });

  it('is confirmed by the head of the bureau with the password, and then stands as PDF/A nobody can change', async () => {
    const [third] = (await show()).versions;
    const seen = { assessmentId: third?.id ?? '', version: 1 };
    expect(await run(old.platform, confirmAssessment, old.citySignatory, { ...seen, password: 'x' })).toMatchObject({
      kind: 'forbidden',
    });
    await resultOf(old.platform, confirmAssessment, old.citySignatory, { ...seen, password: testPassword });
    const { standing, differences } = await show(old.citySignatory);
    expect([standing, differences]).toEqual(['valid', []]);
    expect(await mayBeEnrolled()).toBe(true);
    expect(await tasks()).toEqual([]);
    const asked = { assessmentId: seen.assessmentId };
    const one = await resultOf(old.platform, assessmentDocument, security, asked);
    expect(one.body.includes('pdfaid')).toBe(true);
    for (const statement of [
      "update impact_assessments set opinion = 'x' where state = 'confirmed'",
      "update impact_assessments set state = 'drafted' where state = 'confirmed'",
      'delete from impact_assessments',
      'truncate impact_assessments',
    ])
      await expect(asOwner(statement), statement).rejects.toThrow();
  });

  it('opens the enrolment, and tells of what is then really stored; the same content gives the same bytes', async () => {
    await old.enrol('r1', 1);
    await old.enrol('r2', 2);
    const { id } = await draft();
    const text = JSON.stringify((await show()).versions[0]?.sections);
    for (const told of ['现存人脸信息（建档照片或人脸特征）的自然人 2 人', '"6 份"', '抽看 6 张建档照片，未密封 0 张'])
      expect(text).toContain(told);
    const paper = async () => (await resultOf(old.platform, assessmentDocument, security, { assessmentId: id })).body;
    expect((await paper()).equals(await paper())).toBe(true);
    await resultOf(old.platform, withdrawAssessment, security, { assessmentId: id, version: 1 });
  });

  it('needs renewal when a setting changes, with the difference named, and the city is told', async () => {
    await asOwner(`insert into figure_lines (id, figure, effective_from, value, document, note, added_by, added_at,
        confirmed_by, confirmed_at)
      select gen_random_uuid(), 'evidenceYears', '2021-02-01', 5, '焦人社文〔2021〕99号', '', '${old.cityOfficer.userId}',
        now(), '${old.citySignatory.userId}', now()`);
    expect(await show()).toMatchObject({
      standing: 'renew',
      differences: [{ before: '培训结束后 3 年', now: '培训结束后 5 年' }],
    });
    await runNow(old.platform, watchAssessment, {});
    for (const desk of ['city', 'security']) expect(await tasks(desk)).toEqual(['个人信息保护影响评估需更新']);
  });

  it('is not all: what a withdrawn consent left behind waits for the security administrator until it is gone', async () => {
    await asOwner(`insert into attendance_consents (region_code, class_id, id, row_id, choice, text_version, recorded_by,
        recorded_by_name, recorded_at)
      select region_code, class_id, gen_random_uuid(), row_id, 'withdrawn', 1, recorded_by, recorded_by_name,
        recorded_at + interval '1 minute' from attendance_consents where row_id = 'r2'`);
    await runNow(old.platform, watchAssessment, {});
    expect(await tasks('security')).toContain('撤回同意后人脸信息没有清除');
    expect(await tasks()).not.toContain('撤回同意后人脸信息没有清除');
    await asOwner(`insert into attendance_consents (region_code, class_id, id, row_id, choice, text_version, recorded_by,
        recorded_by_name, recorded_at)
      select region_code, class_id, gen_random_uuid(), row_id, 'face', 1, recorded_by, recorded_by_name,
        recorded_at + interval '2 minutes' from attendance_consents where row_id = 'r2' and choice = 'withdrawn'`);
    await runNow(old.platform, watchAssessment, {});
    expect(await tasks('security')).not.toContain('撤回同意后人脸信息没有清除');
  });
});

describe('the stock of stored faces', () => {
  const setStep = (people: number) =>
    asOwner(`insert into figure_lines (id, figure, effective_from, value, document, note, added_by, added_at,
        confirmed_by, confirmed_at)
      select gen_random_uuid(), 'storedFacesFiling', date '2021-01-01' + (select count(*)::int from figure_lines), ${people},
        '测试用：把备案人数降到能试的数', '', '${old.cityOfficer.userId}', now(), '${old.citySignatory.userId}', now()`);

  it('counts people whose picture or template is stored, and stays calm far from the number', async () => {
    expect((await show()).faces).toMatchObject({ people: 2, templates: 2, level: 'calm', nextAt: 80_000 });
    expect(await runNow(old.platform, countStoredFacesJob, {})).toContain('2 人');
  });

  it('raises one task with its day when the number is reached, and writes down the day once', async () => {
    await setStep(2);
    await runNow(old.platform, countStoredFacesJob, {});
    await runNow(old.platform, countStoredFacesJob, {});
    for (const desk of ['city', 'security']) expect(await tasks(desk)).toContain('办理人脸识别应用备案');
    const { faces } = await show(old.cityOfficer);
    expect(faces).toMatchObject({ level: 'filing', filing: { kind: 'due', reachedOn: '2021-03-11', left: 30 } });
    const crossed = await old.room.rows(sql`select level from stored_face_crossings`);
    expect(crossed).toHaveLength(1);
  });

  it('clears the task when the stock falls, and begins anew when it rises', async () => {
    await setStep(50);
    await runNow(old.platform, countStoredFacesJob, {});
    expect(await tasks()).not.toContain('办理人脸识别应用备案');
    await setStep(2);
    await runNow(old.platform, countStoredFacesJob, {});
    expect(await tasks()).toContain('办理人脸识别应用备案');
  });

  it('is settled by the filing with its number, day and paper, recorded once', async () => {
    const filing = { number: '豫网信备〔2021〕1号', filedOn: '2021-03-01', document: '备案回执' };
    expect(await run(old.platform, recordFiling, old.citySignatory, filing)).toMatchObject({ kind: 'forbidden' });
    await resultOf(old.platform, recordFiling, old.cityOfficer, filing);
    expect(await run(old.platform, recordFiling, security, filing)).toMatchObject({ kind: 'conflict' });
    const { faces, filings } = await show();
    expect([faces.filing.kind, filings.map(({ number, people }) => [number, people])]).toEqual([
      'filed',
      [[filing.number, 2]],
    ]);
    await runNow(old.platform, countStoredFacesJob, {});
    expect(await tasks()).not.toContain('办理人脸识别应用备案');
    await expect(asOwner('update face_filings set people = 0')).rejects.toThrow();
  });
});
