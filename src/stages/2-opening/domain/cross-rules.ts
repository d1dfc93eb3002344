import { type PlainDate, plainDate, spokenDay } from '#kernel/plain-date';
import { type AnyRule, rule } from '#law/rule';
import { historyRules } from './history-rules';
import type { OpeningFacts } from './opening';
import { planCopied } from './plan-likeness-rules';
import { sharingRules } from './sharing-rules';

const since2024 = plainDate('2024-07-18');
const filedOn = (facts: OpeningFacts): PlainDate => facts.filedOn;

const noOverlap = rule({
  id: 'opening.no-overlap',
  title: '同一时段不在两个班',
  cites: ['2024.1.2', '2021.3.3'],
  severity: 'blocks',
  from: since2024,
  governedBy: filedOn,
  check: ({ overlaps }: OpeningFacts) =>
    overlaps.flatMap(({ row, otherClass, otherRegion, days }) => {
      const first = days[0];
      return first ? [{ field: 'id', row, otherClass, otherRegion, days: days.length, first, dates: days }] : [];
    }),
  says: ({ otherClass, otherRegion, days, first }) =>
    `与${otherRegion}“${otherClass}”的上课时间重叠 ${days} 天，最早 ${spokenDay(first)}。`,
  fix: () => '请更换学员，或待其在那个班结业、退出后再参训。',
});

const trainedBefore = rule({
  id: 'opening.trained-before',
  title: '同职业同等级不重复培训',
  cites: ['2024.1.2'],
  severity: 'warns',
  from: since2024,
  governedBy: filedOn,
  check: ({ earlierTrainings, filedOn: filed }: OpeningFacts) =>
    earlierTrainings.map(({ row, otherClass, startedOn }) => ({ field: 'id', row, otherClass, startedOn, filed })),
  says: ({ otherClass, startedOn, filed }) =>
    `已参加过同职业同等级的培训：“${otherClass}”，${spokenDay(startedOn, filed)}开班。`,
  fix: () => '重复培训可能不予补贴；请向学员核实，必要时更换。',
});

const resourceFree = rule({
  id: 'opening.resource-free',
  title: '教师与场地不同时两用',
  cites: ['2024.1.2'],
  severity: 'blocks',
  from: since2024,
  governedBy: filedOn,
  check: ({ doubleBookings }: OpeningFacts) =>
    doubleBookings.map(({ lessonId, what, name, otherClass, isTrainee }) => ({
      field: what === 'teacher' ? 'teacherId' : 'venueId',
      row: lessonId,
      name,
      otherClass,
      ...(isTrainee ? { isTrainee } : {}),
    })),
  says: ({ name, otherClass, isTrainee }) =>
    isTrainee ? `${name}在这一时间是“${otherClass}”的学员。` : `${name}在这一时间已排给“${otherClass}”。`,
  fix: () => '请换教师、场地或时间。',
});

const classSize = rule({
  id: 'opening.class-size-limit',
  title: '班级人数上限',
  cites: ['2021.3.3'],
  severity: 'blocks',
  from: since2024,
  governedBy: filedOn,
  check({ roster }: OpeningFacts, figure) {
    const limit = figure('classSizeLimit');
    return roster.length > limit ? [{ field: 'rows', limit, given: roster.length }] : [];
  },
  says: ({ limit, given }) => `每班不超过 ${limit} 人，本班 ${given} 人。`,
  fix: () => '请分班申报。',
});

const classSizeAdvised = rule({
  id: 'opening.class-size-advised',
  title: '班级人数',
  cites: ['2021.3.3'],
  severity: 'warns',
  from: since2024,
  governedBy: filedOn,
  check({ roster }: OpeningFacts, figure) {
    const advised = figure('classSizeAdvised');
    return roster.length > advised && roster.length <= figure('classSizeLimit')
      ? [{ field: 'rows', advised, given: roster.length }]
      : [];
  },
  says: ({ advised, given }) => `本班 ${given} 人，多于建议的 ${advised} 人。`,
  fix: () => '请考虑分班，或在核查时说明。',
});

const rosterGiven = rule({
  id: 'opening.roster-given',
  title: '备案花名册',
  cites: ['2021.3.3', '2021.A4'],
  severity: 'blocks',
  from: since2024,
  governedBy: filedOn,
  check: ({ roster }: OpeningFacts) => (roster.length > 0 ? [] : [{ field: 'rows' }]),
  says: () => '花名册还没有学员。',
  fix: () => '请导入或粘贴花名册。',
});

const traineeIsNotTeacher = rule({
  id: 'opening.trainee-is-not-teacher',
  title: '学员不是本班教师',
  cites: ['2021.3.3', '2024.1.2'],
  severity: 'blocks',
  from: since2024,
  governedBy: filedOn,
  check({ roster, lessons, institution, personKeys }: OpeningFacts) {
    if (!personKeys) return [];
    const teaching = new Set(lessons.map((lesson) => lesson.teacherId));
    const teachers = new Map(
      institution.teachers.flatMap((teacher) =>
        teacher.personKey && teaching.has(teacher.id) ? [[teacher.personKey, teacher.name] as const] : [],
      ),
    );
    return roster.flatMap(({ id }) => {
      const name = teachers.get(personKeys.get(id) ?? '');
      return name ? [{ field: 'id', row: id, name }] : [];
    });
  },
  says: ({ name }) => `这名学员就是本班教师${name}。`,
  fix: () => '教师不能同时是本班学员，请更换。',
});

/** Two numbers of one person, as the register of trainees has settled; one number twice the roster says itself. */
const samePersonTwice = rule({
  id: 'opening.same-person-twice',
  title: '同一人不以两个证号参训',
  cites: ['2024.1.2', '2021.3.3'],
  severity: 'blocks',
  from: since2024,
  governedBy: filedOn,
  check({ roster, standingKeys, personKeys }: OpeningFacts) {
    if (!standingKeys || !personKeys) return [];
    const numbers = new Map<string, Set<string | undefined>>();
    for (const { id } of roster) {
      const stands = standingKeys.get(id);
      if (stands !== undefined) numbers.set(stands, (numbers.get(stands) ?? new Set()).add(personKeys.get(id)));
    }
    return roster.flatMap(({ id }) =>
      (numbers.get(standingKeys.get(id) ?? '')?.size ?? 0) > 1 ? [{ field: 'id', row: id }] : [],
    );
  },
  says: () => '花名册上有两行是同一个人：两个证号的档案已经合并。',
  fix: () => '请只保留证号正确的一行；合并有误的，请市人社局办理拆档。',
});

/** What must hold of the roster as a whole, and across all classes of the city. */
export const crossRules: readonly AnyRule<OpeningFacts>[] = [
  rosterGiven,
  classSize,
  classSizeAdvised,
  noOverlap,
  trainedBefore,
  traineeIsNotTeacher,
  samePersonTwice,
  ...historyRules,
  ...sharingRules,
];

/** Across classes, but said at a lesson of the plan. */
export const crossPlanRules: readonly AnyRule<OpeningFacts>[] = [resourceFree, planCopied];
