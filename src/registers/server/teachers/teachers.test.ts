import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { checkDigit } from '#law/identity-number';
import { freshDatabase } from '#platform/database/testing';
import { inScope } from '#platform/database/scope';
import type { Actor } from '#platform/operation';
import { addInstitution, addUser, resultOf, run, type TestPlatform, testPlatform } from '#platform/testing-platform';
import { createTypesetter } from '#platform/typesetting/typesetter';
import { registerHistory } from '../register-history';
import { addConsent, removeConsent, showConsent } from './consent';
import { addTeacher, changeTeacher } from './keep';
import { readTeachers } from './read';
import { revealTeacher, showTeacher } from './show';
import { leaveTeacher, rejoinTeacher, resumeTeacher, stopTeacher } from './standing';

let platform: TestPlatform;
let clerk: Actor;
let neighbour: Actor;
let officer: Actor;
let otherOfficer: Actor;
let institutionId: string;

beforeAll(async () => {
  platform = await testPlatform(await freshDatabase());
  institutionId = await addInstitution(platform, '410822', '博爱县阳光职业培训学校');
  const otherId = await addInstitution(platform, '410822', '博爱县巧手职业培训学校');
  clerk = await addUser(platform, { role: 'institutionClerk', regionCode: '410822', institutionId });
  neighbour = await addUser(platform, { role: 'institutionClerk', regionCode: '410822', institutionId: otherId });
  officer = await addUser(platform, { role: 'countyOfficer', regionCode: '410822' });
  otherOfficer = await addUser(platform, { role: 'countyOfficer', regionCode: '410821' });
  await inScope(platform.pool, { reach: 'system' }, (tx) =>
    sql`insert into occupations (code, name, pinyin, initials) values
      ('4-10-01-05', '养老护理员', 'yanglaohuliyuan', 'ylhly'), ('4-10-01-06', '家政服务员', 'jiazheng', 'jzfwy')`.execute(
      tx,
    ),
  );
});
afterAll(() => platform.close());

let made = 0;
function newNumber(): string {
  made += 1;
  const first = `4108221975061${String(made).padStart(4, '0')}`;
  return first + checkDigit(first);
}

const nursing = {
  occupationCode: '4-10-01-05',
  level: 3,
  title: '养老护理员 高级工（三级）',
  certificateNumber: 'S000041000001233000017',
  issuedBy: '河南省职业技能鉴定中心',
} as const;

const wish = (change: Partial<z.input<typeof addTeacher.input>> = {}): z.input<typeof addTeacher.input> => ({
  name: '李红梅',
  identityNumber: newNumber(),
  phone: '13903910007',
  joinedOn: '2024-03-01',
  employer: { kind: 'own' as const },
  qualifications: [{ ...nursing }],
  ...change,
});

const add = async (change: Parameters<typeof wish>[0] = {}) =>
  (await resultOf(platform, addTeacher, clerk, wish(change))).teacherId;
const show = (teacherId: string, actor = clerk) => resultOf(platform, showTeacher, actor, { teacherId });
const factsOf = (teacherId: string) =>
  inScope(platform.pool, { reach: 'system' }, async (tx) =>
    (await readTeachers(tx, institutionId)).find(({ id }) => id === teacherId),
  );
const isJpeg = (bytes: Buffer): boolean => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]));
const hashOfConsent = (consentId: string) =>
  inScope(platform.pool, { reach: 'system' }, async (tx) => {
    const pages = tx.selectFrom('teacher_consent_pages').where('consent_id', '=', consentId);
    return (await pages.select('file_hash').executeTakeFirstOrThrow()).file_hash;
  });
const elsewhere = { kind: 'elsewhere' as const, name: '博爱县职业中等专业学校', creditCode: '' };
const letter = async () => ({
  name: '同意兼课的函 410822197506100019.png',
  bytes: await sharp({ create: { width: 900, height: 1200, channels: 3, background: '#eee' } })
    .png()
    .toBuffer(),
});

