import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Role } from '#kernel/roles';
import { freshDatabase } from '#platform/database/testing';
import { type Caller, openDoor, type TestDoor } from '#platform/http/testing-http';
import { changePassword } from '#platform/sign-in/change-password';
import { confirmEnrolment, startEnrolment } from '#platform/sign-in/enrolment';
import { createFirstAdministrators } from '#platform/sign-in/first-administrators';
import { signIn } from '#platform/sign-in/accounts';
import { totpCode } from '#platform/sign-in/totp';
import { type TestPlatform, testPlatform } from '#platform/testing-platform';
import { operations } from './operations';
import { newPeople, newPerson, soundParts, workingDayAfter } from './stages/2-opening/server/testing-filings';
import { draft, inputs, mark, resultOf } from './stages/2-opening/server/testing-steps';

let platform: TestPlatform;
let door: TestDoor;
beforeAll(async () => {
  platform = await testPlatform(await freshDatabase());
  door = await openDoor(platform, operations);
});
afterAll(async () => {
  await door.close();
  await platform.close();
});

interface Person {
  readonly call: Caller;
  readonly password: string;
}

const region = '410822';
const city = { role: 'cityOfficer', signatory: 'citySignatory' } as const;
const document = '博人社许〔2026〕3号准予设立决定书';
const school = { name: '博爱县新建职业培训学校', creditCode: '52410822MJF0123454' };
const id = (name: string) => z.object({ [name]: z.uuid() }).transform((given) => String(given[name]));

const ownPassword = 'Kaiban-Di1-Tian';
const by = () => ({ source: '10.0.0.1', agent: 'test', now: platform.clock.now() });

/** What everybody does with the password they were handed: sign in, choose their own, bind the second factor. */
async function enter(username: string, handed: string): Promise<Person> {
  const { signIn: service } = platform;
  const first = await signIn(service, { username, password: handed }, by());
  if (first.kind !== 'signedIn') throw new Error(first.kind);
  const change = { token: first.token, current: handed, next: ownPassword };
  const changed = await changePassword(service, change, by());
  if (changed.kind !== 'changed') throw new Error(JSON.stringify(changed));
  const offered = await startEnrolment(service, changed.token, platform.clock.now());
  if (offered.kind !== 'started') throw new Error(offered.kind);
  const { pending, secret } = offered;
  const code = totpCode(secret, platform.clock.now());
  const enrolled = await confirmEnrolment(service, { token: changed.token, pending, code }, by());
  if (enrolled.kind !== 'enrolled') throw new Error(enrolled.kind);
  return { call: await door.callerFor(first.user), password: ownPassword };
}

/** An account as the security administrator opens it, for a person who then works with it. */
async function open(keeper: Person, role: Role, place: { regionCode?: string; institutionId?: string } = {}) {
  const username = `first-${role}`;
  const form = z.object({ password: z.string() });
  const { password } = resultOf(form, await keeper.call('user.create', { username, name: '张三', role, ...place }));
  return enter(username, password);
}

async function firstKeeper(): Promise<Person> {
  const made = await createFirstAdministrators(platform.pool, platform.clock.now());
  const keeper = made?.find(({ role }) => role === 'securityAdministrator');
  if (!keeper) throw new Error('no administrator');
  return enter(keeper.username, keeper.password);
}

async function publishCatalogue(officer: Person, signatory: Person): Promise<void> {
  const changes = [
    { kind: 'added', occupationCode: '4-10-01-05', occupationName: '养老护理员', level: 5, requiredHours: 8 },
  ];
  const head = {
    document: '补贴性职业培训职业（工种）目录',
    documentNumber: '焦人社〔2026〕11号',
    issuedOn: '2026-02-01',
  };
  const from = workingDayAfter(platform.clock.today(), 1);
  const editionId = resultOf(id('editionId'), await officer.call('occupation.propose', { ...head, from, changes }));
  resultOf(z.looseObject({}), await signatory.call('edition.confirm', { editionId }));
}

