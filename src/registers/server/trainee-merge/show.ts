import { sql } from 'kysely';
import { z } from 'zod';
import { actionsFor } from '#kernel/lifecycle';
import type { Instant } from '#platform/clock';
import { type Context, done, missing, query } from '#platform/operation';
import {
  type MergeAction,
  type MergeKind,
  mergeKinds,
  mergeLifecycle,
  mergeRequesters,
  type MergeState,
  mergeStates,
  type NumberDifference,
  numberDifference,
} from '../../domain/person-merge';
import { readers } from '../forms';
import { findConflicts, type MergeConflict } from './conflicts';
import { cardsOf, findPerson, numberOf, type PersonCard, recordsBehind, survivorOf } from './people';

const bureaus = ['countyOfficer', 'countySignatory', 'cityOfficer', 'citySignatory', 'disciplineOfficer'] as const;
const kindForm = z.enum(mergeKinds);
const stateForm = z.enum(mergeStates);
export const personId = z.uuid('编号不正确');
const noPerson = missing('这名学员');

/** A merge or split asked for, and what became of it. */
export interface MergeRow {
  readonly id: string;
  readonly kind: MergeKind;
  readonly state: MergeState;
  readonly keptId: string;
  readonly keptName: string;
  readonly mergedId: string;
  readonly mergedName: string;
  readonly reason: string;
  readonly evidence: string;
  readonly requestedBy: string;
  readonly requestedAt: Instant;
  readonly settledBy: string | undefined;
  readonly settledAt: Instant | undefined;
  readonly settlement: string;
  readonly actions: readonly MergeAction[];
}

export interface MergeFilter {
  readonly state?: MergeState | undefined;
  readonly personIds?: readonly string[] | undefined;
}

/** Requests in the reader’s sight, the newest first. Whoever asked cannot settle; nobody else can take back. */
export async function readMerges(context: Context, { state, personIds }: MergeFilter): Promise<MergeRow[]> {
  const { actor, tx } = context;
  const names = new Map<string, string>();
  let asked = tx.selectFrom('person_merges').selectAll().orderBy('requested_at', 'desc').orderBy('id').limit(200);
  if (state) asked = asked.where('state', '=', state);
  if (personIds) {
    asked = asked.where((where) =>
      where.or([where('kept_id', 'in', [...personIds]), where('merged_id', 'in', [...personIds])]),
    );
  }
  const rows = await asked.execute();
  const ids = rows.flatMap(({ kept_id, merged_id }) => [kept_id, merged_id]);
  if (ids.length > 0) {
    const people = await context.acrossRegions(() =>
      tx.selectFrom('people').select(['id', 'name']).where('id', 'in', ids).execute(),
    );
    for (const { id, name } of people) names.set(id, name);
  }
  return rows.map((row) => {
    const isMine = row.requested_by === actor.userId;
    const actions = actionsFor(mergeLifecycle, stateForm.parse(row.state), actor.role);
    return {
      id: row.id,
      kind: kindForm.parse(row.kind),
      state: stateForm.parse(row.state),
      keptId: row.kept_id,
      keptName: names.get(row.kept_id) ?? '',
      mergedId: row.merged_id,
      mergedName: names.get(row.merged_id) ?? '',
      reason: row.reason,
      evidence: row.evidence,
      requestedBy: row.requested_by_name,
      requestedAt: row.requested_at,
      settledBy: row.settled_by_name ?? undefined,
      settledAt: row.settled_at ?? undefined,
      settlement: row.settlement,
      actions: actions.filter((action) => (action === 'withdraw' ? isMine : !isMine)),
    };
  });
}

export interface TraineeView extends PersonCard {
  /** The record that stands for this one, where it was merged. */
  readonly mergedInto: { readonly id: string; readonly name: string } | undefined;
  readonly behind: readonly PersonCard[];
  readonly merges: readonly MergeRow[];
  readonly mayAsk: boolean;
}

