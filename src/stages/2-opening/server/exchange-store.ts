import type { Selectable } from 'kysely';
import { z } from 'zod';
import { type PlainDate, plainDate } from '#kernel/plain-date';
import type { ExchangeBatchesTable } from '#platform/database/tables';
import type { Context, Reading } from '#platform/operation';
import type { RegisterRecord } from '../domain/exchange/answer';
import { exchangeStates } from '../domain/exchange/lifecycle';
import type { AskedPerson, ReconciliationCounts } from '../domain/exchange/reconcile';
import { outsideRegisters } from '../domain/exchange/registers';

export type BatchRecord = Selectable<ExchangeBatchesTable>;

const registerForm = z.enum(outsideRegisters);
const stateForm = z.enum(exchangeStates);
export const registerOf = (text: string) => registerForm.parse(text);
export const batchStateOf = (text: string) => stateForm.parse(text);

export const batchId = z.uuid('批次编号不正确');
export const registerInput = z.enum(outsideRegisters, '请选择比对的登记簿');

/** Binds what is sealed of a person to the batch it was asked in, or answered by. */
const personSeal = (batch: string, person: Buffer): string => `${batch}/${person.toString('hex')}`;
const answerSeal = (batch: string, answer: number, person: Buffer): string =>
  `${batch}/${answer}/${person.toString('hex')}`;

export const findBatch = ({ tx }: Reading, id: string): Promise<BatchRecord | undefined> =>
  tx.selectFrom('exchange_batches').selectAll().where('id', '=', id).executeTakeFirst();

/** The batch held until the transaction ends. */
export const holdBatch = ({ tx }: Reading, id: string): Promise<BatchRecord | undefined> =>
  tx.selectFrom('exchange_batches').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

/** One person of a batch with the key he is matched by. */
export interface BatchPerson extends AskedPerson {
  readonly index: Buffer;
}

/** Everybody a batch asked about, in the order of its file, numbers opened. */
export async function readPeople({ tx, services }: Reading, batch: BatchRecord): Promise<BatchPerson[]> {
  const rows = await tx
    .selectFrom('exchange_people')
    .selectAll()
    .where('region_code', '=', batch.region_code)
    .where('batch_id', '=', batch.id)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    index: row.person_index,
    name: row.name,
    id: services.secrets.open('identityNumber', personSeal(batch.id, row.person_index), row.id_sealed),
  }));
}

/** Rows of one insert: well below the limit of 65,535 parameters. */
const most = 1000;

async function inBatches<T>(values: readonly T[], insert: (part: T[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < values.length; from += most) await insert(values.slice(from, from + most));
}

export const savePeople = ({ tx, services }: Context, batch: BatchKey, people: readonly BatchPerson[]): Promise<void> =>
  inBatches(
    people.map(({ index, name, id }, position) => ({
      region_code: batch.region_code,
      batch_id: batch.id,
      person_index: index,
      position,
      name,
      id_sealed: services.secrets.seal('identityNumber', personSeal(batch.id, index), id),
    })),
    (part) => tx.insertInto('exchange_people').values(part).execute(),
  );

type BatchKey = Pick<BatchRecord, 'region_code' | 'id'>;

const recordForm = z.object({
  listed: z.boolean(),
  from: z.string().optional(),
  until: z.string().optional(),
  organisation: z.string(),
  isOtherName: z.boolean(),
});

const dayOrNone = (text: string | undefined): PlainDate | undefined =>
  text === undefined ? undefined : plainDate(text);

export const saveAnswers = (
  { tx, services }: Context,
  batch: BatchKey,
  answerNumber: number,
  answers: readonly { readonly index: Buffer; readonly record: RegisterRecord }[],
): Promise<void> =>
  inBatches(
    answers.map(({ index, record }) => ({
      region_code: batch.region_code,
      batch_id: batch.id,
      answer_number: answerNumber,
      person_index: index,
      answer_sealed: services.secrets.seal(
        'evidence',
        answerSeal(batch.id, answerNumber, index),
        JSON.stringify(record),
      ),
    })),
    (part) => tx.insertInto('exchange_answers').values(part).execute(),
  );

export interface SealedAnswer {
  readonly batch_id: string;
  readonly answer_number: number;
  readonly person_index: Buffer;
  readonly answer_sealed: Buffer;
}

export function openAnswer({ services }: Reading, sealed: SealedAnswer): RegisterRecord {
  const key = answerSeal(sealed.batch_id, sealed.answer_number, sealed.person_index);
  const record = recordForm.parse(JSON.parse(services.secrets.open('evidence', key, sealed.answer_sealed)));
  return { ...record, from: dayOrNone(record.from), until: dayOrNone(record.until) };
}

const countsForm = z.object({
  asked: z.number(),
  answered: z.number(),
  listed: z.number(),
  missing: z.number(),
  unknown: z.number(),
  repeated: z.number(),
  otherNames: z.number(),
  unread: z.number(),
});
export const countsFrom = (value: unknown): ReconciliationCounts => countsForm.parse(value);

export const noteBatch = (
  context: Context,
  batch: BatchKey,
  detail: Record<string, string | number | boolean> = {},
): void => context.note({ subject: { type: 'exchangeBatch', id: batch.id }, regionCode: batch.region_code, detail });
