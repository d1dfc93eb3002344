import { type PlainDate, plainDate, spokenDay } from '#kernel/plain-date';
import { type Place, rule } from '#law/rule';
import type { Venue } from '#registers';
import type { Lesson, OpeningFacts } from './opening';

const since2024 = plainDate('2024-07-18');
const filedOn = (facts: OpeningFacts): PlainDate => facts.filedOn;

export const enoughTeachers = rule({
  id: 'opening.teachers-enough',
  title: '教师配备',
  cites: ['2024.1.2'],
  severity: 'warns',
  from: since2024,
  governedBy: filedOn,
  check({ lessons }: OpeningFacts, figure) {
    const count = new Set(lessons.flatMap((lesson) => (lesson.teacherId ? [lesson.teacherId] : []))).size;
    return lessons.length > 0 && count < figure('teachersAdvised') ? [{ field: 'teacherId', count }] : [];
  },
  says: ({ count }) => `全班只安排了 ${count} 名教师；理论和实习指导通常各有一名。`,
  fix: () => '请增加授课教师，或在核查时说明。',
});

type VenueFault =
  | { readonly fault: 'small'; readonly name: string; readonly capacity: number; readonly trainees: number }
  | { readonly fault: 'closed'; readonly name: string; readonly closedOn: PlainDate; readonly filed: PlainDate }
  | { readonly fault: 'unchecked'; readonly name: string };

/** The first lesson in each room, and the first on each room’s closed days. */
function faultsOf(venue: Venue, { lessons, roster, filedOn: filed }: OpeningFacts): (Place & VenueFault)[] {
  const used = lessons.filter((lesson) => lesson.venueId === venue.id);
  const [first] = used;
  if (!first) return [];
  const { name, capacity, closedOn, awaitsCheck } = venue;
  const at = (lesson: Lesson): Place => ({ field: 'venueId', row: lesson.id });
  const late = closedOn && used.find((lesson) => lesson.taughtOn >= closedOn);
  return [
    ...(capacity < roster.length
      ? [{ ...at(first), fault: 'small' as const, name, capacity, trainees: roster.length }]
      : []),
    ...(late && closedOn ? [{ ...at(late), fault: 'closed' as const, name, closedOn, filed }] : []),
    ...(awaitsCheck ? [{ ...at(first), fault: 'unchecked' as const, name }] : []),
  ];
}

export const venueHolds = rule<OpeningFacts, VenueFault>({
  id: 'opening.venue-capacity',
  title: '场地容量与可用',
  cites: ['2024.1.2'],
  severity: 'blocks',
  from: since2024,
  governedBy: filedOn,
  check: (facts) => facts.institution.venues.flatMap((venue) => faultsOf(venue, facts)),
  says(breach) {
    if (breach.fault === 'small') return `${breach.name}容纳 ${breach.capacity} 人，本班 ${breach.trainees} 人。`;
    if (breach.fault === 'closed') return `${breach.name}自${spokenDay(breach.closedOn, breach.filed)}起停用。`;
    return `${breach.name}还没有经县（市、区）人社局核定。`;
  },
  fix: ({ fault }) =>
    ({
      small: '请换更大的场地，或减少学员。',
      closed: '请换在用的场地，或把停用日之后的课改期。',
      unchecked: '请换已核定的场地，或请县（市、区）人社局先核定。',
    })[fault],
});
