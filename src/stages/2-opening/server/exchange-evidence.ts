import { sql } from 'kysely';
import { type PlainDate, plainDate } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { dayOf } from '#platform/clock';
import type { Context } from '#platform/operation';
import { countingAnswers, type ExchangeAnswer } from '../domain/exchange/answer';
import { batchStateOf, openAnswer, registerOf, type SealedAnswer } from './exchange-store';
import type { ExchangeState } from '../domain/exchange/lifecycle';
import type { OutsideRegister } from '../domain/exchange/registers';
import type { ClassRecord } from './records';

/** The day on which answers must be fresh: today, or that of the decision once there is one. */
export const evidenceDay = ({ today }: Context, { decided_at }: ClassRecord): PlainDate =>
  decided_at ? dayOf(decided_at) : today;

export const freshDays = ({ laterFigures }: Context, day: PlainDate): number =>
  figuresOn(day, laterFigures)('exchangeFreshDays');

interface AnswerRow extends SealedAnswer {
  readonly number: string;
  readonly register: string;
  readonly answered_on: string;
  readonly own: boolean;
}

/**
 * What the county’s exchange batches have said of these trainees. Only the bureaus read it: an institution that could
 * type in a number and learn whether its owner draws a pension would have a way into other offices’ registers.
 */
export async function exchangeAnswers(
  context: Context,
  record: ClassRecord,
  keys: ReadonlyMap<string, Buffer>,
): Promise<ExchangeAnswer[]> {
  if (context.actor.institutionId !== undefined || keys.size === 0) return [];
  const found = await sql<AnswerRow>`
    select answered.batch_id, answered.answer_number, answered.person_index, answered.answer_sealed, batch.number,
      batch.register, imported.answered_on::text, ${record.id}::uuid = any(batch.class_ids) as own
    from exchange_answers answered
    join exchange_batches batch on batch.region_code = answered.region_code and batch.id = answered.batch_id
    join exchange_imports imported on imported.region_code = answered.region_code
      and imported.batch_id = answered.batch_id and imported.answer_number = answered.answer_number
    where answered.region_code = ${record.region_code} and answered.person_index = any(${[...keys.values()]}::bytea[])
    order by imported.imported_at, answered.answer_number`.execute(context.tx);
  const rowsOf = new Map<string, string[]>();
  for (const [row, key] of keys) rowsOf.set(key.toString('hex'), [...(rowsOf.get(key.toString('hex')) ?? []), row]);
  const answers = found.rows.flatMap((each) => {
    const kept = {
      ...openAnswer(context, each),
      register: registerOf(each.register),
      batch: each.number,
      batchId: each.batch_id,
      answeredOn: plainDate(each.answered_on),
      isOfThisClass: each.own,
    };
    return (rowsOf.get(each.person_index.toString('hex')) ?? []).map((row): ExchangeAnswer => ({ ...kept, row }));
  });
  const day = evidenceDay(context, record);
  return countingAnswers(answers, day, freshDays(context, day));
}

/** A batch that asked for a class, as its desk shows it. */
export interface ClassBatch {
  readonly id: string;
  readonly number: string;
  readonly register: OutsideRegister;
  readonly state: ExchangeState;
  readonly exportedAt: string;
  readonly exportedBy: string;
  readonly answeredAt: string | undefined;
}

export async function batchesOfClass({ tx, actor }: Context, record: ClassRecord): Promise<ClassBatch[]> {
  if (actor.institutionId !== undefined) return [];
  const rows = await tx
    .selectFrom('exchange_batches')
    .selectAll()
    .where('region_code', '=', record.region_code)
    .where(sql<boolean>`${record.id}::uuid = any(class_ids)`)
    .orderBy('exported_at', 'desc')
    .limit(50)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    register: registerOf(row.register),
    state: batchStateOf(row.state),
    exportedAt: row.exported_at,
    exportedBy: row.exported_by_name,
    answeredAt: row.answered_at ?? undefined,
  }));
}
