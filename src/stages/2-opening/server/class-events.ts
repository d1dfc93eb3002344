import type { PlainDate } from '#kernel/plain-date';
import { newId } from '#platform/identifiers';
import { tell } from '#platform/messages';
import type { Context } from '#platform/operation';
import type { OpeningFinding } from '../domain/judge-opening';
import { type ClassAction, openingLifecycle } from '../domain/lifecycle';
import type { ClassRecord } from './records';

/** What an event keeps of the findings it rested on; sentences without names or numbers of persons. */
const keptFindings = (findings: readonly OpeningFinding[]) =>
  findings.map(({ part, rule, severity, field, row, message, cites }) => ({
    part,
    rule,
    severity,
    field,
    row: row ?? null,
    message,
    cites,
  }));

/** Values that go with a move, set in the same statement. */
export type MoveValues = Partial<{
  filing_number: string;
  filing_count: number;
  filed_at: string;
  filed_on: PlainDate;
  filed_by: string;
  due_on: PlainDate;
  verified_by: string | null;
  verified_at: string | null;
  decided_by: string | null;
  decided_at: string | null;
  decision_opinion: string | null;
  class_year: number;
  class_number: number;
  blocking_count: number;
  warning_count: number;
}>;

/**
 * Moves a class if, and only if, it is still where the action may start from; records who, why and on which findings.
 * False when somebody else has moved it meanwhile.
 */
export async function moveClass(
  context: Context,
  record: ClassRecord,
  action: ClassAction,
  values: MoveValues = {},
  told: { readonly reason?: string; readonly findings?: readonly OpeningFinding[] } = {},
): Promise<boolean> {
  const step = openingLifecycle.steps[action];
  const moved = await context.tx
    .updateTable('training_classes')
    .set({ ...values, state: step.to, version: record.version + 1, changed_at: context.now })
    .where('region_code', '=', record.region_code)
    .where('id', '=', record.id)
    .where('state', 'in', [...step.from])
    .where('version', '=', record.version)
    .executeTakeFirst();
  if (moved.numUpdatedRows !== 1n) return false;
  await context.tx
    .insertInto('class_events')
    .values({
      region_code: record.region_code,
      class_id: record.id,
      id: newId(),
      action,
      actor_id: context.actor.userId,
      actor_name: context.actor.name,
      role: context.actor.role,
      command_id: context.commandId,
      filing_number: values.filing_count ?? record.filing_count,
      reason: told.reason ?? '',
      findings: JSON.stringify(keptFindings(told.findings ?? [])),
      happened_at: context.now,
    })
    .execute();
  context.note({
    subject: { type: 'trainingClass', id: record.id },
    regionCode: record.region_code,
    institutionId: record.institution_id,
    detail: { from: record.state, to: step.to, findings: told.findings?.length ?? 0 },
  });
  return true;
}

/** Tells those concerned; the text names the class, never a trainee. */
export const tellOf = (
  context: Context,
  record: ClassRecord,
  audience: 'institution' | 'county' | 'city',
  text: string,
) =>
  tell(context.tx, context.now, {
    regionCode: record.region_code,
    institutionId: record.institution_id,
    audiences: [audience],
    subject: { type: 'trainingClass', id: record.id },
    text,
  });
