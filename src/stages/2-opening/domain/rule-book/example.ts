import { spokenDay } from '#kernel/plain-date';
import { maskIdentityNumber, maskPhone } from '#law/masks';
import { type Finding, judge } from '#law/rule';
import { changeRules } from '../change/rules';
import { type Difference, differencesBetween } from '../differences';
import { judgeOpening } from '../judge-opening';
import { filingPartNames, type OpeningFacts } from '../opening';
import { plantedFaults } from '../planted-faults';
import { rosterFieldLabels } from '../roster/fields';
import { changeFaults, soundChange } from './change-faults';
import { exchangeFaults } from './exchange-faults';
import { rosterFaults } from './roster-faults';
import { sampleClass } from './sample-class';

/** What was written amiss, and what stands there when nothing is the matter. */
export interface ExampleLine {
  readonly where: string;
  readonly wrong: string;
  readonly right: string;
}

/** A rule at work: what was filed, what the rule said of it in that very run, and the way forward. */
export interface RuleExample {
  /** The situation in a sentence, where lines cannot show it. */
  readonly given: string | undefined;
  readonly lines: readonly ExampleLine[];
  /** How many lines are left out. */
  readonly more: number;
  readonly message: string;
  readonly fix: string;
}

const spoilers: Readonly<Record<string, (facts: OpeningFacts) => OpeningFacts>> = {
  ...plantedFaults,
  ...rosterFaults,
  ...exchangeFaults,
};

const lengthOf = (text: string): string => `${Array.from(text).length} 位`;

/** The identity number or telephone of a row, masked but with its length, as an example may show it. */
function veiled(facts: OpeningFacts, { part, row, field }: Difference): string | undefined {
  const cells = facts.roster.find(({ id }) => id === row)?.cells;
  if (part === 'roster' && field === rosterFieldLabels.id && cells)
    return `${maskIdentityNumber(cells.id)}（${lengthOf(cells.id)}）`;
  const phone =
    part === 'roster'
      ? cells?.phone
      : part === 'posts'
        ? facts.posts.find(({ id }) => id === row)?.phone
        : facts.application.classLeadPhone;
  return phone === undefined || phone === '' ? '' : `${maskPhone(phone)}（${lengthOf(phone)}）`;
}

const secret = new Set([rosterFieldLabels.id, rosterFieldLabels.phone, '联系方式', '负责人联系电话']);
const namesOf = ({ institution, catalogue }: OpeningFacts) => ({
  occupation: (code: string) => catalogue.find((entry) => entry.occupationCode === code)?.occupationName ?? code,
  venue: (id: string) => institution.venues.find((venue) => venue.id === id)?.name ?? id,
  teacher: (id: string) => institution.teachers.find((teacher) => teacher.id === id)?.name ?? id,
});
/** More lines than these are told by their number. */
const mostLines = 4;

function lineOf(each: Difference, sound: OpeningFacts, spoiled: OpeningFacts): ExampleLine {
  const isVeiled = secret.has(each.field);
  const wrong = isVeiled ? veiled(spoiled, each) : each.after;
  const right = isVeiled ? veiled(sound, each) : each.before;
  const what = each.part === 'application' ? '' : `，${each.what}`;
  const where = `${filingPartNames[each.part]}${what}${each.field ? `，${each.field}` : ''}`;
  if (each.before === '删去') return { where, wrong: '没有', right: '有' };
  if (each.after === '新增') return { where, wrong: '多出这一行', right: '没有这一行' };
  if (isVeiled && wrong === right) return { where, wrong: '写错的号码', right: right || '没有填写' };
  return { where, wrong: wrong || '没有填写', right: right || '没有填写' };
}

/** Parts of which so many rows differ that only their number is worth saying. */
const rowCounts = (sound: OpeningFacts, spoiled: OpeningFacts): ExampleLine[] =>
  (['lessons', 'roster', 'posts'] as const).flatMap((key) => {
    const [right, wrong] = [sound[key].length, spoiled[key].length];
    const name = filingPartNames[key === 'lessons' ? 'plan' : key];
    return right === wrong ? [] : [{ where: `${name}，行数`, wrong: `${wrong} 行`, right: `${right} 行` }];
  });

function linesOf(sound: OpeningFacts, spoiled: OpeningFacts): ExampleLine[] {
  const { attachments: _sound, ...before } = sound;
  const { attachments: _spoiled, ...after } = spoiled;
  const differences = differencesBetween(before, after, namesOf(sound));
  const counts = differences.length > 8 ? rowCounts(sound, spoiled) : [];
  const lines = counts.length > 0 ? counts : differences.map((each) => lineOf(each, sound, spoiled));
  if (sound.filedOn === spoiled.filedOn) return lines;
  return [{ where: '申报日', wrong: spokenDay(spoiled.filedOn), right: spokenDay(sound.filedOn) }, ...lines];
}

/** What lies outside the filing: a register, another class, a photograph, the answer of another office. */
function givenOf(rule: string, lines: readonly ExampleLine[], facts: OpeningFacts): string | undefined {
  if (rule.startsWith('exchange.')) return '申报内容没有错；县（市、区）人社局导入了其他部门的比对结果。';
  if (lines.length > 0) return undefined;
  if (/portrait|proof/.test(rule)) return `花名册 ${facts.roster.length} 人，上传的照片或证明有下面说的问题。`;
  return '申报内容没有错；问题在机构、教师、场地、目录的登记里，或与其他班有关。';
}

function exampleOf(finding: Finding | undefined, given: string | undefined, lines: readonly ExampleLine[]) {
  if (!finding) return undefined;
  const { message, fix } = finding;
  return { given, lines: lines.slice(0, mostLines), more: Math.max(0, lines.length - mostLines), message, fix };
}

/** What a rule finds in its own example; nothing in the class or the change the example is made from. */
export function findingsInExample(rule: string, isSpoiled: boolean): Finding[] {
  const change = changeFaults[rule];
  const spoil = spoilers[rule];
  const all = change
    ? judge(changeRules, isSpoiled ? change.facts : soundChange)
    : spoil
      ? judgeOpening(isSpoiled ? spoil(sampleClass) : sampleClass)
      : [];
  return all.filter((finding) => finding.rule === rule);
}

/** The example of a rule, by running it; undefined where none has been planted. */
export function findExample(rule: string): RuleExample | undefined {
  const [finding] = findingsInExample(rule, true);
  const change = changeFaults[rule];
  if (change) return exampleOf(finding, change.given, []);
  const spoil = spoilers[rule];
  if (!spoil) return undefined;
  const spoiled = spoil(sampleClass);
  const lines = rule.startsWith('exchange.') ? [] : linesOf(sampleClass, spoiled);
  return exampleOf(finding, givenOf(rule, lines, spoiled), lines);
}
