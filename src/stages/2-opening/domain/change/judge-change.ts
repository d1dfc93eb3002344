import type { LaterLines } from '#law/figures';
import { type Finding, judge } from '#law/rule';
import { type CityEvidence, noEvidence } from '../city-evidence';
import { judgeOpening } from '../judge-opening';
import type { FilingPart, OpeningFacts } from '../opening';
import { applied, type ChangeProposal, touchedLessons } from './change';
import { changeRules } from './rules';

/** A finding on a change: on the request itself, or on a part of the class as it would be. */
export interface ChangeFinding extends Finding {
  readonly part: FilingPart | 'change';
}

/** What the city knows of the class as it would be; the browser knows nothing of it. */
export type ChangedCity = Pick<OpeningFacts, 'overlaps' | 'earlierTrainings' | 'doubleBookings' | 'city'>;

/** A class as approved, what is asked for, and what the city says of it. */
export interface ChangeCase {
  /** The class as it is, with `filedOn` the day the change is filed. */
  readonly facts: OpeningFacts;
  readonly proposal: ChangeProposal;
  readonly reason: string;
  readonly city: ChangedCity;
}

/** Asked once, when the class was opened; a change has its own notice, and makes no class larger. */
const askedAtOpening = new Set([
  'opening.class-size-advised',
  'opening.filed-in-time',
  'opening.institution-in-good-standing',
  'opening.institution-catalogue',
  'opening.designated',
]);

const unknownCity: ChangedCity = { overlaps: [], earlierTrainings: [], doubleBookings: [], city: noEvidence };

const keyOf = ({ rule, row, field, message }: Finding): string => [rule, row ?? '', field, message].join('\n');

/** What the city tells of who joins; posts, photos and plans were decided when the class was opened. */
const ofJoining = (city: CityEvidence | undefined, joining: ReadonlySet<string>): CityEvidence => {
  const own = <Each extends { readonly row: string }>(each: readonly Each[] = []): Each[] =>
    each.filter(({ row }) => joining.has(row));
  return {
    ...noEvidence,
    enrolments: own(city?.enrolments),
    phones: own(city?.phones),
    teachers: own(city?.teachers),
    teaching: own(city?.teaching),
  };
};

/** The city’s answers that concern this change: what it does not touch has been decided already. */
function concerned({ facts, proposal, city }: ChangeCase): ChangedCity {
  const touched = new Set(touchedLessons(facts.lessons, proposal.lessons).map(({ id }) => id));
  const joining = new Set(proposal.substitutions.map(({ joins }) => joins.id));
  const from = proposal.rosterFrom;
  return {
    overlaps: city.overlaps.flatMap((overlap) => {
      const days = joining.has(overlap.row) && from ? overlap.days.filter((day) => day >= from) : overlap.days;
      return days.length > 0 ? [{ ...overlap, days }] : [];
    }),
    earlierTrainings: city.earlierTrainings.filter(({ row }) => joining.has(row)),
    doubleBookings: city.doubleBookings.filter(({ lessonId }) => touched.has(lessonId)),
    city: ofJoining(city.city, joining),
  };
}

/**
 * The rules of a change, and of the rules of the opening whatever the change newly breaks: what an officer has already
 * accepted of this class is not asked again.
 */
export function judgeChange(asked: ChangeCase, later?: LaterLines): ChangeFinding[] {
  const { proposal, reason } = asked;
  const { attachments: _proofs, ...facts } = asked.facts;
  const own = judge(
    changeRules,
    { filedOn: facts.filedOn, calendar: facts.calendar, current: facts, proposal, reason },
    later,
  );
  const before = new Set(judgeOpening({ ...facts, ...unknownCity }, later).map(keyOf));
  const after = judgeOpening({ ...applied(facts, proposal), ...concerned(asked) }, later);
  return [
    ...own.map((finding): ChangeFinding => ({ ...finding, part: 'change' })),
    ...after.filter((finding) => !askedAtOpening.has(finding.rule) && !before.has(keyOf(finding))),
  ];
}
