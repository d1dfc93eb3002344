import { sql } from 'kysely';
import { addDays, type PlainDate } from '#kernel/plain-date';
import type { Services, Transaction } from '#platform/operation';
import { openPage } from '../stages/2-opening/server/index';
import { type ClassPast, keepAttendance } from '../stages/3-attendance/server/index';
import { accountNamed } from './accounts';
import { clerkOf, type Stage } from './acting';
import { type Chance, chanceOf, idOf } from './chance';
import type { PlacedStory } from './city';
import { instantAt } from './days';
import { withDoubtedTeacher } from './doubted-teacher';
import { withRoomPhotos } from './room-photos';
import { hurried } from './telling-doubts';

interface TaughtLesson {
  readonly id: string;
  readonly taught_on: PlainDate;
  readonly starts_minute: number;
  readonly ends_minute: number;
  readonly venue_id: string;
  readonly teacher_id: string | null;
}

interface RosterRow {
  readonly id: string;
  readonly portrait: string | null;
  /** Of the file the portrait was drawn from. */
  readonly digest: Buffer | null;
}

/** How somebody comes to class: most of the time, late, now and then, or no longer after some days. */
type Habit = 'steady' | 'late' | 'seldom' | 'gone';
const habitOf = (at: number): Habit =>
  at % 12 === 5 ? 'late' : at % 15 === 7 ? 'seldom' : at % 20 === 11 ? 'gone' : 'steady';
const missedPercent: Record<Habit, number> = { steady: 3, late: 6, seldom: 32, gone: 0 };

const choiceOf = (at: number): ClassPast['consents'][number]['choice'] | undefined =>
  at % 17 === 16 ? undefined : at === 3 ? 'withdrawn' : at % 5 === 4 ? 'card' : 'face';

const stateOf = (at: number): ClassPast['enrolments'][number]['state'] =>
  at === 1 ? 'returned' : at === 3 ? 'erased' : at % 11 === 10 ? 'captured' : 'confirmed';

/** The first row that has a device’s code, and how many the device at the door of the first institution knows. */
const firstCode = 1001;
const codesAtDoor = 24;

interface Told {
  readonly stage: Stage;
  readonly placed: PlacedStory;
  readonly classId: string;
  readonly startsOn: PlainDate;
  readonly lessons: readonly TaughtLesson[];
  readonly roster: readonly RosterRow[];
}

const readLessons = async (tx: Transaction, classId: string): Promise<TaughtLesson[]> =>
  (
    await sql<TaughtLesson>`select id, taught_on, starts_minute, ends_minute, venue_id, teacher_id from lessons
      where class_id = ${classId} order by taught_on, starts_minute`.execute(tx)
  ).rows;

const readRoster = async (tx: Transaction, classId: string): Promise<RosterRow[]> =>
  (
    await sql<RosterRow>`select r.id, a.file_hash as portrait, a.source_digest as digest from roster_rows r
      left join lateral (select file_hash, source_digest from attachments a where a.class_id = r.class_id
        and a.kind = 'portrait' and a.removed_at is null and (a.row_id = r.id or a.holder_index = r.id_index) limit 1) a
        on true
      where r.class_id = ${classId} and r.withdrawn_on is null order by r.position`.execute(tx)
  ).rows;

/** The photos of a roster by their digests, opened. */
async function openPortraits(services: Services, classId: string, roster: readonly RosterRow[]) {
  const pictures = new Map<string, Buffer>();
  for (const { portrait, digest } of roster) {
    if (!portrait || !digest || pictures.has(portrait)) continue;
    pictures.set(portrait, await openPage(services, { classId, sourceDigest: digest, page: 1, hash: portrait }));
  }
  return pictures;
}

