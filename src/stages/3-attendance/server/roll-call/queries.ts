import { sql } from 'kysely';
import { z } from 'zod';
import { type Context, done, query, type Reading } from '#platform/operation';
import { findRegion } from '#law/regions';
import { checkInStandings, discrepancyOf } from '../../domain/roll-call/roll-call';
import { boardOf } from '../check-in/board';
import { isRefused } from '../check-in/taught-class';
import { type HeldCall, codeOf, findCall, isComparing, stateOf, type StoredCall } from './call-record';
import { findingsOf } from '../recordings/recording-store';
import { bureau, callId, classId, readers } from './forms';

/** What speaks against an answer is for the bureau alone, as every doubt is. */
const forBureau = ({ actor }: Pick<Context, 'actor'>): boolean => bureau.some((role) => role === actor.role);

const told = (call: StoredCall, { now, actor }: Pick<Context, 'now' | 'actor'>) => ({
  id: call.id,
  classId: call.class_id,
  lesson: call.lesson_words,
  state: stateOf(call, now),
  findings: forBureau({ actor }) ? findingsOf(call) : [],
  isComparing: forBureau({ actor }) && isComparing(call),
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
  async handle(input, context) {
    const { tx, now } = context;
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
        ...told(row, context),
        institution: row.institution,
        region: findRegion(row.region_code)?.name ?? row.region_code,
      })),
    });
  },
});

const standingFrom = (stored: string | undefined) => checkInStandings.find((each) => each === stored) ?? 'missing';

/** Those whom the bureau already has under suspicion, or had, for this lesson. */
async function reportedIn(context: Pick<Context, 'tx' | 'actor'>, { held, call }: HeldCall): Promise<Set<string>> {
  if (!forBureau(context)) return new Set();
  const { rows } = await sql<{ row_id: string }>`select distinct content ->> 'traineeId' as row_id
    from impersonation_events where class_id = ${held.id} and kind = 'report'
      and content ->> 'lessonId' = ${call.lesson_id}::text`.execute(context.tx);
  return new Set(rows.map(({ row_id }) => row_id));
}

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

/** The calls whose pictures show mostly the same; a picture of another county opens for the city alone. */
async function likesOf(context: Pick<Context, 'tx' | 'actor'>, { call }: HeldCall) {
  if (!forBureau(context)) return [];
  const rows = await context.tx
    .selectFrom('roll_call_likenesses as l')
    .leftJoin('roll_calls as other', 'other.id', 'l.other_call_id')
    .select([
      'l.other_call_id',
      'l.other_class_id',
      'l.words',
      'l.shared',
      'l.is_mirrored',
      'other.id',
      'other.called_at',
    ])
    .where('l.call_id', '=', call.id)
    .orderBy('l.shared', 'desc')
    .execute();
  return rows.map((row) => ({
    callId: row.other_call_id,
    classId: row.other_class_id,
    words: row.words,
    shared: row.shared,
    isMirrored: row.is_mirrored,
    calledAt: row.called_at ?? undefined,
    canOpen: row.id !== null,
  }));
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
    const reported = await reportedIn(context, found);
    return done({
      ...told(call, context),
      serverTime: context.now,
      lessonId: call.lesson_id,
      name: held.name,
      institution: held.institution,
      region: held.region,
      hasPicture: isOver,
      headCount: forBureau(context) ? (call.head_count ?? undefined) : undefined,
      likes: await likesOf(context, found),
      // Told to the bureau only when it can no longer be passed on to whoever should be surprised.
      code: isOver ? codeOf(context, call.id) : undefined,
      people: (await peopleOf(context, found)).map((each) => ({ ...each, isReported: reported.has(each.rowId) })),
    });
  },
});
