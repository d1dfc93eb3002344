import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { maskName } from '#law/masks';
import { city } from '#law/regions';
import type { PersonMergesTable } from '#platform/database/tables';
import { newId } from '#platform/identifiers';
import { tell } from '#platform/messages';
import { type Context, command, done, missing, type Refused, refused } from '#platform/operation';
import { mergeKindNames, mergeLifecycle, mergeRequesters } from '../../domain/person-merge';
import { noteKept } from '../register-history';
import { keptRemark } from '../text-forms';
import { findConflicts } from './conflicts';
import { findPerson, type PersonRecord, survivorOf } from './people';
import { personId, whyNotMerged, whyWaiting } from './show';

type MergeRecord = Selectable<PersonMergesTable>;
const cites = ['2024.1.2'] as const;
const mergeId = z.uuid('编号不正确');
const noPerson = missing('这名学员');
const noMerge = missing('这件并档');
const settled = refused('这件并档刚被别人办结，请刷新查看。', 'conflict');

const reason = keptRemark(200, '请写明为什么是同一个人');
const evidence = keptRemark(300, '请写明核实的依据，如查看了哪些证件、由谁核实');

const isRefused = (value: object): value is Refused => 'outcome' in value && value.outcome === 'refused';

/** Holds both records until the transaction ends, in one order for all, so that two merges take turns. */
async function holdBoth(context: Context, a: string, b: string): Promise<PersonRecord[]> {
  return context.acrossRegions(() =>
    context.tx.selectFrom('people').selectAll().where('id', 'in', [a, b]).orderBy('id').forUpdate().execute(),
  );
}

interface Asked {
  readonly kind: 'merge' | 'split';
  readonly keptId: string;
  readonly mergedId: string;
  readonly reason: string;
  readonly evidence: string;
}

async function enter(context: Context, asked: Asked): Promise<string> {
  const { actor, now, tx } = context;
  const id = newId();
  const region_code = actor.regionCode ?? city.code;
  await tx
    .insertInto('person_merges')
    .values({
      region_code,
      id,
      kind: asked.kind,
      state: mergeLifecycle.start,
      kept_id: asked.keptId,
      merged_id: asked.mergedId,
      reason: asked.reason,
      evidence: asked.evidence,
      requested_by: actor.userId,
      requested_by_name: actor.name,
      requested_at: now,
      settled_by: null,
      settled_by_name: null,
      settled_at: null,
    })
    .execute();
  await tell(tx, now, {
    regionCode: region_code,
    audiences: ['city'],
    subject: { type: 'traineeMerge', id },
    text: `${actor.name}申请${mergeKindNames[asked.kind]}，须由第二人确认。`,
  });
  return id;
}

const toldConflicts = (conflicts: readonly unknown[]) =>
  conflicts.length > 0 ? { 冲突: `${conflicts.length} 处，已核对` } : {};

const noteMerge = (
  context: Context,
  row: Pick<MergeRecord, 'region_code' | 'kept_id'>,
  detail: Parameters<typeof noteKept>[2],
) => noteKept(context, { type: 'trainee', id: row.kept_id, regionCode: row.region_code }, detail);

/** 申请并档：两档是同一个人 */
export const mergeTrainees = command({
  name: 'trainee.merge',
  path: '/trainees/:personId/merge',
  title: '申请学员并档',
  by: mergeRequesters,
  cites,
  /** `personId` is kept, `mergedId` goes into it. */
  input: z.object({
    personId,
    mergedId: personId,
    reason,
    evidence,
    conflictsSeen: z.int('应为数字').min(0, '应为数字'),
  }),
  async handle(input, context) {
    if (input.personId === input.mergedId) return refused('这是同一档，不必并档。', 'invalid');
    const kept = await findPerson(context, input.personId);
    const merged = await findPerson(context, input.mergedId);
    if (!kept || !merged) return noPerson;
    await holdBoth(context, kept.id, merged.id);
    const why = await whyNotMerged(context, kept.id, merged.id);
    if (why) return refused(why, 'conflict');
    const conflicts = await findConflicts(context, kept, merged);
    if (conflicts.length !== input.conflictsSeen) {
      return refused(`两档有 ${conflicts.length} 处相互冲突，与您看到的不同，请刷新后重新核对。`, 'conflict');
    }
    const id = await enter(context, { ...input, kind: 'merge', keptId: kept.id });
    const region_code = context.actor.regionCode ?? city.code;
    noteMerge(
      context,
      { region_code, kept_id: kept.id },
      { 并档理由: input.reason, 核实依据: input.evidence, ...toldConflicts(conflicts) },
    );
    return done({ mergeId: id });
  },
});

/** 申请拆档：并错了，分回两档 */
export const splitTrainee = command({
  name: 'trainee.split',
  path: '/trainees/:personId/split',
  title: '申请学员拆档',
  by: mergeRequesters,
  cites,
  input: z.object({ personId, reason: keptRemark(200, '请写明为什么不是同一个人'), evidence }),
  async handle(input, context) {
    const merged = await findPerson(context, input.personId);
    if (!merged) return noPerson;
    const keptId = await survivorOf(context, merged.id);
    if (!keptId) return refused('这一档没有并入别的档，不必拆档。', 'conflict');
    await holdBoth(context, keptId, merged.id);
    const why = await whyWaiting(context, keptId, merged.id);
    if (why) return refused(why, 'conflict');
    const id = await enter(context, { ...input, kind: 'split', keptId, mergedId: merged.id });
    const region_code = context.actor.regionCode ?? city.code;
    noteMerge(context, { region_code, kept_id: keptId }, { 拆档理由: input.reason, 核实依据: input.evidence });
    return done({ mergeId: id });
  },
});

