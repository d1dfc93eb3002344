import { z } from 'zod';
import { sql } from 'kysely';
import { actionsFor } from '#kernel/lifecycle';
import { findRegion } from '#law/regions';
import { type Context, done, query, type Reading } from '#platform/operation';
import { correctionLifecycle, leaveLifecycle } from '../../domain/lifecycle';
import { clockOf, localMinuteOf, spokenLesson, startOf } from '../../domain/lesson-times';
import { classNameOf, isRefused, lessonsOf, type PlannedLesson, taughtClass } from '../check-in/taught-class';
import { isOnRosterOn, traineesOf } from '../check-in/trainees';
import { classId, readers } from './forms';
import {
  correctionOf,
  correctionsOf,
  correctionStateOf,
  leaveOf,
  leavesOf,
  leaveStateOf,
  type StoredCorrection,
  type StoredLeave,
} from './store';

/** Who asked may not decide; the table says who else may. */
const mayDecide = ({ actor }: Pick<Context, 'actor'>, asked: { readonly requested_by: string }, action: string) =>
  action === 'withdraw' ? actor.role === 'institutionClerk' : asked.requested_by !== actor.userId;

const seenLeave = (context: Context, names: ReadonlyMap<string, string>) => (row: StoredLeave) => ({
  id: row.id,
  rowId: row.row_id,
  trainee: names.get(row.row_id) ?? '',
  kind: leaveOf(row).kind,
  from: row.from_at,
  to: row.to_at,
  reason: row.reason,
  state: leaveStateOf(row),
  version: row.version,
  requestedBy: row.requested_by_name,
  requestedAt: row.requested_at,
  decidedBy: row.decided_by_name ?? undefined,
  decidedAt: row.decided_at ?? undefined,
  decisionReason: row.decision_reason,
  actions: actionsFor(leaveLifecycle, leaveStateOf(row), context.actor.role).filter((action) =>
    mayDecide(context, row, action),
  ),
});

const seenCorrection =
  (context: Context, names: ReadonlyMap<string, string>, lessons: ReadonlyMap<string, PlannedLesson>) =>
  (row: StoredCorrection) => ({
    id: row.id,
    rowId: row.row_id,
    trainee: names.get(row.row_id) ?? '',
    lesson: spokenLesson(lessons.get(row.lesson_id), context.today),
    direction: correctionOf(row).direction,
    at: row.at,
    reason: row.reason,
    state: correctionStateOf(row),
    version: row.version,
    requestedBy: row.requested_by_name,
    requestedAt: row.requested_at,
    endorsedBy: row.endorsed_by_name ?? undefined,
    decidedBy: row.decided_by_name ?? undefined,
    decidedAt: row.decided_at ?? undefined,
    decisionReason: row.decision_reason,
    actions: actionsFor(correctionLifecycle, correctionStateOf(row), context.actor.role).filter((action) =>
      mayDecide(context, row, action),
    ),
  });

/** 一期的请假与补签 */
export const listAbsences = query({
  name: 'absence.list',
  path: '/classes/:classId/absences',
  title: '请假与补签',
  by: readers,
  cites: ['2021.4.1'],
  input: z.object({ classId }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const trainees = await traineesOf(context, held);
    const names = new Map(trainees.map(({ rowId, name }) => [rowId, name]));
    const lessons = (await lessonsOf(context, [held.id])).get(held.id) ?? [];
    const planned = new Map(lessons.map((lesson) => [lesson.id, lesson]));
    const papers = await context.tx
      .selectFrom('absence_papers')
      .select(['id', 'subject_id as of', 'title', 'page_count as pages'])
      .where('region_code', '=', held.regionCode)
      .where('class_id', '=', held.id)
      .where('subject_id', 'is not', null)
      .orderBy('added_at')
      .execute();
    const minute = localMinuteOf(Date.parse(context.now));
    return done({
      leaves: (await leavesOf(context, held)).map(seenLeave(context, names)),
      corrections: (await correctionsOf(context, held)).map(seenCorrection(context, names, planned)),
      papers: papers.map(({ id, of, title, pages }) => ({ id, of: of ?? '', title, pages })),
      trainees: trainees
        .filter((trainee) => isOnRosterOn(trainee, context.today))
        .map(({ rowId, name }) => ({ id: rowId, name })),
      lessons: lessons.map((lesson) => ({
        id: lesson.id,
        words: spokenLesson(lesson, context.today),
        day: lesson.taughtOn,
        from: clockOf(startOf(lesson)),
        to: clockOf(startOf(lesson) + lesson.endsMinute - lesson.startsMinute),
        isOver: startOf(lesson) + lesson.endsMinute - lesson.startsMinute <= minute,
      })),
    });
  },
});

interface WaitingRow {
  readonly class_id: string;
  readonly region_code: string;
  readonly institution: string;
  readonly occupation: string;
  readonly level: number;
  readonly class_number: number;
  readonly leaves: number;
  readonly corrections: number;
  readonly oldest: string;
}

/** Classes in which something waits for this reader, the longest waiting first. */
export async function waitingAbsences({ tx, actor }: Pick<Reading, 'tx'> & Pick<Context, 'actor'>) {
  const leaveState = actor.role === 'institutionPrincipal' ? 'requested' : '';
  const correctionState =
    actor.role === 'institutionPrincipal' ? 'requested' : actor.role === 'countyOfficer' ? 'endorsed' : '';
  if (!leaveState && !correctionState) return [];
  const { rows } = await sql<WaitingRow>`
    with waiting as (
      select region_code, class_id, 1 as leaves, 0 as corrections, requested_at from attendance_leaves
        where state = ${leaveState}
      union all
      select region_code, class_id, 0, 1, requested_at from attendance_corrections where state = ${correctionState})
    select w.class_id, w.region_code, i.name as institution, o.name as occupation, c.level, c.class_number,
      sum(w.leaves)::int as leaves, sum(w.corrections)::int as corrections, min(w.requested_at) as oldest
    from waiting w join training_classes c on c.region_code = w.region_code and c.id = w.class_id
      join institutions i on i.id = c.institution_id join occupations o on o.code = c.occupation_code
    group by 1, 2, 3, 4, 5, 6 order by oldest limit 200`.execute(tx);
  return rows.map((row) => ({
    classId: row.class_id,
    name: classNameOf(row),
    institution: row.institution,
    region: findRegion(row.region_code)?.name ?? row.region_code,
    leaves: row.leaves,
    corrections: row.corrections,
    oldest: row.oldest,
  }));
}

/** 待审批的请假与补签，按班 */
export const listWaitingAbsences = query({
  name: 'absence.waiting',
  path: '/absences/waiting',
  title: '待审批的请假与补签',
  by: readers,
  cites: ['2021.4.1'],
  input: z.object({}),
  handle: async (_input, context) => done({ rows: await waitingAbsences(context) }),
});
