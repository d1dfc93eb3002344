import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type PlainDate, plainDate } from '../src/kernel/plain-date';
import { soundParts, type TestPerson, workingDayAfter } from '../src/stages/2-opening/server/testing-filings';

/** What an institution of the demonstration says of itself to its own clerk. */
export const ownForm = z.object({
  id: z.uuid(),
  designations: z.array(z.object({ occupationCode: z.string(), level: z.number() })),
  teachers: z.array(
    z.object({
      id: z.uuid(),
      occupationCode: z.string(),
      level: z.number(),
      leftOn: z.string().optional(),
      stoppedOn: z.string().optional(),
      outsideEmployer: z.object({ name: z.string() }).optional(),
      qualifications: z.array(z.object({ validUntil: z.string().optional() })).optional(),
    }),
  ),
  venues: z.array(z.object({ id: z.uuid(), kind: z.string(), capacity: z.number() })),
  catalogue: z.array(z.object({ occupationCode: z.string(), level: z.number(), requiredHours: z.number() })),
});
type Own = z.output<typeof ownForm>;

/** On the staff, employed here, with papers that do not run out. */
const isFree = ({ leftOn, stoppedOn, outsideEmployer, qualifications = [] }: Own['teachers'][number]): boolean =>
  !leftOn && !stoppedOn && !outsideEmployer && qualifications.every(({ validUntil }) => !validUntil);

function chosen({ designations, teachers, venues, catalogue }: Own) {
  for (const entry of catalogue) {
    const holds = designations.some(
      ({ occupationCode, level }) => occupationCode === entry.occupationCode && level === entry.level,
    );
    const able = teachers.filter(
      (each) => isFree(each) && each.occupationCode === entry.occupationCode && each.level <= entry.level,
    );
    const room = (kind: string) => venues.find((venue) => venue.kind === kind && venue.capacity >= 12);
    const [first, second] = able;
    const [theory, practice] = [room('theory'), room('practice')];
    if (holds && first && second && theory && practice)
      return { entry, teachers: [first, second], rooms: [theory, practice] } as const;
  }
  throw new RangeError('the institution can open no class');
}

/** A sound class of the institution with its full hours, eight a day from `first` on. */
export function longParts(own: Own, first: PlainDate, people: readonly TestPerson[]) {
  const { entry, teachers, rooms } = chosen(own);
  const days: PlainDate[] = [first];
  while (days.length * 8 < entry.requiredHours) days.push(workingDayAfter(days.at(-1) ?? first, 1));
  const school = {
    teacherIds: [teachers[0].id, teachers[1].id],
    venueIds: [rooms[0].id, rooms[1].id],
  } as const;
  const [one] = days.map((day) => soundParts(school, day, people));
  if (!one) throw new RangeError('no days');
  const last = days.at(-1) ?? first;
  const dates = { startsOn: first, endsOn: last, finalExamOn: last, skillsAssessmentOn: last };
  return {
    ...one,
    application: { ...one.application, ...dates, occupationCode: entry.occupationCode, level: entry.level },
    lessons: days.flatMap((day) => soundParts(school, day, []).lessons),
    posts: one.posts.map((post) => ({ ...post, id: randomUUID(), validUntil: plainDate('2028-12-31') })),
  };
}
