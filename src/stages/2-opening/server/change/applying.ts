import { type SqlBool, sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Context } from '#platform/operation';
import { applied, type ChangeProposal, firstTouchedDay, leavers } from '../../domain/change/change';
import type { Lesson } from '../../domain/opening';
import { slotsOf } from '../../domain/slots';
import type { ClassRecord } from '../records';
import { enterPeople } from '../slots';
import { type FilingParts, lessonValues, personIndex, rosterValues } from '../store';
import { addVersion, readVersions } from './store';
import type { TakenChange } from './taking';

const inOrder = (lessons: readonly Lesson[]): Lesson[] =>
  [...lessons].sort((a, b) => a.taughtOn.localeCompare(b.taughtOn) || a.startsMinute - b.startsMinute);

/** Puts the plan in place lesson by lesson: what is kept keeps its row, and nothing before `from` is touched. */
async function replaceLessons({ tx }: Context, record: ClassRecord, lessons: readonly Lesson[], from: PlainDate) {
  const kept = lessons.map(({ id }) => id);
  await tx
    .deleteFrom('lessons')
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .where('taught_on', '>=', from)
    .where(sql<SqlBool>`not (id = any(${kept}::uuid[]))`)
    .execute();
  const values = inOrder(lessons).map((lesson, position) => lessonValues(record, lesson, position));
  if (values.length === 0) return;
  await tx
    .insertInto('lessons')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['region_code', 'class_id', 'id']).doUpdateSet((row) => ({
        position: row.ref('excluded.position'),
        taught_on: row.ref('excluded.taught_on'),
        starts_minute: row.ref('excluded.starts_minute'),
        ends_minute: row.ref('excluded.ends_minute'),
        lesson_hours: row.ref('excluded.lesson_hours'),
        kind: row.ref('excluded.kind'),
        content: row.ref('excluded.content'),
        teacher_id: row.ref('excluded.teacher_id'),
        venue_id: row.ref('excluded.venue_id'),
      })),
    )
    .execute();
}

/** Marks who leaves and enters who joins; rows and history stay. False when somebody is no longer in the class. */
async function changeRoster(context: Context, { record, change }: TakenChange, proposal: ChangeProposal) {
  const day = proposal.rosterFrom;
  const leaving = leavers(proposal);
  if (leaving.length === 0 || !day) return true;
  const left = await context.tx
    .updateTable('roster_rows')
    .set({ withdrawn_on: day, withdrawn_by: change.id })
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .where('id', 'in', leaving)
    .where('withdrawn_on', 'is', null)
    .executeTakeFirst();
  if (left.numUpdatedRows !== BigInt(leaving.length)) return false;
  const last = await context.tx
    .selectFrom('roster_rows')
    .select((row) => row.fn.max('position').as('position'))
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .executeTakeFirst();
  const joining = proposal.substitutions.map(({ joins }, at) => ({
    ...rosterValues(context, record, joins, (last?.position ?? 0) + 1 + at),
    joined_on: day,
    joined_by: change.id,
  }));
  if (joining.length > 0) await context.tx.insertInto('roster_rows').values(joining).execute();
  return true;
}

/**
 * Books the time of everyone in the class anew from `from` on, of those who join from the day they do; the past stays.
 * False when another class has taken some of it.
 */
async function rebook(
  context: Context,
  record: ClassRecord,
  after: FilingParts,
  proposal: ChangeProposal,
  from: PlainDate,
) {
  const joining = new Set(proposal.substitutions.map(({ joins }) => joins.id));
  const people = after.roster.flatMap((row) => {
    const key = personIndex(context, row.cells.id);
    return key ? [{ key, since: joining.has(row.id) ? (proposal.rosterFrom ?? from) : from }] : [];
  });
  const leaving = proposal.rosterFrom ?? from;
  const slots = slotsOf(after.lessons.filter(({ taughtOn }) => taughtOn >= from));
  const wanted = people.reduce((sum, { since }) => sum + slots.filter(({ day }) => day >= since).length, 0);
  const staying = people.map(({ key }) => key);
  return context.acrossRegions(async () => {
    await sql`delete from person_slots where class_id = ${record.id} and day >= ${from}
      and (person_index in (select same_person(one) from unnest(${staying}::bytea[]) as one) or day >= ${leaving})`.execute(
      context.tx,
    );
    const booked = await sql`with people as materialized (select standing_person(person) as stands, since
        from unnest(${staying}::bytea[], ${people.map(({ since }) => since)}::date[]) as given(person, since))
      insert into person_slots (person_index, day, part, region_code, class_id)
      select stands, day, part, ${record.region_code}, ${record.id}::uuid from people
      join unnest(${slots.map(({ day }) => day)}::date[], ${slots.map(({ part }) => part)}::smallint[]) as slot(day, part)
        on slot.day >= people.since
      order by stands, day, part on conflict do nothing`.execute(context.tx);
    return booked.numAffectedRows === BigInt(wanted);
  });
}

export type Applied = 'applied' | 'roster-moved' | 'time-taken' | 'plan-moved';

/** Carries an approved change out: plan, roster, time and numbers, from the first day it touches. */
export async function applyChange(
  context: Context,
  taken: TakenChange,
  parts: FilingParts,
  proposal: ChangeProposal,
  from: PlainDate,
): Promise<Applied> {
  const { record, change } = taken;
  const versions = await readVersions(context, record);
  const latest = versions.at(-1)?.version ?? 0;
  if (latest !== change.base_version) return 'plan-moved';
  const after = applied(parts, proposal);
  if (!(await changeRoster(context, taken, proposal))) return 'roster-moved';
  const planFrom = firstTouchedDay(parts.lessons, proposal.lessons);
  if (planFrom) {
    await replaceLessons(context, record, proposal.lessons, planFrom);
    const lessons = inOrder(proposal.lessons);
    await addVersion(context, record, { version: latest + 1, fromDay: planFrom, lessons, changeId: change.id });
  }
  const joining = proposal.substitutions.map(({ joins }) => joins);
  await enterPeople(context, { ...after, roster: joining });
  if (!(await rebook(context, record, after, proposal, from))) return 'time-taken';
  const { application } = after;
  await context.tx
    .updateTable('training_classes')
    .set({
      starts_on: application.startsOn ?? null,
      ends_on: application.endsOn ?? null,
      final_exam_on: application.finalExamOn ?? null,
      skills_assessment_on: application.skillsAssessmentOn ?? null,
      theory_venue_id: application.theoryVenueId ?? null,
      practice_venue_id: application.practiceVenueId ?? null,
      trainee_count: after.roster.length,
      version: record.version + 1,
      changed_at: context.now,
    })
    .where('region_code', '=', record.region_code)
    .where('id', '=', record.id)
    .execute();
  return 'applied';
}