/** Whether the device at the door has seen somebody of the class on a day. */
function isSeenAtDoor(
  { stage, placed, lessons }: Told,
  at: number,
  { taught_on, starts_minute }: TaughtLesson,
): boolean {
  const { institution } = placed;
  const room = institution.lines[0]?.theoryVenue.venueId;
  const days = [-3, -2, -1].map((offset) => stage.city.days.day(offset));
  const isDoorOfClass = institution.index === 0 && lessons.some(({ venue_id }) => venue_id === room);
  return isDoorOfClass && at < codesAtDoor && starts_minute < 12 * 60 && days.includes(taught_on);
}

type Check = ClassPast['checks'][number];

/** One lesson of one trainee: in before or after it begins, out after it ends, or only one of the two. */
function passes(told: Told, at: number, lesson: TaughtLesson, chance: Chance): Omit<Check, 'id'>[] {
  const habit = habitOf(at);
  const isGone = habit === 'gone' && lesson.taught_on > addDays(told.startsOn, 2);
  const early = chance.between(2, 24);
  const late = chance.between(4, 34);
  const [lateComing, forgets, absent] = [chance.isOneOf(60), chance.isOneOf(3), chance.isOneOf(missedPercent[habit])];
  const second = chance.below(60) / 60;
  if (isGone || absent || isSeenAtDoor(told, at, lesson)) return [];
  const comes = lesson.starts_minute + (habit === 'late' && lateComing ? late : -early) + second;
  const leaves = lesson.ends_minute + chance.between(0, 12) + second;
  const row = told.roster[at]?.id ?? '';
  const mark = (direction: 'in' | 'out', minute: number) => ({
    row,
    lessonId: lesson.id,
    stationId: stationOf(told, lesson.taught_on),
    direction,
    way: choiceOf(at) === 'face' && stateOf(at) === 'confirmed' ? ('face' as const) : ('card' as const),
    at: instantAt(lesson.taught_on, minute),
  });
  return [mark('in', comes), ...(forgets ? [] : [mark('out', leaves)])];
}

/** Teachers sign before and after each lesson; one in fifty is forgotten. */
function teachingOf(told: Told, past: readonly TaughtLesson[], now: string): ClassPast['teaching'] {
  const { seed } = told.stage.city;
  return past.flatMap((lesson) => {
    const { id: lessonId, taught_on: day, teacher_id: teacherId } = lesson;
    const chance = chanceOf(seed, 'teaching', told.placed.story.key, lessonId);
    const [early, after, forgot] = [chance.between(3, 15), chance.between(0, 8), chance.isOneOf(2)];
    if (!teacherId || forgot) return [];
    return (['in', 'out'] as const)
      .map((direction) => ({
        id: idOf(seed, 'teaching', lessonId, direction),
        teacherId,
        lessonId,
        stationId: stationOf(told, day),
        direction,
        at: instantAt(day, direction === 'in' ? lesson.starts_minute - early : lesson.ends_minute + after),
      }))
      .filter(({ at }) => at <= now);
  });
}

const stationOf = ({ stage, classId }: Told, day: PlainDate): string => idOf(stage.city.seed, 'station', classId, day);

