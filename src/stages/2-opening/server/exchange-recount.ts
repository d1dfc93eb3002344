import type { Context } from '#platform/operation';
import { countOf } from '../domain/judge-opening';
import { reviewOf } from './review';

/** Brings the numbers on the lists up to what a new answer says; gives how many waiting classes were looked at anew. */
export async function recountFindings(context: Context, classIds: readonly string[]): Promise<number> {
  const waiting = await context.tx
    .selectFrom('training_classes')
    .selectAll()
    .where('id', 'in', [...classIds])
    .where('state', 'in', ['filed', 'verified'])
    .orderBy('id')
    .execute();
  for (const record of waiting) {
    const { findings } = await reviewOf(context, record);
    await context.tx
      .updateTable('training_classes')
      .set({ blocking_count: countOf(findings, 'blocks'), warning_count: countOf(findings, 'warns') })
      .where('region_code', '=', record.region_code)
      .where('id', '=', record.id)
      .where('version', '=', record.version)
      .execute();
  }
  return waiting.length;
}