describe('registering a teacher', () => {
  it('keeps several qualifications, the first of them for lists, and shows numbers masked', async () => {
    const second = {
      ...nursing,
      occupationCode: '4-10-01-06',
      level: 4 as const,
      title: '家政服务员 四级',
      validUntil: '2027-06-30',
    };
    const id = await add({ qualifications: [nursing, second] });
    const view = await show(id);
    expect(view).toMatchObject({
      name: '李红梅',
      standing: 'serving',
      employer: { kind: 'own' },
      joinedOn: '2024-03-01',
    });
    expect(view.maskedNumber).toMatch(/^410\*{11}[\dX]{4}$/);
    expect(view.maskedPhone).toBe('139****0007');
    expect(view.qualifications).toMatchObject([{ occupation: '养老护理员' }, { level: 4, validUntil: '2027-06-30' }]);
    const facts = await factsOf(id);
    expect(facts).toMatchObject({ level: 3, qualification: nursing.title, qualifications: [{}, { level: 4 }] });
    expect(facts?.outsideEmployer).toBeUndefined();
  });

  it.each([
    ['a number whose check digit is wrong', { identityNumber: '410822197506150018' }, '身份证号不对'],
    ['no qualification', { qualifications: [] }, '至少登记一项'],
    [
      'an occupation that is none',
      { qualifications: [{ ...nursing, occupationCode: '9-99-99-99' }] },
      '职业目录里没有',
    ],
    ['a telephone that is none', { phone: '12345' }, '手机号码'],
    [
      'an identity number for a certificate number',
      { qualifications: [{ ...nursing, certificateNumber: newNumber() }] },
      '同身份证号',
    ],
    [
      'a main employer whose code does not check out',
      { employer: { ...elsewhere, creditCode: '91410800MA40000159' } },
      '信用代码校验不符',
    ],
  ])('refuses %s and says why', async (_what, change, message) => {
    const answer = await run(platform, addTeacher, clerk, wish(change));
    expect(answer).toMatchObject({ outcome: 'refused', kind: 'invalid', message: expect.stringContaining(message) });
  });

  it('knows a person once in an institution, and points to the record that is there', async () => {
    const person = wish();
    await resultOf(platform, addTeacher, clerk, person);
    expect(await run(platform, addTeacher, clerk, person)).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('已登记为本机构教师李红梅'),
    });
    expect(await run(platform, addTeacher, neighbour, person)).toMatchObject({ outcome: 'done' });
  });
});

describe('changing a teacher', () => {
  const changed = { name: '李红梅', joinedOn: '2024-03-01', employer: { kind: 'own' as const } };

  it('is told in the history with what it was and what it became, numbers never', async () => {
    const id = await add();
    const renewed = { ...nursing, validUntil: '2029-12-31' };
    const input = { teacherId: id, version: 1, ...changed, phone: '13903910099', qualifications: [renewed] };
    expect(await resultOf(platform, changeTeacher, clerk, input)).toEqual({ version: 2 });
    const { entries } = await resultOf(platform, registerHistory, officer, { type: 'teacher', id });
    expect(entries.map(({ operation }) => operation)).toEqual(['teacher.change', 'teacher.add']);
    expect(entries[0]).toMatchObject({
      unseen: ['电话'],
      changes: [{ field: '任职资格', after: expect.stringContaining('有效至 2029-12-31') }],
    });
    expect(JSON.stringify(entries)).not.toMatch(/1390391|\d{17}/);
  });

  it('of an older version is refused, so that nobody overwrites what was never seen', async () => {
    const id = await add();
    const input = { teacherId: id, ...changed, qualifications: [nursing] };
    await resultOf(platform, changeTeacher, clerk, { ...input, version: 1, name: '李红霞' });
    expect(await run(platform, changeTeacher, clerk, { ...input, version: 1 })).toMatchObject({ kind: 'conflict' });
    expect((await show(id)).name).toBe('李红霞');
  });

  it('that changes nothing writes nothing', async () => {
    const id = await add();
    const input = { teacherId: id, version: 1, ...changed, qualifications: [nursing] };
    expect(await resultOf(platform, changeTeacher, clerk, input)).toEqual({ version: 1 });
  });

  it('is nobody else’s: another institution does not find the teacher', async () => {
    const id = await add();
    const input = { teacherId: id, version: 1, ...changed, qualifications: [nursing] };
    expect(await run(platform, changeTeacher, neighbour, input)).toMatchObject({ kind: 'missing' });
    expect(await run(platform, showTeacher, otherOfficer, { teacherId: id })).toMatchObject({ kind: 'missing' });
  });
});