async function takeMerge({ tx }: Context, id: string): Promise<MergeRecord | Refused> {
  const row = await tx.selectFrom('person_merges').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) return noMerge;
  return row.state === 'requested' ? row : settled;
}

async function settle(
  { tx, actor, now }: Context,
  row: MergeRecord,
  state: 'confirmed' | 'refused' | 'withdrawn',
  settlement: string,
): Promise<boolean> {
  const changed = await tx
    .updateTable('person_merges')
    .set({ state, settled_by: actor.userId, settled_by_name: actor.name, settled_at: now, settlement })
    .where('id', '=', row.id)
    .where('state', '=', 'requested')
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

/** From now on the merged record is found under the one that is kept. */
const join = (context: Context, row: MergeRecord, merged: PersonRecord) =>
  context.acrossRegions(() =>
    context.tx
      .insertInto('merged_people')
      .values({ person_id: merged.id, person_index: merged.person_index, merged_into: row.kept_id, merge_id: row.id })
      .execute(),
  );

/** Parts the two again; time booked meanwhile for the other’s classes goes back under its own number. */
const part = (context: Context, kept: PersonRecord, merged: PersonRecord) =>
  context.acrossRegions(async () => {
    await context.tx.deleteFrom('merged_people').where('person_id', '=', merged.id).execute();
    await sql`with moved as (
        delete from person_slots booked where booked.person_index = ${kept.person_index}
          and exists (select from roster_rows own where own.region_code = booked.region_code
            and own.class_id = booked.class_id and own.id_index = ${merged.person_index})
          and not exists (select from roster_rows own where own.region_code = booked.region_code
            and own.class_id = booked.class_id and own.id_index = ${kept.person_index})
        returning day, part, region_code, class_id)
      insert into person_slots (person_index, day, part, region_code, class_id)
      select ${merged.person_index}, day, part, region_code, class_id from moved on conflict do nothing`.execute(
      context.tx,
    );
  });

/** 第二人确认并档或拆档 */
export const confirmMerge = command({
  name: 'trainee.confirm-merge',
  path: '/trainee-merges/:mergeId/confirm',
  title: '确认学员并档或拆档',
  by: mergeLifecycle.steps.confirm.by,
  cites,
  input: z.object({
    mergeId,
    conflictsSeen: z.int('应为数字').min(0, '应为数字'),
    opinion: keptRemark(200, '请写明确认的意见'),
  }),
  async handle(input, context) {
    const row = await takeMerge(context, input.mergeId);
    if (isRefused(row)) return row;
    if (row.requested_by === context.actor.userId) {
      return refused('并档和拆档须由申请人以外的第二人确认，请交另一位经办人或负责人。', 'forbidden');
    }
    const both = await holdBoth(context, row.kept_id, row.merged_id);
    const kept = both.find(({ id }) => id === row.kept_id);
    const merged = both.find(({ id }) => id === row.merged_id);
    if (!kept || !merged) return noPerson;
    const isMerge = row.kind === 'merge';
    const conflicts = isMerge ? await findConflicts(context, kept, merged) : [];
    if (conflicts.length !== input.conflictsSeen) {
      return refused(`两档有 ${conflicts.length} 处相互冲突，与您看到的不同，请刷新后重新核对。`, 'conflict');
    }
    if (!(await settle(context, row, 'confirmed', input.opinion))) return settled;
    const survivor = await survivorOf(context, merged.id);
    if (isMerge) {
      const why = await whyNotMerged(context, kept.id, merged.id);
      if (why) return refused(why, 'conflict');
      await join(context, row, merged);
    } else {
      if (survivor !== kept.id) return refused('这一档已经不在那一档名下，请退回这件拆档。', 'conflict');
      await part(context, kept, merged);
    }
    noteMerge(context, row, {
      [isMerge ? '并入的档' : '拆出的档']: maskName(merged.name),
      确认意见: input.opinion,
      ...toldConflicts(conflicts),
    });
    return done({ keptId: kept.id });
  },
});

/** 不同意并档或拆档 */
export const refuseMerge = command({
  name: 'trainee.refuse-merge',
  path: '/trainee-merges/:mergeId/refuse',
  title: '不同意学员并档或拆档',
  by: mergeLifecycle.steps.refuse.by,
  cites,
  input: z.object({ mergeId, reason: keptRemark(200, '请写明不同意的理由') }),
  async handle(input, context) {
    const row = await takeMerge(context, input.mergeId);
    if (isRefused(row)) return row;
    if (row.requested_by === context.actor.userId) return refused('自己申请的，请用“撤回”。', 'forbidden');
    if (!(await settle(context, row, 'refused', input.reason))) return settled;
    noteMerge(context, row, { 不同意的理由: input.reason });
    return done({ state: mergeLifecycle.steps.refuse.to });
  },
});

/** 申请人撤回 */
export const withdrawMerge = command({
  name: 'trainee.withdraw-merge',
  path: '/trainee-merges/:mergeId/withdraw',
  title: '撤回学员并档或拆档申请',
  by: mergeLifecycle.steps.withdraw.by,
  cites,
  input: z.object({ mergeId }),
  async handle(input, context) {
    const row = await takeMerge(context, input.mergeId);
    if (isRefused(row)) return row;
    if (row.requested_by !== context.actor.userId) return refused('只有申请人本人可以撤回。', 'forbidden');
    if (!(await settle(context, row, 'withdrawn', ''))) return settled;
    noteMerge(context, row, { 撤回: true });
    return done({ state: mergeLifecycle.steps.withdraw.to });
  },
});
