import { newId } from '#platform/identifiers';
import type { Context } from '#platform/operation';
import type { PlainDate } from '#kernel/plain-date';
import type { ChangeFinding } from '../../domain/change/judge-change';
import { type ChangeAction, changeLifecycle } from '../../domain/change/lifecycle';
import type { TakenChange } from './taking';

/** What is kept of findings: the sentences as they were that day. */
export const keptFindings = (findings: readonly ChangeFinding[]) =>
  findings.map(({ breach: _breach, ...finding }) => finding);

export type ChangeValues = Partial<{
  effective_on: PlainDate;
  filing_count: number;
  filed_by: string;
  filed_at: string;
  filed_on: PlainDate;
  due_on: PlainDate;
  verified_by: string | null;
  verified_at: string | null;
  verifier_opinion: string | null;
  decided_by: string;
  decided_at: string;
  opinion: string;
}>;

/** Moves a change if it still stands where it was seen; records who, why and on which findings. */
export async function moveChange(
  context: Context,
  { record, change }: TakenChange,
  action: ChangeAction,
  values: ChangeValues,
  told: { readonly reason: string; readonly findings?: readonly ChangeFinding[] },
): Promise<boolean> {
  const step = changeLifecycle.steps[action];
  const moved = await context.tx
    .updateTable('class_changes')
    .set({ ...values, state: step.to, version: change.version + 1, changed_at: context.now })
    .where('region_code', '=', change.region_code)
    .where('class_id', '=', change.class_id)
    .where('id', '=', change.id)
    .where('state', 'in', [...step.from])
    .where('version', '=', change.version)
    .executeTakeFirst();
  if (moved.numUpdatedRows !== 1n) return false;
  await context.tx
    .insertInto('class_events')
    .values({
      region_code: record.region_code,
      class_id: record.id,
      id: newId(),
      action: `change.${action}`,
      actor_id: context.actor.userId,
      actor_name: context.actor.name,
      role: context.actor.role,
      command_id: context.commandId,
      filing_number: change.number,
      reason: told.reason,
      findings: JSON.stringify(keptFindings(told.findings ?? [])),
      happened_at: context.now,
    })
    .execute();
  noteChange(context, { record, change }, { from: change.state, to: step.to });
  return true;
}

export const noteChange = (
  context: Context,
  {
    record,
    change,
  }: Pick<TakenChange, 'record'> & { readonly change: { readonly id: string; readonly number: number } },
  detail: Record<string, string | number> = {},
): void =>
  context.note({
    subject: { type: 'classChange', id: change.id },
    regionCode: record.region_code,
    institutionId: record.institution_id,
    detail: { trainingClass: record.id, number: change.number, ...detail },
  });
