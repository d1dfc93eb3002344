import { sql } from 'kysely';
import { z } from 'zod';
import { findRegion } from '#law/regions';
import { done, query } from '#platform/operation';
import type { ExchangeState } from '../domain/exchange/lifecycle';
import type { ReconciliationCounts } from '../domain/exchange/reconcile';
import type { OutsideRegister } from '../domain/exchange/registers';
import { type BatchRecord, batchStateOf, countsFrom, registerInput, registerOf } from './exchange-store';
import { text } from './forms';

export const batchReaders = [
  'countyOfficer',
  'countySignatory',
  'cityOfficer',
  'citySignatory',
  'disciplineOfficer',
] as const;

/** A batch in the list. */
export interface BatchRow {
  readonly id: string;
  readonly number: string;
  readonly register: OutsideRegister;
  readonly state: ExchangeState;
  readonly region: string;
  readonly classes: number;
  readonly people: number;
  readonly exportedBy: string;
  readonly exportedAt: string;
  readonly answeredAt: string | undefined;
  readonly answerCount: number;
  readonly counts: ReconciliationCounts | undefined;
}

export const batchRow = (batch: BatchRecord, counts: unknown): BatchRow => ({
  id: batch.id,
  number: batch.number,
  register: registerOf(batch.register),
  state: batchStateOf(batch.state),
  region: findRegion(batch.region_code)?.name ?? batch.region_code,
  classes: batch.class_ids.length,
  people: batch.people_count,
  exportedBy: batch.exported_by_name,
  exportedAt: batch.exported_at,
  answeredAt: batch.answered_at ?? undefined,
  answerCount: batch.answer_count,
  counts: counts === null || counts === undefined ? undefined : countsFrom(counts),
});

const pageSize = 50;

/** 比对批次列表，新的在前 */
export const listExchanges = query({
  name: 'exchange.list',
  path: '/exchanges',
  title: '比对批次列表',
  by: batchReaders,
  cites: ['2024.1.2'],
  input: z.object({ register: registerInput.optional(), cursor: text(100).optional() }),
  async handle({ register, cursor }, context) {
    const [at = '', id = ''] = cursor?.split('/') ?? [];
    const isCursor = z.iso.datetime().safeParse(at).success && z.uuid().safeParse(id).success;
    let found = context.tx
      .selectFrom('exchange_batches as batch')
      .leftJoin('exchange_imports as imported', (join) =>
        join
          .onRef('imported.region_code', '=', 'batch.region_code')
          .onRef('imported.batch_id', '=', 'batch.id')
          .onRef('imported.answer_number', '=', 'batch.answer_count'),
      )
      .selectAll('batch')
      .select('imported.counts')
      .orderBy('batch.exported_at', 'desc')
      .orderBy('batch.id', 'desc')
      .limit(pageSize + 1);
    if (register) found = found.where('batch.register', '=', register);
    if (isCursor) found = found.where(sql<boolean>`(batch.exported_at, batch.id) < (${at}::timestamptz, ${id}::uuid)`);
    const rows = await found.execute();
    const shown = rows.slice(0, pageSize);
    const last = shown.at(-1);
    return done({
      rows: shown.map((row) => batchRow(row, row.counts)),
      nextCursor: rows.length > pageSize && last ? `${last.exported_at}/${last.id}` : undefined,
    });
  },
});