describe('a teacher who leaves', () => {
  it('keeps the record with last day and reason, and may come back', async () => {
    const id = await add();
    const leave = { teacherId: id, version: 1, leftOn: '2026-10-31', reason: '合同到期' };
    expect(await resultOf(platform, leaveTeacher, clerk, leave)).toEqual({ version: 2, waiting: [] });
    expect(await factsOf(id)).toMatchObject({ leftOn: '2026-10-31' });
    const view = await show(id);
    expect(view.acts).toContain('rejoin');
    expect(view.acts).not.toContain('leave');
    await resultOf(platform, rejoinTeacher, clerk, {
      teacherId: id,
      version: 2,
      joinedOn: '2026-11-02',
      reason: '续聘',
    });
    expect(await factsOf(id)).toMatchObject({ leftOn: undefined, joinedOn: '2026-11-02' });
  });

  it('does not leave before the first day, nor twice', async () => {
    const id = await add();
    const leave = { teacherId: id, version: 1, leftOn: '2024-02-29', reason: '辞职' };
    expect(await run(platform, leaveTeacher, clerk, leave)).toMatchObject({ kind: 'invalid' });
    await resultOf(platform, leaveTeacher, clerk, { ...leave, leftOn: '2024-03-01' });
    expect(await run(platform, leaveTeacher, clerk, { ...leave, version: 2, leftOn: '2025-01-01' })).toMatchObject({
      kind: 'conflict',
      message: '这位教师已于 2024-03-01 离任。',
    });
  });
});

describe('the county', () => {
  it('stops a teacher of its own, with a reason, and lets him teach again; the institution cannot', async () => {
    const id = await add();
    const stop = { teacherId: id, version: 1, stoppedOn: '2026-11-02', reason: '提供的资格证书经查询不属实' };
    expect(await run(platform, stopTeacher, clerk, stop)).toMatchObject({ kind: 'forbidden' });
    expect(await run(platform, stopTeacher, otherOfficer, stop)).toMatchObject({ kind: 'missing' });
    await resultOf(platform, stopTeacher, officer, stop);
    expect(await factsOf(id)).toMatchObject({ stoppedOn: '2026-11-02' });
    await resultOf(platform, resumeTeacher, officer, { teacherId: id, version: 2, reason: '已补交原件，核实无误' });
    expect((await show(id)).standing).toBe('serving');
    const { entries } = await resultOf(platform, registerHistory, clerk, { type: 'teacher', id });
    expect(entries.map(({ operation }) => operation)).toEqual(['teacher.resume', 'teacher.stop', 'teacher.add']);
  });

  it('opens the numbers with a reason, which the log keeps and the history does not', async () => {
    const person = wish();
    const { teacherId } = await resultOf(platform, addTeacher, clerk, person);
    expect(await run(platform, revealTeacher, clerk, { teacherId, reason: '核对' })).toMatchObject({
      kind: 'forbidden',
    });
    const shown = await resultOf(platform, revealTeacher, officer, { teacherId, reason: '与证件核对' });
    expect(shown).toEqual({ identityNumber: person.identityNumber, phone: person.phone });
    const { entries } = await resultOf(platform, registerHistory, officer, { type: 'teacher', id: teacherId });
    expect(entries).toHaveLength(1);
  });
});

