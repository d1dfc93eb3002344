import { z } from 'zod';
import type { Context } from '#platform/operation';
import { checkItems, type CheckMark, type ItemStanding, standings, type WarningDecision } from '../domain/check-items';
import type { ExchangeAnswer } from '../domain/exchange/answer';
import { answeredItems } from '../domain/exchange/coverage';
import { judgeOpening, type OpeningFinding } from '../domain/judge-opening';
import { evidenceDay, freshDays } from './exchange-evidence';
import { openingFacts } from './facts';
import type { ClassRecord } from './records';
import { type KeptParts, readParts } from './store';

const itemForm = z.enum(checkItems);
const verdictForm = z.enum(['matched', 'mismatched']);

/** A filed class with all that its check rests on. */
export interface Review {
  readonly parts: KeptParts;
  readonly findings: readonly OpeningFinding[];
  readonly items: readonly ItemStanding[];
  readonly decisions: readonly WarningDecision[];
  /** What other offices’ registers have said of the trainees. */
  readonly answers: readonly ExchangeAnswer[];
}

export async function readMarks({ tx }: Context, record: ClassRecord): Promise<CheckMark[]> {
  const rows = await tx
    .selectFrom('check_marks')
    .selectAll()
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .where('filing_number', '=', record.filing_count)
    .execute();
  return rows.map((row) => ({
    item: itemForm.parse(row.item),
    verdict: verdictForm.parse(row.verdict),
    note: row.note,
  }));
}

export async function readDecisions({ tx }: Context, record: ClassRecord): Promise<WarningDecision[]> {
  const rows = await tx
    .selectFrom('warning_decisions')
    .selectAll()
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .where('filing_number', '=', record.filing_count)
    .execute();
  return rows.map((row) => ({
    rule: row.rule,
    row: row.row_id,
    field: row.field,
    accepted: row.accepted,
    reason: row.reason,
  }));
}

/** The rules as of the day of filing, over what was filed and what the city knows now. */
export async function reviewOf(context: Context, record: ClassRecord): Promise<Review> {
  const parts = await readParts(context, record);
  const facts = await openingFacts(context, record, record.filed_on ?? context.today, parts);
  const findings = judgeOpening(facts, context.laterFigures);
  const decisions = await readDecisions(context, record);
  const { exchange: answers = [] } = facts;
  const day = evidenceDay(context, record);
  const rows = parts.roster.map(({ id }) => id);
  const answered = answeredItems(rows, answers, day, freshDays(context, day));
  const items = standings(findings, await readMarks(context, record), decisions, answered);
  return { parts, findings, decisions, answers, items };
}
