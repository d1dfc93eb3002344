import sharp from 'sharp';
import { z } from 'zod';
import { inScope } from '#platform/database/scope';
import { registerOperations } from '#registers/server';
import { act, actorNamed, clerkOf, type Stage } from './acting';
import { instantAt } from './days';
import { codeOfPost, liftedBefore, markedBefore, markedEmployers, publishedBefore } from './employers';
import { institutionAt, teachersOf } from './institutions';
import { twoNumbers, type Returning } from './planted-across';
import { leftBefore, stoppedBefore } from './teachers';

type Name = (typeof registerOperations)[number]['name'];
type Upload = { readonly name: string; readonly bytes: Buffer };

/** Somebody does something with a register, some days before the city is loaded. */
function teller({ platform, city }: Stage) {
  return (username: string, on: number, minute: number, name: Name, input: object, upload?: Upload) => {
    const operation = registerOperations.find((each) => each.name === name);
    if (!operation) throw new RangeError(`no such operation: ${name}`);
    const day = city.days.day(on);
    const moment = { actor: actorNamed(city, username), day, at: instantAt(day, minute) };
    const key = `people/${name}/${username}/${on}/${minute}`;
    return act({ platform, city }, moment, operation, key, input, upload);
  };
}

/** A letter with a seal on it, and nothing that could be read. */
const letter = (): Promise<Buffer> =>
  sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 877" width="620" height="877">
      <rect width="620" height="877" fill="#fdfdfb"/><rect x="190" y="90" width="240" height="26" fill="#9aa4ad"/>
      ${[180, 220, 260, 300, 340].map((y) => `<rect x="80" y="${y}" width="${y === 340 ? 260 : 460}" height="14" fill="#c3cad0"/>`).join('')}
      <rect x="380" y="560" width="150" height="14" fill="#c3cad0"/>
      <circle cx="455" cy="590" r="62" fill="none" stroke="#c4453c" stroke-width="6"/></svg>`),
  )
    .jpeg()
    .toBuffer();

const daysBefore = (days: number): number => -days;

/** Who left, whom the county stopped, and the letter of a school that lends a teacher. */
export async function keepTeachers(stage: Stage): Promise<void> {
  const tell = teller(stage);
  const { institutions, days } = stage.city;
  const boai = institutionAt(institutions, 'boai', 0);
  const lent = boai.lines[0]?.practiceTeacher;
  if (lent) {
    const upload = { name: '同意兼课的函.jpg', bytes: await letter() };
    await tell(clerkOf(boai), daysBefore(90), 600, 'teacher.add-consent', { teacherId: lent.teacherId }, upload);
  }
  for (const institution of institutions) {
    const { region } = institution;
    for (const { trouble, teacherId, leftOn, stoppedOn } of teachersOf(institution)) {
      const held = { teacherId, version: 1 };
      if (trouble === 'left') {
        const input = { ...held, leftOn: leftOn ?? days.today, reason: '合同到期，不再续聘' };
        await tell(clerkOf(institution), daysBefore(leftBefore), 640, 'teacher.leave', input);
      }
      if (trouble === 'stopped') {
        const input = { ...held, stoppedOn: stoppedOn ?? days.today, reason: '所交资格证书经查询不属实，待核实' };
        await tell(`officer.${region.key}`, daysBefore(stoppedBefore), 650, 'teacher.stop', input);
      }
    }
  }
}

const versionForm = z.object({ version: z.number() });

/** Employers struck off, revoked, listed and taken from the list again, as the credit system published them. */
export async function keepEmployers(stage: Stage): Promise<void> {
  const tell = teller(stage);
  const { city } = stage;
  for (const marked of markedEmployers) {
    const officer = `officer.${marked.region}`;
    const creditCode = codeOfPost(city, marked);
    const answer = await tell(officer, daysBefore(markedBefore), 600, 'employer.mark', {
      creditCode,
      version: 1,
      fault: marked.fault,
      since: city.days.day(daysBefore(publishedBefore)),
      source: '国家企业信用信息公示系统查询',
    });
    if (!marked.isLifted) continue;
    const { version } = versionForm.parse(answer);
    const liftedOn = city.days.day(daysBefore(liftedBefore));
    const source = '已补报年度报告，移出经营异常名录';
    await tell(officer, daysBefore(liftedBefore), 605, 'employer.lift', { creditCode, version, liftedOn, source });
  }
}

const comparisonForm = z.object({ conflicts: z.array(z.unknown()) });
const mergeForm = z.object({ mergeId: z.uuid() });

/** Asks that two records of one person be made one; gives what was asked. */
async function askMerge(stage: Stage, { story, row, from }: Returning, username: string, on: number) {
  const { platform, city } = stage;
  const tell = teller(stage);
  const personOf = async (key: string, place: number): Promise<string> => {
    const number = city.classes.find((placed) => placed.story.key === key)?.parts.roster[place]?.cells.id ?? '';
    const index = platform.services.secrets.index('identityNumber', number);
    const found = await inScope(platform.pool, { reach: 'system' }, (tx) =>
      tx.selectFrom('people').select('id').where('person_index', '=', index).executeTakeFirst(),
    );
    if (!found) throw new RangeError(`${key} ${place} is not in the register`);
    return found.id;
  };
  const [personId, mergedId] = [await personOf(from.story, from.row), await personOf(story, row)];
  const compared = await tell(username, on, 600, 'trainee.compare', { personId, otherId: mergedId });
  const conflictsSeen = comparisonForm.parse(compared).conflicts.length;
  const asked = await tell(username, on, 609, 'trainee.merge', {
    personId,
    mergedId,
    conflictsSeen,
    reason: '后一班录入证号时颠倒了两位',
    evidence: '查验身份证原件，两班照片为同一人',
  });
  return { mergeId: mergeForm.parse(asked).mergeId, conflictsSeen };
}

/** One pair is made one. */
export async function mergeOnePair(stage: Stage): Promise<void> {
  const asked = await askMerge(stage, twoNumbers.merged, 'officer.city', -9);
  const opinion = '证件、照片相符，同意并档。';
  await teller(stage)('signatory.city', -8, 615, 'trainee.confirm-merge', { ...asked, opinion });
}

/** Another pair waits for its second person. */
export const askForPair = async (stage: Stage): Promise<void> => {
  await askMerge(stage, twoNumbers.waiting, 'officer.boai', -2);
};
