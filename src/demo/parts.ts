import { addWorkingDays } from '#kernel/calendar';
import type { PlainDate } from '#kernel/plain-date';
import { knownCalendar } from '#law/working-years';
import type { Level } from '#registers';
import type { Application, JobPost, Lesson } from '../stages/2-opening/domain/opening';
import type { RosterRow } from '../stages/2-opening/domain/roster/row';
import { type Chance, idOf } from './chance';
import type { Line } from './institutions';
import type { PeopleMaker } from './people';
import { makePlan } from './plan';
import { makePosts } from './posts';
import { makeRoster } from './roster';
import type { Story } from './story';
import { demoRegions, regionOf } from './places';

/** What a class is filed with. */
export interface ClassParts {
  readonly application: Application;
  readonly lessons: readonly Lesson[];
  readonly roster: readonly RosterRow[];
  readonly posts: readonly JobPost[];
  /** What trainees show otherwise than as usual, by row. */
  readonly shown?: Readonly<Record<string, ShownOtherwise>>;
}

/** A trainee’s photo or papers, where they are not its own photo, identity card and the paper of its category. */
export interface ShownOtherwise {
  /** No photo, one too small, or the one of the person with this number. */
  readonly photo?: 'none' | 'small' | { readonly of: string; readonly sex: string };
  readonly papers?: readonly string[];
}

export interface PartsWish {
  readonly seed: number;
  readonly story: Story;
  readonly level: Level;
  readonly line: Line;
  /** The first day from which lessons may be held. */
  readonly from: PlainDate;
  readonly chance: Chance;
  readonly people: PeopleMaker;
}

/** Working days from the final exam to the skills assessment. */
const assessmentDelay = 5;

export function planOf({ seed, story, level, line, from }: PartsWish): Lesson[] {
  const totalHours = line.occupation.hours[level];
  if (totalHours === undefined) throw new RangeError(`${story.key}: ${line.occupation.name} has no level ${level}`);
  return makePlan({
    line,
    mode: story.mode ?? 'daytime',
    startsOn: from,
    totalHours,
    style: demoRegions.findIndex(({ key }) => key === story.region) * 2 + story.index,
    idOf: (index) => idOf(seed, story.key, 'lesson', String(index)),
  });
}

function applicationOf({ story, level, line, chance, people }: PartsWish, lessons: readonly Lesson[]): Application {
  const endsOn = lessons.at(-1)?.taughtOn;
  return {
    occupationCode: line.occupation.code,
    level,
    startsOn: lessons[0]?.taughtOn,
    endsOn,
    finalExamOn: endsOn,
    skillsAssessmentOn: endsOn && addWorkingDays(knownCalendar, endsOn, assessmentDelay),
    classMode: story.mode ?? 'daytime',
    theoryVenueId: line.theoryVenue.venueId,
    practiceVenueId: line.practiceVenue.venueId,
    classLeadName: chance.pick([line.theoryTeacher.name, line.practiceTeacher.name]),
    classLeadPhone: people.phone(),
  };
}

/** A sound filing for the story, as far as it has been filled in. */
export function makeParts(wish: PartsWish): ClassParts {
  const { seed, story, line, chance, people } = wish;
  const lessons = planOf(wish);
  const [first, last] = [lessons[0], lessons.at(-1)];
  if (!first || !last) throw new RangeError(`${story.key} has no lessons`);
  const region = regionOf(story.region);
  const posts = makePosts(chance, people, {
    region,
    occupation: line.occupation,
    trainees: story.size,
    endsOn: last.taughtOn,
    idOf: (index) => idOf(seed, story.key, 'post', String(index)),
  });
  const roster = makeRoster(chance, people, { region, startsOn: first.taughtOn }, story.size);
  const hasPosts = story.filledTo === 'posts' || story.filledTo === 'roster';
  return {
    application: applicationOf(wish, lessons),
    lessons,
    posts: hasPosts ? posts : [],
    roster: story.filledTo === 'roster' ? roster : [],
  };
}
