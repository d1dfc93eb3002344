import { createHash } from 'node:crypto';
import { z } from 'zod';
import { maskIdentityNumber } from '#law/masks';
import { dayOf } from '#platform/clock';
import { type Context, command, done, missing, refused } from '#platform/operation';
import { exchangeLifecycle } from '../domain/exchange/lifecycle';
import { countsOf } from '../domain/exchange/reconcile';
import {
  batchId,
  type BatchRecord,
  batchStateOf,
  findBatch,
  holdBatch,
  noteBatch,
  saveAnswers,
} from './exchange-store';
import { recountFindings } from './exchange-recount';
import { columnsInput, isRefused, type ReadAnswer, readUpload, uploadLimit, yesOrNo } from './exchange-upload';
import { plainDay } from './forms';
import { uploadName } from './upload-name';

const shown = 200;

/** What an officer sees before the answer is taken: how columns were read, and what does not meet. */
function previewOf({ people, answer, found }: ReadAnswer) {
  const person = ({ name, id }: { readonly name: string; readonly id: string }) => ({
    name,
    maskedNumber: maskIdentityNumber(id),
  });
  return {
    sheet: answer.sheet,
    header: answer.header,
    headingChoices: answer.headingChoices,
    headings: answer.headings,
    columns: answer.columns,
    passed: answer.passed.slice(0, shown),
    passedCount: answer.passed.length,
    counts: countsOf(people.length, found),
    missing: found.missing.slice(0, shown).map(person),
    unknown: found.unknown.slice(0, shown).map((line) => ({ ...person(line), cell: line.cell })),
    repeated: found.repeated.slice(0, shown).map(person),
    otherNames: found.otherNames.slice(0, shown).map((each) => ({ ...person(each), answeredName: each.answeredName })),
    unread: found.unread.slice(0, shown),
  };
}

/** 试读结果文件：不保存 */
export const previewAnswer = command({
  name: 'exchange.preview',
  path: '/exchanges/:batchId/answer-previews',
  title: '试读比对结果',
  by: ['countyOfficer'],
  cites: ['2024.1.2'],
  input: z.object({ batchId, listsOnlyHits: yesOrNo, columns: columnsInput }),
  uploadLimit,
  keepsNothing: true,
  async handle(input, context) {
    const batch = await findBatch(context, input.batchId);
    if (!batch) return missing('这个比对批次');
    const read = await readUpload(context, batch, { ...input, columns: input.columns });
    if (isRefused(read)) return read;
    noteBatch(context, batch, { number: batch.number, people: read.found.answered.length });
    return done(previewOf(read));
  },
});

async function whyNotOn(context: Context, batch: BatchRecord, answeredOn: string): Promise<string | undefined> {
  const exported = dayOf(batch.exported_at);
  if (answeredOn > context.today) return '数据截至日期不能晚于今天。';
  if (answeredOn < exported) return `数据截至日期不能早于批次发出的日期 ${exported}。`;
  const former = await context.tx
    .selectFrom('exchange_imports')
    .select('answered_on')
    .where('region_code', '=', batch.region_code)
    .where('batch_id', '=', batch.id)
    .orderBy('answer_number', 'desc')
    .executeTakeFirst();
  return former && answeredOn < former.answered_on
    ? `上一次答复的数据截至 ${former.answered_on}，这一份更早，不用再导入。`
    : undefined;
}

/** 导入比对结果：只增不改，后一份答复接在前一份之后 */
export const answerExchange = command({
  name: 'exchange.answer',
  path: '/exchanges/:batchId/answers',
  title: '导入比对结果',
  by: exchangeLifecycle.steps.answer.by,
  cites: ['2024.1.2'],
  input: z.object({ batchId, listsOnlyHits: yesOrNo, answeredOn: plainDay, columns: columnsInput }),
  uploadLimit,
  async handle(input, context) {
    const batch = await holdBatch(context, input.batchId);
    if (!batch) return missing('这个比对批次');
    if (!exchangeLifecycle.steps.answer.from.includes(batchStateOf(batch.state)))
      return refused('这个批次已关闭，不再接收答复。', 'conflict');
    const whyNot = await whyNotOn(context, batch, input.answeredOn);
    if (whyNot) return refused(whyNot, 'invalid');
    const read = await readUpload(context, batch, { ...input, columns: input.columns });
    if (isRefused(read)) return read;
    const { people, found } = read;
    if (found.answered.length === 0)
      return refused('文件里没有一个人的结果可以导入。请核对栏目，或选择“只列出查到的人”。', 'invalid');
    const counts = countsOf(people.length, found);
    const answerNumber = batch.answer_count + 1;
    const ofBatch = { region_code: batch.region_code, batch_id: batch.id };
    await context.tx
      .insertInto('exchange_imports')
      .values({
        ...ofBatch,
        answer_number: answerNumber,
        file_name: uploadName(context),
        file_digest: createHash('sha256')
          .update(context.upload?.bytes ?? '')
          .digest(),
        answered_on: input.answeredOn,
        lists_only_hits: input.listsOnlyHits,
        counts: JSON.stringify(counts),
        imported_by: context.actor.userId,
        imported_by_name: context.actor.name,
        imported_at: context.now,
      })
      .execute();
    const indexOf = new Map(people.map(({ id, index }) => [id, index]));
    const answers = found.answered.flatMap(({ id, record }) => {
      const index = indexOf.get(id);
      return index ? [{ index, record }] : [];
    });
    await saveAnswers(context, batch, answerNumber, answers);
    await context.tx
      .updateTable('exchange_batches')
      .set({ state: exchangeLifecycle.steps.answer.to, answer_count: answerNumber, answered_at: context.now })
      .where('region_code', '=', batch.region_code)
      .where('id', '=', batch.id)
      .where('answer_count', '=', batch.answer_count)
      .execute();
    const classes = await recountFindings(context, batch.class_ids);
    noteBatch(context, batch, { number: batch.number, answer: answerNumber, ...counts });
    return done({ answerNumber, counts, classes });
  },
});