/** 学员档案：一人跨班期，并入的各档归到一处 */
export const showTrainee = query({
  name: 'trainee.show',
  path: '/trainees/:personId',
  title: '学员档案',
  by: readers,
  cites: ['2024.1.2'],
  input: z.object({ personId }),
  isLogged: true,
  async handle(input, context) {
    const row = await findPerson(context, input.personId);
    if (!row) return noPerson;
    context.note({ subject: { type: 'trainee', id: row.id } });
    const survivor = await survivorOf(context, row.id);
    const stands = survivor ? await findPerson(context, survivor) : undefined;
    const behind = await recordsBehind(context, row.id);
    const [card, ...others] = await cardsOf(context, [row, ...behind]);
    if (!card) return noPerson;
    const isBureau = bureaus.some((role) => role === context.actor.role);
    const ids = [row.id, ...behind.map(({ id }) => id)];
    const view: TraineeView = {
      ...card,
      mergedInto: stands ? { id: stands.id, name: stands.name } : undefined,
      behind: others,
      merges: isBureau ? await readMerges(context, { personIds: ids }) : [],
      mayAsk: mergeRequesters.some((role) => role === context.actor.role),
    };
    return done(view);
  },
});

export interface ComparisonView {
  readonly left: PersonCard;
  readonly right: PersonCard;
  readonly difference: NumberDifference;
  readonly isSameName: boolean;
  readonly isSameBirth: boolean;
  readonly conflicts: readonly MergeConflict[];
  /** Why the left one cannot be merged into the right one, or the other way round. */
  readonly whyNotLeft: string | undefined;
  readonly whyNotRight: string | undefined;
}

/** Why the two have to wait: something is asked of them already; undefined when nothing is. */
export async function whyWaiting(context: Context, a: string, b: string): Promise<string | undefined> {
  const both = [a, b];
  const open = await context.acrossRegions(() =>
    context.tx
      .selectFrom('person_merges')
      .select('id')
      .where('state', '=', 'requested')
      .where('kept_id', 'in', both)
      .where('merged_id', 'in', both)
      .executeTakeFirst(),
  );
  return open && '这两档已有一件并档或拆档在等第二人确认，请先办结。';
}

/** Why `merged` cannot be merged into `kept` as things stand; undefined when it can. */
export async function whyNotMerged(context: Context, keptId: string, mergedId: string): Promise<string | undefined> {
  const rows = await context.acrossRegions(() =>
    sql<{ kept: boolean; merged: boolean; stands: boolean }>`select
      exists (select from merged_people where person_id = ${keptId}) as kept,
      exists (select from merged_people where person_id = ${mergedId}) as merged,
      exists (select from merged_people where merged_into = ${mergedId}) as stands`.execute(context.tx),
  );
  const [found] = rows.rows;
  if (found?.merged) return '这一档已经并入别的档，请对它所并入的那一档办理。';
  if (found?.kept) return '要保留的一档已经并入别的档，请选它所并入的那一档。';
  if (found?.stands) return '这一档名下还有并入的档，请把它选为保留的一档。';
  return whyWaiting(context, keptId, mergedId);
}

/** 并档前的比较：两档并排，证号遮盖，只说哪几位不同 */
export const compareTrainees = query({
  name: 'trainee.compare',
  path: '/trainees/:personId/comparison/:otherId',
  title: '比较两名学员的档案',
  by: bureaus,
  cites: ['2024.1.2'],
  input: z.object({ personId, otherId: personId }),
  isLogged: true,
  async handle(input, context) {
    const left = await findPerson(context, input.personId);
    const right = await findPerson(context, input.otherId);
    if (!left || !right || left.id === right.id) return noPerson;
    context.note({ subject: { type: 'trainee', id: left.id }, detail: { compared: right.id } });
    const [first, second] = await cardsOf(context, [left, right]);
    if (!first || !second) return noPerson;
    const view: ComparisonView = {
      left: first,
      right: second,
      difference: numberDifference(numberOf(context, left), numberOf(context, right)),
      isSameName: left.name === right.name,
      isSameBirth: left.birth === right.birth,
      conflicts: await findConflicts(context, left, right),
      whyNotLeft: await whyNotMerged(context, right.id, left.id),
      whyNotRight: await whyNotMerged(context, left.id, right.id),
    };
    return done(view);
  },
});

/** 并档与拆档一览：等第二人确认的在前 */
export const listMerges = query({
  name: 'trainee.merges',
  path: '/trainee-merges',
  title: '并档与拆档一览',
  by: bureaus,
  cites: ['2024.1.2'],
  input: z.object({ state: z.enum(mergeStates, '没有这种状态').optional() }),
  isLogged: true,
  async handle({ state }, context) {
    const rows = await readMerges(context, { state });
    context.note({ detail: { shown: rows.length } });
    return done({ rows });
  },
});
