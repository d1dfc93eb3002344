import type { PlainDate } from '#kernel/plain-date';
import { type Level, levels } from '#registers';
import { type Chance, chanceOf } from './chance';
import { corrected } from './correcting';
import { type DemoDays, demoDays, saturdayFrom } from './days';
import { type DemoInstitution, institutionAt, type Line, makeInstitutions } from './institutions';
import { type ClassParts, makeParts, type PartsWish, planOf } from './parts';
import { type PeopleMaker, peopleMaker } from './people';
import { plantedIn } from './planted';
import { returning } from './planted-across';
import { spoil } from './spoil-rest';
import { comeAgain } from './spoil-shared';
import { stories } from './stories';
import type { Story } from './story';

/** A story with its institution, its teachers and rooms, and what is filed. */
export interface PlacedStory {
  readonly story: Story;
  readonly institution: DemoInstitution;
  readonly line: Line;
  readonly level: Level;
  /** The day from which lessons are held. */
  readonly from: PlainDate;
  readonly parts: ClassParts;
  /** The parts after the institution has corrected them. */
  readonly corrected: ClassParts;
}

/** All of the demonstration city, worked out before anything is stored. */
export interface City {
  readonly seed: number;
  readonly days: DemoDays;
  readonly institutions: readonly DemoInstitution[];
  readonly classes: readonly PlacedStory[];
}

interface Booking {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

const lowestLevel = (line: Line): Level => {
  const level = levels.find((each) => line.occupation.hours[each] !== undefined);
  if (level === undefined) throw new RangeError(`${line.occupation.name} has no levels`);
  return level;
};

/** Keeps who teaches when, so that no teacher and no room is used twice without intent. */
function lineBook() {
  const booked = new Map<Line, Booking[]>();
  return {
    isFree: (line: Line, { from, to }: Booking) =>
      (booked.get(line) ?? []).every((other) => other.to < from || to < other.from),
    book: (line: Line, booking: Booking) => booked.set(line, [...(booked.get(line) ?? []), booking]),
  };
}

type Placed = Omit<PlacedStory, 'parts' | 'corrected'>;

interface Making {
  readonly seed: number;
  readonly days: DemoDays;
  readonly people: PeopleMaker;
  readonly institutions: readonly DemoInstitution[];
  readonly book: ReturnType<typeof lineBook>;
  readonly made: Map<string, PlacedStory>;
}

const wishOf = ({ seed, people }: Making, placed: Placed, chance: Chance): PartsWish => ({
  seed,
  story: placed.story,
  level: placed.level,
  line: placed.line,
  from: placed.from,
  chance,
  people,
});

/** Finds the line that holds the class: the one named, else the first that is free and teaches the level. */
function place(making: Making, story: Story, chance: Chance): Placed {
  const institution = institutionAt(making.institutions, story.region, story.index);
  const wanted = making.days.day(story.startsIn);
  const from = story.mode === 'holiday' ? saturdayFrom(wanted) : wanted;
  for (const [number, line] of institution.lines.entries()) {
    const level = story.level ?? lowestLevel(line);
    if (story.line !== undefined && story.line !== number) continue;
    if (line.occupation.hours[level] === undefined) continue;
    const placed = { story, institution, line, level, from };
    const last = planOf(wishOf(making, placed, chance)).at(-1);
    if (!last) continue;
    const booking = { from, to: last.taughtOn };
    if (!making.book.isFree(line, booking)) continue;
    if (story.filledTo !== 'nothing') making.book.book(line, booking);
    return placed;
  }
  throw new RangeError(`${story.key}: no free line at ${institution.name} from ${from}`);
}

function makeClass(making: Making, story: Story): PlacedStory {
  const { seed, people, made } = making;
  const chance = chanceOf(seed, 'class', story.key);
  const placed = place(making, story, chance);
  const earlier = (key: string): PlacedStory => {
    const found = made.get(key);
    if (!found) throw new RangeError(`${story.key} looks for ${key}, which is made later`);
    return found;
  };
  const sound = returning
    .filter((each) => each.story === story.key)
    .reduce<ClassParts>((before, each) => comeAgain(before, each, earlier), makeParts(wishOf(making, placed, chance)));
  const parts = plantedIn(story.key).reduce<ClassParts>(
    (before, fault) => spoil({ fault, parts: before, placed, people, chance, earlier }),
    sound,
  );
  return { ...placed, parts, corrected: corrected(wishOf(making, placed, chance), parts) };
}

/** The same city for the same seed and day. */
export function makeCity(seed: number, today: PlainDate): City {
  const days = demoDays(today);
  const people = peopleMaker();
  const institutions = makeInstitutions(seed, days, people);
  const made = new Map<string, PlacedStory>();
  const making: Making = { seed, days, people, institutions, book: lineBook(), made };
  for (const story of stories) made.set(story.key, makeClass(making, story));
  return { seed, days, institutions, classes: [...made.values()] };
}
