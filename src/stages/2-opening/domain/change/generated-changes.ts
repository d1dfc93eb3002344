import { lastDayLeaving, workingDaysUntil } from '#kernel/calendar';
import { addDays } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { type ChangeProposal, emptyProposal } from './change';
import type { ChangeCase } from './judge-change';
import { generatedApplication, type FilingTime } from '../generated-applications';
import type { Lesson, OpeningFacts } from '../opening';

/** An approved class on the day a change is filed, and the first lesson that the change may touch. */
interface Standing {
  readonly facts: OpeningFacts;
  readonly lesson: Lesson;
  readonly index: number;
}

/** `begun`: the first lesson is today; otherwise it is as far away as a change must be filed ahead. */
function standingAt(seed: number, time: FilingTime, begun: boolean): Standing {
  const approved = generatedApplication(seed, time);
  const notice = figuresOn(approved.filedOn)('changeNotice');
  const [first] = approved.lessons.map(({ taughtOn }) => taughtOn).sort();
  if (!first) throw new RangeError(`class ${seed} has no lesson`);
  const { calendar } = approved;
  const facts = { ...approved, filedOn: begun ? first : lastDayLeaving(calendar, first, notice) };
  const index = facts.lessons.findIndex(
    ({ taughtOn }) => workingDaysUntil(calendar, facts.filedOn, taughtOn) >= notice,
  );
  const lesson = facts.lessons[index];
  if (!lesson) throw new RangeError(`class ${seed} has no lesson left to change`);
  return { facts, lesson, index };
}

const withLesson = ({ facts, index }: Standing, change: Partial<Lesson>): Lesson[] =>
  facts.lessons.map((each, at) => (at === index ? { ...each, ...change } : each));

interface Asking {
  /** Whether the course has begun when it is asked. */
  readonly begun: boolean;
  readonly propose: (standing: Standing, seed: number, time: FilingTime) => Partial<ChangeProposal>;
}

const lastRow = ({ facts }: Standing) => facts.roster.at(-1)?.id ?? '';

/** What institutions ask for: other contents, a trainee who leaves, one who takes a place, a later assessment. */
const askings: readonly Asking[] = [
  {
    begun: true,
    propose: (standing) => ({
      lessons: withLesson(standing, { content: `${standing.lesson.content}，并补讲上次课的疑难` }),
    }),
  },
  {
    begun: true,
    propose: (standing) => ({ rosterFrom: standing.lesson.taughtOn, withdrawals: [lastRow(standing)] }),
  },
  {
    begun: false,
    propose: (standing, seed, time) => ({
      rosterFrom: standing.lesson.taughtOn,
      substitutions: generatedApplication(seed + 100_000, time)
        .roster.slice(0, 1)
        .map((row) => ({ leaves: lastRow(standing), joins: { ...row, id: 'joins' } })),
    }),
  },
  {
    begun: true,
    propose({ facts }) {
      const { application } = emptyProposal(facts);
      const day = application.skillsAssessmentOn;
      return day ? { application: { ...application, skillsAssessmentOn: addDays(day, 1) } } : {};
    },
  },
];

const nobody = { overlaps: [], earlierTrainings: [], doubleBookings: [] };

/** A sound change of a sound class by seed: the same seed and time, the same change. */
export function generatedChange(seed: number, time: FilingTime): ChangeCase {
  const asking = askings[seed % askings.length];
  if (!asking) throw new RangeError(`no change for ${seed}`);
  const standing = standingAt(seed, time, asking.begun);
  return {
    facts: standing.facts,
    proposal: { ...emptyProposal(standing.facts), ...asking.propose(standing, seed, time) },
    reason: '授课安排与学员情况有变。',
    city: nobody,
  };
}
