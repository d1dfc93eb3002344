import { z } from 'zod';
import { later, type PlainDate } from '#kernel/plain-date';
import { newId } from '#platform/identifiers';
import { type Context, type Refused, refused } from '#platform/operation';
import { levels } from '../../domain/institution';
import {
  type DecisionAct,
  type DesignationAct,
  type InstitutionAct,
  isDesignationAct,
  measures,
  whyNotGranted,
  whyNotMeasure,
  whyNotOnDesignation,
} from '../../domain/institution/decision';
import { type HeldDesignation, readDesignations } from './read-designations';
import { changeIdentity } from './identity-store';
import type { InstitutionRow } from './record';

export const levelForm = z.union(levels.map((level) => z.literal(level)));
export const actForm = z.enum(['grant', 'changeIdentity', ...measures]);

/** A decision that still waits, locked until it is settled. */
export const lockDecision = ({ tx }: Context, institution: string, id: string) =>
  tx
    .selectFrom('institution_decisions')
    .selectAll()
    .where('institution_id', '=', institution)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .forUpdate()
    .executeTakeFirst();
export type Decision = NonNullable<Awaited<ReturnType<typeof lockDecision>>>;

async function grant(context: Context, row: InstitutionRow, decision: Decision): Promise<Refused | undefined> {
  const { occupation_code: occupationCode, from_on: validFrom, until_on: validUntil } = decision;
  const level = levelForm.parse(decision.level);
  if (!occupationCode || !validUntil) throw new Error(`decision ${decision.id} grants nothing`);
  const why = whyNotGranted(
    { occupationCode, level, validFrom, validUntil },
    await readDesignations(context.tx, row.id),
  );
  if (why) return refused(why);
  const added = await context.tx
    .insertInto('designations')
    .values({
      region_code: row.region_code,
      institution_id: row.id,
      id: newId(),
      occupation_code: occupationCode,
      level,
      valid_from: validFrom,
      valid_until: validUntil,
      granting_bureau: decision.granting_bureau,
      document: decision.document,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 0n
    ? refused('同一天起已有这个职业和等级的定点资格，请退回后改起始日。')
    : undefined;
}

async function onDesignation(
  context: Context,
  decision: Decision,
  act: DesignationAct,
  held: HeldDesignation | undefined,
  from: PlainDate,
): Promise<Refused | undefined> {
  if (!held) throw new Error(`decision ${decision.id} names no designation`);
  const until = decision.until_on ?? undefined;
  if (until && until < from) return refused('中止的截止日已过，请退回后重新提出。');
  const why = whyNotOnDesignation(act, held, from, until);
  if (why) return refused(why);
  const { tx } = context;
  if (act === 'endDesignation' || act === 'revokeDesignation') {
    const change = act === 'endDesignation' ? { ended_on: from } : { revoked_on: from };
    await tx.updateTable('designations').set(change).where('id', '=', held.id).execute();
  } else if (act === 'liftDesignation') {
    await tx
      .updateTable('designation_suspensions')
      .set({ lifted_on: from })
      .where('designation_id', '=', held.id)
      .where('lifted_on', 'is', null)
      .where((where) => where.or([where('until_on', 'is', null), where('until_on', '>=', from)]))
      .execute();
  } else {
    await tx
      .insertInto('designation_suspensions')
      .values({
        region_code: decision.region_code,
        institution_id: decision.institution_id,
        designation_id: held.id,
        id: newId(),
        from_on: from,
        until_on: until ?? null,
        document: decision.document,
        reason: decision.reason,
      })
      .execute();
  }
  return undefined;
}

async function onInstitution(
  { tx }: Context,
  row: InstitutionRow,
  act: InstitutionAct,
  from: PlainDate,
): Promise<Refused | undefined> {
  const why = whyNotMeasure(act, {
    suspendedOn: row.suspended_on ?? undefined,
    revokedOn: row.revoked_on ?? undefined,
  });
  if (why) return refused(why, 'conflict');
  const change = act === 'revoke' ? { revoked_on: from } : { suspended_on: act === 'suspend' ? from : null };
  await tx
    .updateTable('institutions')
    .set({ ...change, version: row.version + 1 })
    .where('id', '=', row.id)
    .execute();
  return undefined;
}

/** Carries a confirmed decision out, from its day or from today when that has passed while it waited. */
export async function carryOut(
  context: Context,
  row: InstitutionRow,
  decision: Decision,
  act: DecisionAct,
  held: HeldDesignation | undefined,
): Promise<Refused | undefined> {
  if (act === 'grant') return grant(context, row, decision);
  if (act === 'changeIdentity') return changeIdentity(context, row, decision);
  const from = later(decision.from_on, context.today);
  return isDesignationAct(act)
    ? onDesignation(context, decision, act, held, from)
    : onInstitution(context, row, act, from);
}
