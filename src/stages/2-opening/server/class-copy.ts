import { z } from 'zod';
import { type PlainDate, spokenDay } from '#kernel/plain-date';
import { newId } from '#platform/identifiers';
import { type Context, command, done, missing, refused } from '#platform/operation';
import { isServingOn, isStoppedOn } from '#registers';
import { findInstitutionFacts } from '#registers/server';
import { earliestStart } from '../domain/application-rules';
import type { Lesson } from '../domain/opening';
import { type Booked, copiedDates, copiedPlan, freePlan } from '../domain/plan-copy';
import { finishEditing } from './editing';
import { classId, plainDay } from './forms';
import type { ClassRecord } from './records';
import { findClass, holdClass, readParts, saveApplication, savePlan, savePosts } from './store';

/** Teachers still on the staff and rooms still in the register; the others are left open for the clerk. */
async function stillRegistered(context: Context, record: ClassRecord, lessons: readonly Lesson[], startsOn: PlainDate) {
  const institution = await findInstitutionFacts(context, record.institution_id);
  const teachers = new Map(institution?.teachers.map((teacher) => [teacher.id, teacher]));
  const mayTeach = (id: string): boolean => {
    const teacher = teachers.get(id);
    return teacher !== undefined && isServingOn(teacher, startsOn) && !isStoppedOn(teacher, startsOn);
  };
  const venues = new Set(institution?.venues.map(({ id }) => id));
  const kept = (known: ReadonlySet<string>, id: string | undefined) => (id && known.has(id) ? id : undefined);
  return {
    venue: (id: string | undefined) => kept(venues, id),
    lessons: lessons.map((lesson) => ({
      ...lesson,
      teacherId: lesson.teacherId && mayTeach(lesson.teacherId) ? lesson.teacherId : undefined,
      venueId: kept(venues, lesson.venueId),
    })),
  };
}

/** Lessons from a day on in which teachers and rooms of the institution are already held by filed or approved classes. */
async function bookedFrom({ tx }: Context, { institution_id }: ClassRecord, day: PlainDate): Promise<Booked[]> {
  const rows = await tx
    .selectFrom('lessons')
    .innerJoin('training_classes as held', (join) =>
      join.onRef('held.region_code', '=', 'lessons.region_code').onRef('held.id', '=', 'lessons.class_id'),
    )
    .select(['taught_on', 'starts_minute', 'ends_minute', 'teacher_id', 'venue_id'])
    .where('held.institution_id', '=', institution_id)
    .where('held.state', 'in', ['filed', 'verified', 'approved'])
    .where('taught_on', '>=', day)
    .execute();
  return rows.map((row) => ({
    taughtOn: row.taught_on,
    startsMinute: row.starts_minute,
    endsMinute: row.ends_minute,
    teacherId: row.teacher_id ?? undefined,
    venueId: row.venue_id ?? undefined,
  }));
}

/** 沿用上期: a new draft from a former class of one’s own, without its trainees. */
export const copyClass = command({
  name: 'class.copy',
  path: '/classes/:classId/copy',
  title: '沿用上期新建班期',
  by: ['institutionClerk', 'institutionPrincipal'],
  cites: ['2021.3', '2024.1.1'],
  input: z.object({ classId, startsOn: plainDay.optional() }),
  async handle(input, context) {
    const former = await findClass(context, input.classId);
    if (!former) return missing('这个班期');
    const { regionCode, institutionId, userId } = context.actor;
    if (!regionCode || institutionId !== former.institution_id) return missing('这个班期');
    const earliest = earliestStart(context.calendar, context.today, context.laterFigures);
    const startsFrom = input.startsOn ?? earliest;
    if (startsFrom < earliest)
      return refused(`今天申报，最早可在${spokenDay(earliest, context.today)}开班，请改开班日期。`, 'invalid');
    const parts = await readParts(context, former);
    const ordered = [...parts.lessons].sort(
      (a, b) => a.taughtOn.localeCompare(b.taughtOn) || a.startsMinute - b.startsMinute,
    );
    const { lessons: free, venue } = await stillRegistered(context, former, ordered, startsFrom);
    const lessons = input.startsOn
      ? copiedPlan(free, startsFrom, context.calendar, newId)
      : freePlan(free, startsFrom, context.calendar, await bookedFrom(context, former, startsFrom), newId);
    const { theoryVenueId, practiceVenueId } = parts.application;
    const id = newId();
    await context.tx
      .insertInto('training_classes')
      .values({
        region_code: regionCode,
        id,
        institution_id: institutionId,
        state: 'drafted',
        created_by: userId,
        created_at: context.now,
        changed_at: context.now,
      })
      .execute();
    const record = await holdClass(context, id);
    if (!record) throw new Error(`class ${id} vanished while being made`);
    await saveApplication(context, record, {
      ...parts.application,
      ...copiedDates(parts.application, lessons, context.calendar),
      theoryVenueId: venue(theoryVenueId),
      practiceVenueId: venue(practiceVenueId),
    });
    await savePlan(context, record, lessons);
    const first = lessons[0]?.taughtOn ?? startsFrom;
    const valid = parts.posts.filter(({ validUntil }) => !validUntil || validUntil >= first);
    await savePosts(
      context,
      record,
      valid.map((post) => ({ ...post, id: newId() })),
    );
    await finishEditing(context, record);
    return done({ classId: id, droppedPosts: parts.posts.length - valid.length });
  },
});
