import type { PlainDate } from '#kernel/plain-date';
import { newId } from '#platform/identifiers';
import type { Context } from '#platform/operation';
import { bureauOf, type DecisionAct } from '../../domain/institution/decision';
import type { InstitutionIdentity } from '../../domain/institution/identity';
import type { InstitutionRow } from './record';

interface Proposal {
  readonly act: DecisionAct;
  readonly designationId?: string | undefined;
  readonly occupationCode?: string | undefined;
  readonly level?: number | undefined;
  readonly from: PlainDate;
  readonly until?: PlainDate | undefined;
  readonly grantingBureau?: string | undefined;
  readonly document: string;
  readonly reason: string;
  /** What an institution is to be called, beside what it is called now. */
  readonly identity?: InstitutionIdentity | undefined;
}

/** Enters a decision that waits for the signatory of the same bureau. */
export async function propose(context: Context, row: InstitutionRow, proposal: Proposal): Promise<string> {
  const id = newId();
  await context.tx
    .insertInto('institution_decisions')
    .values({
      region_code: row.region_code,
      institution_id: row.id,
      id,
      act: proposal.act,
      bureau: bureauOf(context.actor.role) ?? 'county',
      designation_id: proposal.designationId ?? null,
      occupation_code: proposal.occupationCode ?? null,
      level: proposal.level ?? null,
      from_on: proposal.from,
      until_on: proposal.until ?? null,
      granting_bureau: proposal.grantingBureau ?? null,
      document: proposal.document,
      reason: proposal.reason,
      ...(proposal.identity
        ? {
            new_name: proposal.identity.name,
            new_credit_code: proposal.identity.creditCode,
            former_name: row.name,
            former_credit_code: row.credit_code,
          }
        : {}),
      state: 'waiting',
      proposed_by: context.actor.userId,
      proposed_by_name: context.actor.name,
      proposed_at: context.now,
    })
    .execute();
  return id;
}

/** Whether a measure on the institution, or on one of its designations, waits already. */
export const waits = async ({ tx }: Context, id: string, designationId: string | null): Promise<boolean> =>
  (
    await tx
      .selectFrom('institution_decisions')
      .select('id')
      .where('institution_id', '=', id)
      .where('state', '=', 'waiting')
      .where('act', 'not in', ['grant', 'changeIdentity'])
      .where('designation_id', designationId === null ? 'is' : '=', designationId)
      .execute()
  ).length > 0;
