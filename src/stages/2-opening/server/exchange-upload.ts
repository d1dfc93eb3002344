import { z } from 'zod';
import { type Context, type Refused, refused } from '#platform/operation';
import { readSheets } from '#platform/spreadsheet/read';
import { type AnswerChoice, answerColumns } from '../domain/exchange/answer-columns';
import { type AnswerReading, readAnswer } from '../domain/exchange/read-answer';
import { type Reconciliation, reconcile } from '../domain/exchange/reconcile';
import { registerWords } from '../domain/exchange/registers';
import { type BatchPerson, type BatchRecord, readPeople, registerOf } from './exchange-store';

export const uploadLimit = 20 * 1024 * 1024;
export const yesOrNo = z.enum(['yes', 'no'], '请说明结果文件是否只列出查到的人').transform((value) => value === 'yes');

/** `header=3,id=2,name=1`: what an officer has put right, rows and columns counted from 0. */
export const columnsInput = z
  .string()
  .max(200)
  .regex(/^[a-z]+=\d{1,3}(?:,[a-z]+=\d{1,3})*$/, '栏目对应不正确')
  .optional();

function choiceFrom(written: string | undefined): AnswerChoice {
  if (written === undefined) return {};
  const given = new Map(written.split(',').map((pair) => [pair.split('=')[0], Number(pair.split('=')[1])]));
  const columns: Partial<Record<(typeof answerColumns)[number], number>> = {};
  for (const column of answerColumns) {
    const place = given.get(column);
    if (place !== undefined) columns[column] = place;
  }
  return { header: given.get('header'), columns: Object.keys(columns).length > 0 ? columns : undefined };
}

/** An uploaded answer, laid to the people of its batch. */
export interface ReadAnswer {
  readonly people: readonly BatchPerson[];
  readonly answer: AnswerReading;
  readonly found: Reconciliation;
}

export const isRefused = (value: ReadAnswer | Refused): value is Refused => 'outcome' in value;
const batchNumbers = /EX-\d{4}-\d{4,}/g;

/** The numbers of other batches a file names, when it does not name this one. */
function otherBatches(batch: BatchRecord, texts: readonly string[]): string[] {
  const named = new Set(texts.flatMap((text) => text.match(batchNumbers) ?? []));
  return named.has(batch.number) ? [] : [...named];
}

/** Reads the uploaded answer and lays it to the people of the batch, or says why it cannot be this batch’s. */
export async function readUpload(
  context: Context,
  batch: BatchRecord,
  input: { readonly listsOnlyHits: boolean; readonly columns: string | undefined },
): Promise<ReadAnswer | Refused> {
  if (!context.upload) return refused('没有收到文件，请重新选择。', 'invalid');
  const read = await readSheets(context.upload.bytes, context.upload.name);
  if ('unreadable' in read) return refused(read.unreadable, 'invalid');
  const cells = read.sheets.flatMap(({ name, rows }) => [
    name,
    ...rows.slice(0, 20).flatMap((row) => (row ?? []).flatMap((cell) => cell?.text ?? [])),
  ]);
  const others = otherBatches(batch, [context.upload.name, ...cells]);
  if (others.length > 0)
    return refused(`这是批次 ${others.join('、')} 的文件，不是 ${batch.number} 的。请到那个批次导入。`, 'invalid');
  const interpreted = readAnswer(read.sheets, registerOf(batch.register), choiceFrom(input.columns));
  if ('unreadable' in interpreted) return refused(interpreted.unreadable, 'invalid');
  const { answer } = interpreted;
  const people = await readPeople(context, batch);
  const { isHistory } = registerWords[registerOf(batch.register)];
  const found = reconcile(people, answer.lines, answer.unread, input.listsOnlyHits, isHistory);
  if (answer.lines.length > 0 && found.unknown.length === answer.lines.length)
    return refused(
      `文件里的 ${answer.lines.length} 人都不在批次 ${batch.number} 的名单里，可能是别的批次的结果。`,
      'invalid',
    );
  return { people, answer, found };
}
