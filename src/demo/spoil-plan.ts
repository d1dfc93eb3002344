import { addDays } from '#kernel/plain-date';
import { knownCalendar } from '#law/working-years';
import { addWorkingDays } from '#kernel/calendar';
import type { Lesson } from '../stages/2-opening/domain/opening';
import { saturdayFrom } from './days';
import { evening } from './plan';
import type { TeacherTrouble } from './teachers';
import { at, type Spoiler, type Spoiling, withItem } from './spoiling';

/** A spoiler that changes the planted lesson. */
const lesson =
  (change: (lesson: Lesson, spoiling: Spoiling) => Partial<Lesson>): Spoiler =>
  (spoiling) => {
    const { parts, fault } = spoiling;
    const found = at(parts.lessons, fault.row);
    return { ...parts, lessons: withItem(parts.lessons, fault.row, { ...found, ...change(found, spoiling) }) };
  };

/** A teacher of another occupation; the line furthest from this one has no class at the time. */
function strangeTeacher({ placed }: Spoiling): string {
  const stranger = placed.institution.lines.findLast((line) => line.occupation.code !== placed.line.occupation.code);
  if (!stranger) throw new RangeError(`${placed.institution.name} teaches one occupation only`);
  return stranger.theoryTeacher.teacherId;
}

/** A teacher of the institution’s own who may not teach, for the reason given. */
const troubled = (trouble: TeacherTrouble): Spoiler =>
  lesson((_lesson, { placed }) => {
    const found = placed.institution.troubled.find((each) => each.trouble === trouble);
    if (!found) throw new RangeError(`${placed.institution.name} has no such teacher: ${trouble}`);
    return { teacherId: found.teacherId };
  });

/** The afternoon of the next day moved to this day’s evening. */
const overloaded: Spoiler = ({ parts, fault }) => {
  const index = (fault.row ?? 0) + 3;
  const { taughtOn } = at(parts.lessons, fault.row);
  const { startsMinute, endsMinute } = evening;
  const moved = { ...at(parts.lessons, index), taughtOn, startsMinute, endsMinute };
  return { ...parts, lessons: withItem(parts.lessons, index, moved) };
};

/** What another class uses at the hour of this lesson. */
function bookedBy({ fault, earlier }: Spoiling, found: Lesson): Lesson {
  const other = fault.from && earlier(fault.from.story).parts.lessons[fault.from.row];
  if (!other || other.taughtOn !== found.taughtOn || other.startsMinute !== found.startsMinute) {
    throw new RangeError(`${fault.story}: the lessons are not at the same hour`);
  }
  return other;
}

function nextSaturdayOff(from: Lesson['taughtOn']): Lesson['taughtOn'] {
  const saturday = saturdayFrom(from);
  return knownCalendar.isWorkingDay(saturday) ? nextSaturdayOff(addDays(saturday, 1)) : saturday;
}

/** Enough practice turned into theory to fall below half. */
const lessPractice: Spoiler = ({ parts }) => {
  const practice = parts.lessons.filter(({ kind }) => kind === 'practice');
  const turned = new Set(practice.slice(0, Math.ceil(practice.length / 3)));
  const lessons = parts.lessons.map((each): Lesson => (turned.has(each) ? { ...each, kind: 'theory' } : each));
  return { ...parts, lessons };
};

const oneTeacher: Spoiler = ({ parts, placed }) => ({
  ...parts,
  lessons: parts.lessons.map((each) => ({ ...each, teacherId: placed.line.practiceTeacher.teacherId })),
});

/** The words of another institution’s plan, lesson by lesson. */
const copied: Spoiler = ({ parts, fault, earlier }) => {
  const others = fault.from ? earlier(fault.from.story).parts.lessons : [];
  const lessons = parts.lessons.map((each, index) => ({ ...each, content: others[index]?.content ?? each.content }));
  return { ...parts, lessons };
};

/** How each fault of the plan is made. */
export const planSpoilers: Readonly<Record<string, Spoiler>> = {
  'opening.plan-hours': ({ parts }) => ({ ...parts, lessons: parts.lessons.slice(0, -1) }),
  'opening.plan-minutes': lesson(({ startsMinute }) => ({ endsMinute: startsMinute + 120 })),
  'opening.plan-overlap': lesson(({ endsMinute }, { parts, fault }) => ({
    startsMinute: at(parts.lessons, (fault.row ?? 0) - 1).endsMinute - 30,
    endsMinute,
  })),
  'opening.plan-complete': lesson(() => ({ venueId: undefined })),
  'opening.teacher-qualified': lesson((_lesson, spoiling) => ({ teacherId: strangeTeacher(spoiling) })),
  'opening.teacher-serving': troubled('left'),
  'opening.teacher-not-stopped': troubled('stopped'),
  'opening.teacher-qualification-valid': troubled('expired'),
  'opening.teacher-consent': troubled('waiting'),
  'opening.venue-capacity': lesson((_lesson, { placed }) => ({ venueId: placed.institution.smallRoom.venueId })),
  'opening.plan-day-load': overloaded,
  'opening.plan-holiday': lesson((_lesson, { placed }) => ({ taughtOn: nextSaturdayOff(placed.from) })),
  'opening.plan-within-dates': lesson((found, { parts }) => ({
    taughtOn: addWorkingDays(knownCalendar, parts.application.endsOn ?? found.taughtOn, 1),
  })),
  'opening.plan-copied': copied,
  'opening.plan-practice-share': lessPractice,
  'opening.teachers-enough': oneTeacher,
  'opening.resource-free': lesson((found, spoiling) => {
    const other = bookedBy(spoiling, found);
    return spoiling.fault.field === 'teacherId' ? { teacherId: other.teacherId } : { venueId: other.venueId };
  }),
};