/** What happened in one class until now. */
function pastOf(told: Told, now: string, pictures: ReadonlyMap<string, Buffer>): ClassPast {
  const { stage, placed, classId, startsOn, lessons, roster } = told;
  const { seed } = stage.city;
  const { region } = placed.institution;
  const past = lessons.filter(({ taught_on, starts_minute }) => instantAt(taught_on, starts_minute - 40) < now);
  const checks = roster.flatMap((_, at) => {
    const chance = chanceOf(seed, 'attendance', placed.story.key, String(at));
    return past.flatMap((lesson) => passes(told, at, lesson, chance)).filter((check) => check.at <= now);
  });
  const before = addDays(startsOn, -1);
  const [consents, enrolments]: [ClassPast['consents'][number][], ClassPast['enrolments'][number][]] = [[], []];
  for (const [at, { id: row, portrait }] of roster.entries()) {
    const choice = choiceOf(at);
    const when = instantAt(before, 9 * 60 + at);
    if (!choice) continue;
    if (choice === 'withdrawn')
      consents.push({ id: idOf(seed, 'consent', classId, row, 'first'), row, choice: 'face', at: when });
    const chosenAt = choice === 'withdrawn' ? instantAt(before, 15 * 60 + at) : when;
    consents.push({ id: idOf(seed, 'consent', classId, row), row, choice, at: chosenAt });
    if (choice === 'card') continue;
    const [capturedAt, decidedAt] = [instantAt(before, 10 * 60 + at), instantAt(before, 16 * 60 + at)];
    const state = stateOf(at);
    const reason = state === 'returned' ? '光线太暗，看不清五官，请重拍。' : '';
    enrolments.push({
      row,
      state,
      capturedAt,
      decidedAt,
      reason,
      picture: portrait ? pictures.get(portrait) : undefined,
    });
  }
  const clerk = clerkOf(placed.institution);
  const officer = `officer.${region.key}`;
  const seen = roster.flatMap(({ id: row }, at) =>
    past.some((lesson) => isSeenAtDoor(told, at, lesson)) ? [{ row, code: String(firstCode + at) }] : [],
  );
  const days = new Map(past.map((lesson) => [lesson.taught_on, lesson]));
  return {
    regionCode: region.code,
    classId,
    clerk: { id: idOf(seed, 'account', clerk), name: accountNamed(clerk).name },
    officer: { id: idOf(seed, 'account', officer), name: accountNamed(officer).name },
    consents,
    enrolments,
    codes: seen,
    stations: [...days].map(([day, { venue_id }]) => ({
      id: stationOf(told, day),
      venueId: venue_id,
      openedAt: instantAt(day, 7 * 60 + 40),
      endsAt: instantAt(day, 23 * 60),
    })),
    teaching: teachingOf(told, past, now),
    checks: checks.map((check, at) => ({ ...check, id: idOf(seed, 'check', classId, String(at)) })),
  };
}

/** A load that was broken off has kept whole classes or none. */
const isKept = async (tx: Transaction, classId: string): Promise<boolean> =>
  (await tx.selectFrom('attendance_consents').select('id').where('class_id', '=', classId).limit(1).execute()).length >
  0;

/** A class whose story has been told, and the product’s own id of it. */
export interface ToldClass {
  readonly placed: PlacedStory;
  readonly classId: string;
}

/** The marks of the classes that are taught on the day of loading, up to that very minute; gives these classes. */
export async function insertAttendance(
  stage: Stage,
  tx: Transaction,
  tellings: Iterable<ToldClass>,
): Promise<ToldClass[]> {
  const { platform, city } = stage;
  const { today } = city.days;
  const now = platform.clock.now();
  const taught: ToldClass[] = [];
  for (const { placed, classId } of tellings) {
    if (placed.story.state !== 'approved') continue;
    const lessons = await readLessons(tx, classId);
    const [first, last] = [lessons[0], lessons.at(-1)];
    if (!first || !last || first.taught_on > today || last.taught_on < today) continue;
    const nth = taught.push({ placed, classId }) - 1;
    if (await isKept(tx, classId)) continue;
    const roster = await readRoster(tx, classId);
    const pictures = await openPortraits(platform.services, classId, roster);
    const told = { stage, placed, classId, startsOn: first.taught_on, lessons, roster };
    const portraits = new Map(roster.map(({ id, portrait }) => [id, portrait ? pictures.get(portrait) : undefined]));
    const held = hurried(pastOf(told, now, pictures), nth);
    const past = await withRoomPhotos(held, today, (row) => portraits.get(row));
    const doubted = { key: placed.story.key, startsOn: first.taught_on, lessons };
    await keepAttendance(tx, platform.services, await withDoubtedTeacher(stage, doubted, past));
  }
  return taught;
}
