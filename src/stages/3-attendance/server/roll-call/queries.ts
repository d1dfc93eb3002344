import { z } from 'zod';
import { done, query, type Reading } from '#platform/operation';
import { findRegion } from '#law/regions';
import { checkInStandings, discrepancyOf } from '../../domain/roll-call/roll-call';
import { boardOf } from '../check-in/board';
import { isRefused } from '../check-in/taught-class';
import { type HeldCall, codeOf, findCall, stateOf, type StoredCall } from './call-record';
import { callId, classId, readers } from './forms';

const told = (call: StoredCall, now: string) => ({
  id: call.id,
  classId: call.class_id,
  lesson: call.lesson_words,
  state: stateOf(call, now),
  version: call.version,
  calledBy: call.called_by_name,
  calledAt: call.called_at,
  dueAt: call.due_at,
  openedBy: call.opened_by_name ?? undefined,
  openedAt: call.opened_at ?? undefined,
  answeredBy: call.answered_by_name ?? undefined,
  answeredAt: call.answered_at ?? undefined,
  reviewedBy: call.reviewed_by_name ?? undefined,
  reviewedAt: call.reviewed_at ?? undefined,
  note: call.review_note,
});

/** 抽查点名一览，最近的在前 */
export const listRollCalls = query({
  name: 'roll-call.list',
  path: '/roll-calls',
  title: '抽查点名',
  by: readers,
  cites: ['2021.4.1', '2024.2.1.2'],
  input: z.object({ classId: classId.optional() }),
  async handle(input, { tx, now }) {
    const { classId: of } = input;
    const rows = await tx
      .selectFrom('roll_calls')
      .innerJoin('institutions', 'institutions.id', 'roll_calls.institution_id')
      .selectAll('roll_calls')
      .select('institutions.name as institution')
      .$if(of !== undefined, (some) => some.where('class_id', '=', of ?? ''))
      .orderBy('called_at', 'desc')
      .limit(200)
      .execute();
    return done({
      serverTime: now,
      rows: rows.map((row) => ({
        ...told(row, now),
        institution: row.institution,
        region: findRegion(row.region_code)?.name ?? row.region_code,
      })),
    });
  },
});

const standingFrom = (stored: string | undefined) => checkInStandings.find((each) => each === stored) ?? 'missing';

/** Everybody asked about: what was told, what the check-ins said then, and what they say now. */
async function peopleOf(context: Reading, { held, call }: HeldCall) {
  const { arrivals } = await boardOf(context, held);
  const answers = await context.tx
    .selectFrom('roll_call_answers')
    .innerJoin('roster_rows as r', (join) =>
      join
        .onRef('r.region_code', '=', 'roll_call_answers.region_code')
        .onRef('r.class_id', '=', 'roll_call_answers.class_id')
        .onRef('r.id', '=', 'roll_call_answers.row_id'),
    )
    .select(['row_id', 'is_present', 'roll_call_answers.reason', 'checked_in', 'r.name'])
    .where('call_id', '=', call.id)
    .orderBy('r.position')
    .execute();
  if (answers.length === 0)
    return arrivals.map(({ rowId, name, standing }) => ({
      rowId,
      name,
      now: standing,
      told: undefined,
    }));
  const standing = new Map(arrivals.map((each) => [each.rowId, each.standing]));
  return answers.map(({ row_id, name, is_present, reason, checked_in }) => {
    const answer = { isPresent: is_present, reason, checkedIn: standingFrom(checked_in) };
    return {
      rowId: row_id,
      name,
      now: standing.get(row_id) ?? ('missing' as const),
      told: { ...answer, discrepancy: discrepancyOf(answer) },
    };
  });
}

/** 一次抽查点名：机构作答前看名册，作答后与签到对照 */
export const showRollCall = query({
  name: 'roll-call.show',
  path: '/classes/:classId/roll-calls/:callId',
  title: '一次抽查点名',
  by: readers,
  cites: ['2021.4.1', '2024.2.1.2'],
  input: z.object({ classId, callId }),
  async handle(input, context) {
    const found = await findCall(context, input);
    if (isRefused(found)) return found;
    const { held, call } = found;
    const isOver = call.answered_at !== null;
    return done({
      ...told(call, context.now),
      serverTime: context.now,
      lessonId: call.lesson_id,
      name: held.name,
      institution: held.institution,
      region: held.region,
      hasPicture: isOver,
      // Told to the bureau only when it can no longer be passed on to whoever should be surprised.
      code: isOver ? codeOf(context, call.id) : undefined,
      people: await peopleOf(context, found),
    });
  },
});
