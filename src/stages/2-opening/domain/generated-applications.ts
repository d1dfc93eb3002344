import { addDays, addMonths, type PlainDate, plainDate } from '#kernel/plain-date';
import { knownCalendar } from '#law/working-years';
import { type Level, levels } from '#registers';
import { noEvidence } from './city-evidence';
import type { OpeningFacts } from './opening';
import { wholeProofs } from './planted-city-faults';
import { identityNumber, pickWith, seeded } from './roster/sample-people';
import { openingOf, sampleOccupations } from './sample-openings';

const modes = ['daytime', 'evening', 'holiday'] as const;
const names: Readonly<Record<(typeof sampleOccupations)[number], string>> = {
  '4-10-01-05': '养老护理员',
  '4-10-01-06': '家政服务员',
  '6-18-02-04': '焊工',
  '4-03-02-01': '中式烹调师',
};

/** The time in which generated applications are filed. */
export interface FilingTime {
  readonly first: PlainDate;
  readonly days: number;
}

/** From the notice of 2021 on, through all holidays since. */
export const sinceTheNotice: FilingTime = { first: plainDate('2021-02-01'), days: 2_100 };
/** Since every rule holds. */
export const sinceTheMechanism: FilingTime = { first: plainDate('2024-07-18'), days: 830 };

const workingDayFrom = (day: PlainDate): PlainDate =>
  knownCalendar.isWorkingDay(day) ? day : workingDayFrom(addDays(day, 1));

/** Nobody younger than seventeen: the people of the samples are born up to 2005. */
const grownUp = (facts: OpeningFacts): OpeningFacts['roster'] => {
  const youngest = addMonths(facts.application.startsOn ?? facts.filedOn, -12 * 17);
  return facts.roster.map((row, at) => {
    const { sex } = row.cells;
    const birth = plainDate(row.cells.birth);
    if (birth <= youngest) return row;
    const earlier = addMonths(birth, -120);
    const id = identityNumber('410823', earlier, sex === '女' ? '女' : '男', at);
    return { ...row, cells: { ...row.cells, birth: earlier, id } };
  });
};

/** What the city may know of an honest class: other trades, a family’s telephone, posts enough for two classes. */
function honestEvidence(facts: OpeningFacts, below: (limit: number) => number): OpeningFacts {
  const startsOn = facts.application.startsOn ?? facts.filedOn;
  const elsewhere = { otherClass: '2023-温县-007 电工', otherRegion: '温县' } as const;
  const some = facts.roster.filter(() => below(6) === 0);
  const former = { ...elsewhere, occupationCode: '6-29-03-07', level: 5 as const, isApproved: true };
  const [post] = facts.posts;
  return {
    ...facts,
    city: {
      ...noEvidence,
      enrolments: some.flatMap(({ id: row }, at) => [
        { ...former, row, classKey: `a${at}`, startedOn: addDays(startsOn, -400) },
        { ...former, row, classKey: `b${at}`, startedOn: addDays(startsOn, -30) },
      ]),
      phones: some.map(({ id: row }) => ({ ...elsewhere, row, persons: 1 })),
      posts: post ? [{ ...elsewhere, postId: post.id, headcount: post.headcount ?? 0, trainees: 1, offered: 900 }] : [],
      plans: [
        { ...elsewhere, institution: '温县另一职业培训学校', startedOn: addDays(startsOn, -90), alike: 3, total: 12 },
      ],
    },
    roster: facts.roster.map((row) =>
      below(12) === 0 ? { ...row, cells: { ...row.cells, priorTraining: '2019年 电工 五级' } } : row,
    ),
  };
}

/**
 * An application with nothing the matter, the same for the same seed: its trade, level, week, size, dates, lead, posts,
 * papers and what the city knows of its people are drawn from the seed.
 */
export function generatedApplication(seed: number, time: FilingTime): OpeningFacts {
  const below = seeded(seed);
  const pick = pickWith(below);
  const level: Level = pick(levels);
  const held = (): Level => pick(levels.filter((each) => each <= level));
  const theoryHours = 8 + below(40);
  const occupation = pick(sampleOccupations);
  const facts = openingOf({
    filedOn: workingDayFrom(addDays(time.first, below(time.days))),
    lead: 5 + below(12),
    occupation,
    level,
    teacherLevels: [held(), held()],
    mode: pick(modes),
    theoryHours,
    practiceHours: theoryHours + 4 + below(24),
    size: 20 + below(41),
    surplusPosts: 4 + below(30),
    seed,
  });
  const named = {
    ...facts,
    catalogue: facts.catalogue.map((entry) => ({ ...entry, occupationName: names[occupation] })),
    roster: grownUp(facts),
    exchange: [],
  };
  const known = honestEvidence(named, below);
  return { ...known, attachments: wholeProofs(known) };
}
