import { z } from 'zod';
import { clauseIds } from '#law/clause-ids';
import type { Context } from '#platform/operation';
import type { ChangeFinding } from '../../domain/change/judge-change';
import { filingParts } from '../../domain/opening';
import type { TakenChange } from './taking';

const findingsForm = z.array(
  z.object({
    rule: z.string(),
    severity: z.enum(['blocks', 'warns']),
    cites: z.array(z.enum(clauseIds)),
    field: z.string(),
    row: z.string().optional(),
    message: z.string(),
    fix: z.string(),
    part: z.enum([...filingParts, 'change']),
  }),
);

/** What the rules said when the change was last filed; of a settled change nothing is worked out again. */
export async function filedFindings({ tx }: Context, { change }: TakenChange): Promise<ChangeFinding[]> {
  const filing = await tx
    .selectFrom('change_filings')
    .select('findings')
    .where('region_code', '=', change.region_code)
    .where('class_id', '=', change.class_id)
    .where('change_id', '=', change.id)
    .where('number', '=', change.filing_count)
    .executeTakeFirst();
  return findingsForm
    .parse(filing?.findings ?? [])
    .map(({ row, ...finding }) => ({ ...finding, ...(row === undefined ? {} : { row }), breach: {} }));
}