async function designate(officer: Person, signatory: Person, institutionId: string): Promise<void> {
  const wish = {
    institutionId,
    occupationCode: '4-10-01-05',
    level: 5,
    validFrom: platform.clock.today(),
    validUntil: '2028-12-31',
    grantingBureau: '博爱县人力资源和社会保障局',
    document,
  };
  const decisionId = resultOf(id('decisionId'), await officer.call('institution.propose-designation', wish));
  const { password } = signatory;
  const decision = { institutionId, decisionId, accepted: true, opinion: '', password };
  resultOf(z.looseObject({}), await signatory.call('institution.decide', decision));
}

async function addRoom(clerk: Person, officer: Person, institutionId: string, kind: 'theory' | 'practice') {
  const room = { name: `${kind === 'theory' ? '一' : '二'}号教室`, kind, address: '博爱县中山路 9 号', capacity: 60 };
  const venueId = resultOf(id('venueId'), await clerk.call('institution.add-venue', { institutionId, ...room }));
  const check = { institutionId, venueId, version: 1, opinion: '现场核对' };
  resultOf(z.looseObject({}), await officer.call('institution.check-venue', check));
  return venueId;
}

async function addTeacher(clerk: Person, name: string): Promise<string> {
  const { id: identityNumber, phone } = newPerson();
  const qualification = {
    occupationCode: '4-10-01-05',
    level: 3,
    title: '养老护理员 高级工（三级）',
    certificateNumber: 'Y000041081000000',
    issuedBy: '焦作市职业技能鉴定中心',
  };
  const wish = {
    name,
    identityNumber,
    phone,
    joinedOn: '2024-03-01',
    employer: { kind: 'own' },
    qualifications: [qualification],
  };
  return resultOf(id('teacherId'), await clerk.call('teacher.add', wish));
}

describe('an installation with nothing but its three administrators', () => {
  it('comes to its first approved class by what people do on its pages alone', async () => {
    const keeper = await firstKeeper();
    const [cityOfficer, citySignatory] = [await open(keeper, city.role), await open(keeper, city.signatory)];
    const officer = await open(keeper, 'countyOfficer', { regionCode: region });
    const signatory = await open(keeper, 'countySignatory', { regionCode: region });
    await publishCatalogue(cityOfficer, citySignatory);

    const papers = {
      kind: 'trainingSchool',
      legalRepresentative: '周立本',
      address: '博爱县中山路 9 号',
      licenceNumber: '人社民 4108224000009 号',
      licenceIssuer: '博爱县人力资源和社会保障局',
      licenceUntil: '2029-12-31',
      principalName: '周立本',
      phone: '0391-3560000',
      document,
    };
    const institutionId = resultOf(
      id('institutionId'),
      await officer.call('institution.register', { ...school, ...papers }),
    );
    await designate(officer, signatory, institutionId);
    const clerk = await open(keeper, 'institutionClerk', { institutionId });
    const principal = await open(keeper, 'institutionPrincipal', { institutionId });

    const venueIds = [
      await addRoom(clerk, officer, institutionId, 'theory'),
      await addRoom(clerk, officer, institutionId, 'practice'),
    ] as const;
    const teacherIds = [await addTeacher(clerk, '郑老师'), await addTeacher(clerk, '冯老师')] as const;

    const day = workingDayAfter(platform.clock.today(), 12);
    const held = await draft(clerk.call, soundParts({ venueIds, teacherIds }, day, newPeople(3)));
    expect(held.findings).toEqual([]);
    const filing = { ...inputs.file(held), password: principal.password };
    const filed = resultOf(z.object({ filingNumber: z.string() }), await principal.call('class.file', filing));
    expect(filed.filingNumber).not.toBe('');

    const marked = await mark(officer.call, { classId: held.classId, version: held.version + 1 });
    resultOf(z.looseObject({}), await officer.call('class.verify', inputs.verify(marked)));
    const approval = { ...inputs.approve({ ...marked, version: marked.version + 1 }), password: signatory.password };
    const { classNumber } = resultOf(
      z.looseObject({ classNumber: z.number() }),
      await signatory.call('class.approve', approval),
    );
    expect(classNumber).toBe(1);
    expect(door.faults).toEqual([]);
  });
});