describe('the consent of a main employer', () => {
  it('is asked for, kept page by page, and counts until taken back or run out', async () => {
    const id = await add({ employer: elsewhere });
    expect((await show(id)).standing).toBe('awaitingConsent');
    expect(await factsOf(id)).toMatchObject({ outsideEmployer: { name: elsewhere.name, consents: [] } });
    const sent = await resultOf(
      platform,
      addConsent,
      clerk,
      { teacherId: id, validUntil: '2027-08-31' },
      { upload: await letter() },
    );
    expect(await factsOf(id)).toMatchObject({ outsideEmployer: { consents: [{ validUntil: '2027-08-31' }] } });
    const view = await show(id);
    expect(view.standing).toBe('serving');
    expect(view.consents).toMatchObject([{ pageCount: 1, isCurrent: true, employer: elsewhere.name }]);
    expect(view.consents[0]?.fileName).not.toContain('4108');
    const look = { teacherId: id, consentId: sent.consentId };
    expect(await resultOf(platform, showConsent, officer, look)).toMatchObject({ body: expect.toSatisfy(isJpeg) });
    const stored = await platform.services.files.get(await hashOfConsent(sent.consentId));
    expect(isJpeg(stored)).toBe(false);
    expect(await resultOf(platform, showConsent, officer, { ...look, size: 'thumbnail' })).toMatchObject({
      body: expect.toSatisfy(isJpeg),
    });
    expect(await run(platform, showConsent, neighbour, look)).toMatchObject({ kind: 'missing' });
    await resultOf(platform, removeConsent, clerk, { ...look, version: 2, reason: '单位收回同意' });
    expect((await show(id)).standing).toBe('awaitingConsent');
  });

  it('takes a PDF as well', async () => {
    const id = await add({ employer: elsewhere });
    const typesetter = createTypesetter();
    const source = '#import "/kit.typ": *\n#show: form.with((:), name: "函")\n同意 #pagebreak() 盖章';
    const bytes = await typesetter.pdf({ name: '函', source }, {});
    typesetter.close();
    const upload = { name: '同意函.pdf', bytes };
    await resultOf(platform, addConsent, clerk, { teacherId: id }, { upload });
    expect((await show(id)).consents).toMatchObject([{ pageCount: 2, isCurrent: true }]);
  });

  it('of a former employer does not speak for the new one', async () => {
    const id = await add({ employer: elsewhere });
    await resultOf(platform, addConsent, clerk, { teacherId: id }, { upload: await letter() });
    const { name, joinedOn, qualifications } = wish();
    const moved = { ...elsewhere, name: '博爱县人民医院' };
    await resultOf(platform, changeTeacher, clerk, {
      teacherId: id,
      version: 2,
      name,
      joinedOn,
      employer: moved,
      qualifications,
    });
    expect(await factsOf(id)).toMatchObject({ outsideEmployer: { name: moved.name, consents: [] } });
    expect((await show(id)).consents).toMatchObject([{ isCurrent: false }]);
  });

  it('is refused where none is needed, where it has run out, and where the file is none', async () => {
    const own = await add();
    expect(await run(platform, addConsent, clerk, { teacherId: own }, { upload: await letter() })).toMatchObject({
      kind: 'conflict',
    });
    const id = await add({ employer: elsewhere });
    const late = { teacherId: id, validUntil: '2020-01-01' };
    expect(await run(platform, addConsent, clerk, late, { upload: await letter() })).toMatchObject({ kind: 'invalid' });
    const upload = { name: '同意.pdf', bytes: Buffer.from('不是文件') };
    expect(await run(platform, addConsent, clerk, { teacherId: id }, { upload })).toMatchObject({
      kind: 'invalid',
    });
  });
});
