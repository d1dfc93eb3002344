import { type PlainDate, partsOf, plainDate, spokenDay } from '#kernel/plain-date';
import { type AnyRule, rule } from '#law/rule';
import { levelNames } from '#registers';
import type { EnrolledBefore } from './city-evidence';
import type { OpeningFacts } from './opening';
import { namesTraining } from './prior-training';

const since2024 = plainDate('2024-07-18');
const filedOn = (facts: OpeningFacts): PlainDate => facts.filedOn;
const startOf = ({ application, filedOn: filed }: OpeningFacts): PlainDate => application.startsOn ?? filed;

const byRow = (enrolments: readonly EnrolledBefore[]): Map<string, EnrolledBefore[]> => {
  const rows = new Map<string, EnrolledBefore[]>();
  for (const each of enrolments) {
    const known = rows.get(each.row);
    if (known) known.push(each);
    else rows.set(each.row, [each]);
  }
  return rows;
};

export const yearlyLimit = rule({
  id: 'opening.yearly-limit',
  title: '每人每年培训次数',
  cites: ['2024.1.2'],
  severity: 'warns',
  from: since2024,
  governedBy: filedOn,
  check(facts: OpeningFacts, figure) {
    const limit = figure('trainingsPerYear');
    const { year } = partsOf(startOf(facts));
    return [...byRow(facts.city?.enrolments ?? [])].flatMap(([row, enrolled]) => {
      const ofYear = enrolled.filter(({ startedOn }) => partsOf(startedOn).year === year);
      const given = ofYear.length + 1;
      const classes = ofYear.map(({ otherClass }) => otherClass);
      return given > limit ? [{ field: 'id', row, limit, given, year, classes }] : [];
    });
  },
  says: ({ limit, given, year, classes }) =>
    `${year} 年连本班已报 ${given} 个班（${classes.map((name) => `“${name}”`).join('、')}），超过每人每年 ${limit} 次。`,
  fix: () => '请更换学员；确有需要的，在核查时写明理由。',
});

export const higherLevelBefore = rule({
  id: 'opening.higher-level-before',
  title: '已培训过更高等级',
  cites: ['2024.1.2'],
  severity: 'warns',
  from: since2024,
  governedBy: filedOn,
  check(facts: OpeningFacts) {
    const { occupationCode, level } = facts.application;
    if (!occupationCode || !level) return [];
    return [...byRow(facts.city?.enrolments ?? [])].flatMap(([row, enrolled]) => {
      const higher = enrolled.find(
        (each) =>
          each.isApproved &&
          each.occupationCode === occupationCode &&
          each.level < level &&
          each.startedOn < startOf(facts),
      );
      return higher
        ? [
            {
              field: 'id',
              row,
              level,
              held: higher.level,
              otherClass: higher.otherClass,
              startedOn: higher.startedOn,
              filed: facts.filedOn,
            },
          ]
        : [];
    });
  },
  says: ({ level, held, otherClass, startedOn, filed }) =>
    `已参加过本职业${levelNames[held]}的培训（“${otherClass}”，${spokenDay(startedOn, filed)}开班），本班是更低的${levelNames[level]}。`,
  fix: () => '请更换学员，或改报更高等级；确有需要的，在核查时写明理由。',
});

export const declaredBefore = rule({
  id: 'opening.declared-before',
  title: '花名册未写明同职业同等级的既往培训',
  cites: ['2024.1.2', '2021.A4'],
  severity: 'warns',
  from: since2024,
  governedBy: filedOn,
  check({ roster, catalogue, application: { occupationCode, level } }: OpeningFacts) {
    const name = catalogue.find((entry) => entry.occupationCode === occupationCode)?.occupationName;
    if (!name || !level) return [];
    return roster.flatMap(({ id, cells: { priorTraining } }) =>
      namesTraining(priorTraining, name, level) ? [{ field: 'priorTraining', row: id, name, level }] : [],
    );
  },
  says: ({ name, level }) => `既往培训一栏写明已参加过“${name}（${levelNames[level]}）”，与本班相同。`,
  fix: () => '重复培训可能不予补贴；请向学员核实，必要时更换。',
});

/** A class taken over by another: the persons who were there together, one row each. */
function sharedWith(enrolments: readonly EnrolledBefore[]): Map<string, { first: EnrolledBefore; rows: Set<string> }> {
  const classes = new Map<string, { first: EnrolledBefore; rows: Set<string> }>();
  for (const each of enrolments) {
    const known = classes.get(each.classKey) ?? { first: each, rows: new Set<string>() };
    known.rows.add(each.row);
    classes.set(each.classKey, known);
  }
  return classes;
}

/** The same occupation at a higher level than then: how a skill is meant to grow. */
const isNextStep = ({ application }: OpeningFacts, { occupationCode, level }: EnrolledBefore): boolean =>
  application.occupationCode === occupationCode && application.level !== undefined && application.level < level;

export const rosterReused = rule({
  id: 'opening.roster-reused',
  title: '不是整批学员再次参训',
  cites: ['2024.1.2', '2021.2'],
  severity: 'warns',
  from: since2024,
  governedBy: filedOn,
  check(facts: OpeningFacts, figure) {
    const [least, share] = [figure('rosterReusePersons'), figure('rosterReuseShare')];
    const trainees = facts.roster.length;
    return [...sharedWith(facts.city?.enrolments ?? []).values()].flatMap(({ first, rows }) =>
      rows.size >= least && rows.size * 100 >= share * trainees && !isNextStep(facts, first)
        ? [
            {
              field: 'rows',
              persons: rows.size,
              trainees,
              otherClass: first.otherClass,
              startedOn: first.startedOn,
              filed: facts.filedOn,
            },
          ]
        : [],
    );
  },
  says: ({ persons, trainees, otherClass, startedOn, filed }) =>
    `本班 ${trainees} 名学员中有 ${persons} 人曾同在“${otherClass}”（${spokenDay(startedOn, filed)}开班）。`,
  fix: () => '请按学员的培训意愿重新组班；确是学员自愿的，附意愿登记表说明。',
});

/** What former trainings of a trainee mean for this class. */
export const historyRules: readonly AnyRule<OpeningFacts>[] = [
  yearlyLimit,
  higherLevelBefore,
  declaredBefore,
  rosterReused,
];
