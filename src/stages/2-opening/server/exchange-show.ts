import { sql } from 'kysely';
import { z } from 'zod';
import { actionsFor } from '#kernel/lifecycle';
import type { PlainDate } from '#kernel/plain-date';
import { maskIdentityNumber } from '#law/masks';
import { type Context, done, missing, query } from '#platform/operation';
import type { RegisterRecord } from '../domain/exchange/answer';
import { type ExchangeAction, exchangeLifecycle } from '../domain/exchange/lifecycle';
import type { ReconciliationCounts } from '../domain/exchange/reconcile';
import { batchReaders, batchRow, type BatchRow } from './exchange-queries';
import {
  batchId,
  type BatchRecord,
  batchStateOf,
  countsFrom,
  findBatch,
  noteBatch,
  openAnswer,
  readPeople,
  type SealedAnswer,
} from './exchange-store';

/** The newest record each person of a batch has, by the hexadecimal key. */
export async function latestRecords(context: Context, batch: BatchRecord): Promise<Map<string, RegisterRecord>> {
  const rows = await sql<SealedAnswer>`
    select distinct on (person_index) batch_id, answer_number, person_index, answer_sealed from exchange_answers
    where region_code = ${batch.region_code} and batch_id = ${batch.id}
    order by person_index, answer_number desc`.execute(context.tx);
  return new Map(rows.rows.map((row) => [row.person_index.toString('hex'), openAnswer(context, row)]));
}

export interface BatchClass {
  readonly id: string;
  readonly filingNumber: string;
  readonly occupation: string;
  readonly institution: string;
}

async function readClasses({ tx }: Context, batch: BatchRecord): Promise<BatchClass[]> {
  const rows = await tx
    .selectFrom('training_classes as held')
    .innerJoin('institutions', 'institutions.id', 'held.institution_id')
    .leftJoin('occupations', 'occupations.code', 'held.occupation_code')
    .select(['held.id', 'held.filing_number', 'occupations.name as occupation', 'institutions.name as institution'])
    .where('held.region_code', '=', batch.region_code)
    .where('held.id', 'in', batch.class_ids)
    .orderBy('held.filing_number')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    filingNumber: row.filing_number ?? '',
    occupation: row.occupation ?? '',
    institution: row.institution,
  }));
}

/** One import of an answer file. */
export interface BatchImport {
  readonly answerNumber: number;
  readonly fileName: string;
  readonly answeredOn: PlainDate;
  readonly listsOnlyHits: boolean;
  readonly counts: ReconciliationCounts;
  readonly importedBy: string;
  readonly importedAt: string;
}

async function readImports({ tx }: Context, batch: BatchRecord): Promise<BatchImport[]> {
  const rows = await tx
    .selectFrom('exchange_imports')
    .selectAll()
    .where('region_code', '=', batch.region_code)
    .where('batch_id', '=', batch.id)
    .orderBy('answer_number', 'desc')
    .execute();
  return rows.map((row) => ({
    answerNumber: row.answer_number,
    fileName: row.file_name,
    answeredOn: row.answered_on,
    listsOnlyHits: row.lists_only_hits,
    counts: countsFrom(row.counts),
    importedBy: row.imported_by_name,
    importedAt: row.imported_at,
  }));
}

/** One person of a batch, the number masked, with what the register has said. */
export interface BatchResult {
  readonly key: string;
  readonly name: string;
  readonly maskedNumber: string;
  /** Classes of the batch the person is in now. */
  readonly classIds: readonly string[];
  readonly record: RegisterRecord | undefined;
}

async function readResults(context: Context, batch: BatchRecord): Promise<BatchResult[]> {
  const people = await readPeople(context, batch);
  const records = await latestRecords(context, batch);
  const enrolled = await context.tx
    .selectFrom('roster_rows')
    .select(['class_id', 'id_index'])
    .where('region_code', '=', batch.region_code)
    .where('class_id', 'in', batch.class_ids)
    .execute();
  const classesOf = new Map<string, string[]>();
  for (const { class_id, id_index } of enrolled) {
    const key = id_index?.toString('hex') ?? '';
    classesOf.set(key, [...(classesOf.get(key) ?? []), class_id]);
  }
  return people.map(({ name, id, index }, at) => ({
    key: String(at + 1),
    name,
    maskedNumber: maskIdentityNumber(id),
    classIds: classesOf.get(index.toString('hex')) ?? [],
    record: records.get(index.toString('hex')),
  }));
}

export interface BatchView extends BatchRow {
  readonly actions: readonly ExchangeAction[];
  readonly classList: readonly BatchClass[];
  readonly imports: readonly BatchImport[];
  readonly results: readonly BatchResult[];
}

/** 比对批次与结果 */
export const showExchange = query({
  name: 'exchange.show',
  path: '/exchanges/:batchId',
  title: '查看比对批次',
  by: batchReaders,
  cites: ['2024.1.2'],
  input: z.object({ batchId }),
  isLogged: true,
  async handle(input, context) {
    const batch = await findBatch(context, input.batchId);
    if (!batch) return missing('这个比对批次');
    noteBatch(context, batch, { number: batch.number });
    const imports = await readImports(context, batch);
    const view: BatchView = {
      ...batchRow(batch, imports[0]?.counts),
      actions: actionsFor(exchangeLifecycle, batchStateOf(batch.state), context.actor.role),
      classList: await readClasses(context, batch),
      imports,
      results: await readResults(context, batch),
    };
    return done(view);
  },
});
