import { type PlainDate, plainDate, spokenDay } from '#kernel/plain-date';
import type { ClauseId } from '#law/clauses';
import { type AnyRule, rule } from '#law/rule';
import {
  fittingQualifications,
  holdsOn,
  isConsentedOn,
  isServingOn,
  isStoppedOn,
  levelNames,
  qualificationsOf,
  type Teacher,
} from '#registers';
import type { Lesson, OpeningFacts } from './opening';

const since2024 = plainDate('2024-07-18');
const filedOn = (facts: OpeningFacts): PlainDate => facts.filedOn;
const cites = ['2024.1.2', '2021.3.2'] as const satisfies readonly [ClauseId, ...ClauseId[]];
const shared = { cites, severity: 'blocks', from: since2024, governedBy: filedOn } as const;

interface Case {
  readonly teacher: Teacher;
  readonly lesson: Lesson;
}

/** Each teacher once, at the first lesson of his of which `isWrong` holds. */
function firstOfEach({ lessons, institution }: OpeningFacts, isWrong: (each: Case) => boolean): Case[] {
  const firsts = new Map<string, Case>();
  for (const lesson of lessons) {
    const teacher = institution.teachers.find((each) => each.id === lesson.teacherId);
    if (!teacher || !isWrong({ teacher, lesson })) continue;
    const known = firsts.get(teacher.id);
    if (!known || lesson.taughtOn < known.lesson.taughtOn) firsts.set(teacher.id, { teacher, lesson });
  }
  return [...firsts.values()];
}

const at = ({ teacher, lesson }: Case) =>
  ({ field: 'teacherId', row: lesson.id, name: teacher.name, day: lesson.taughtOn }) as const;

const isExam = ({ lesson }: Case): boolean => lesson.kind === 'exam';

export const teacherFits = rule({
  ...shared,
  id: 'opening.teacher-qualified',
  title: '教师任职资格',
  check(facts: OpeningFacts) {
    const { occupationCode, level } = facts.application;
    if (!occupationCode || !level) return [];
    const isUnfit = (each: Case) =>
      !isExam(each) && fittingQualifications(each.teacher, occupationCode, level).length === 0;
    return firstOfEach(facts, isUnfit).map(({ teacher, lesson }) => ({
      field: 'teacherId',
      row: lesson.id,
      name: teacher.name,
      held: qualificationsOf(teacher)
        .map(({ title }) => title)
        .join('、'),
      level,
    }));
  },
  says: ({ name, held, level }) => `教师${name}的资格是“${held}”，与本班职业或${levelNames[level]}的要求不符。`,
  fix: () => '请换由本职业、等级不低于本班的教师授课。',
});

/** The last day on which any fitting qualification holds. */
const lastDayOf = (held: ReturnType<typeof fittingQualifications>): PlainDate | undefined =>
  held.reduce<PlainDate | undefined>(
    (last, { validUntil }) => (validUntil && (!last || validUntil > last) ? validUntil : last),
    undefined,
  );

const qualificationHolds = rule({
  ...shared,
  id: 'opening.teacher-qualification-valid',
  title: '教师资格在有效期内',
  check(facts: OpeningFacts) {
    const { occupationCode, level } = facts.application;
    if (!occupationCode || !level) return [];
    const fitting = ({ teacher }: Case) => fittingQualifications(teacher, occupationCode, level);
    const isExpired = (each: Case) => {
      const held = isExam(each) ? [] : fitting(each);
      return held.length > 0 && held.every(({ validUntil }) => !holdsOn(validUntil, each.lesson.taughtOn));
    };
    return firstOfEach(facts, isExpired).map((each) => ({ ...at(each), until: lastDayOf(fitting(each)) }));
  },
  says: ({ name, day, until }) =>
    `教师${name}的任职资格${until ? `有效至${spokenDay(until)}` : '已过期'}，${spokenDay(day)}的课已过有效期。`,
  fix: () => '请换教师；证书已复审或换发的，先在教师档案更新有效期。',
});

const serving = rule({
  ...shared,
  id: 'opening.teacher-serving',
  title: '教师在职',
  check: (facts: OpeningFacts) =>
    firstOfEach(facts, ({ teacher, lesson }) => !isServingOn(teacher, lesson.taughtOn)).map((each) => ({
      ...at(each),
      joinedOn: each.teacher.joinedOn,
      leftOn: each.teacher.leftOn,
    })),
  says: ({ name, day, joinedOn, leftOn }) =>
    joinedOn && day < joinedOn
      ? `教师${name}${spokenDay(joinedOn)}才到岗，${spokenDay(day)}还不能授课。`
      : `教师${name}已于${leftOn ? spokenDay(leftOn) : '此前'}离任，${spokenDay(day)}的课仍排给他。`,
  fix: () => '请换由在职的教师授课。',
});

const notStopped = rule({
  ...shared,
  id: 'opening.teacher-not-stopped',
  title: '教师未被停用',
  cites: ['2024.1.2', '2024.2.2.2.2'],
  check: (facts: OpeningFacts) =>
    firstOfEach(facts, ({ teacher, lesson }) => isStoppedOn(teacher, lesson.taughtOn)).map((each) => ({
      ...at(each),
      since: each.teacher.stoppedOn,
    })),
  says: ({ name, day, since }) =>
    `县（市、区）人社局已停用教师${name}${since ? `，自${spokenDay(since)}起` : ''}；${spokenDay(day)}的课仍排给他。`,
  fix: () => '请换教师；停用的原因已消除的，请县（市、区）人社局恢复。',
});

/** A teacher employed elsewhere needs the employer’s consent (民办教育促进法实施条例第三十四条). */
const consentGiven = rule({
  ...shared,
  id: 'opening.teacher-consent',
  title: '主要用人单位同意兼课',
  check: (facts: OpeningFacts) =>
    firstOfEach(facts, ({ teacher, lesson }) => !isConsentedOn(teacher, lesson.taughtOn)).map((each) => ({
      ...at(each),
      employer: each.teacher.outsideEmployer?.name ?? '',
      hadConsent: (each.teacher.outsideEmployer?.consents.length ?? 0) > 0,
    })),
  says: ({ name, day, employer, hadConsent }) =>
    hadConsent
      ? `教师${name}的主要用人单位“${employer}”的同意文件到${spokenDay(day)}已过期。`
      : `教师${name}的主要用人单位是“${employer}”，还没有该单位同意兼课的文件。`,
  fix: () => '请在教师档案上传该单位的同意文件，或换由本机构的教师授课。',
});

/** What must hold of the teachers of a plan (2024 一（二）). */
export const teacherRules: readonly AnyRule<OpeningFacts>[] = [
  teacherFits,
  qualificationHolds,
  serving,
  notStopped,
  consentGiven,
];
