import { z } from 'zod';
import { spokenDay } from '#kernel/plain-date';
import { findRegion } from '#law/regions';
import { maskIdentityNumber } from '#law/masks';
import { dayOf } from '#platform/clock';
import { type Download, done, missing, query, refused } from '#platform/operation';
import { type WorkbookColumn, writeWorkbook } from '#platform/spreadsheet/write';
import type { RegisterRecord } from '../domain/exchange/answer';
import { type AnswerField, answerFields, type OutsideRegister, registerWords } from '../domain/exchange/registers';
import { batchReaders } from './exchange-queries';
import { latestRecords } from './exchange-show';
import {
  batchId,
  batchStateOf,
  type BatchRecord,
  findBatch,
  noteBatch,
  readPeople,
  registerOf,
} from './exchange-store';
import { remark } from './forms';

const excel = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const personColumns: readonly WorkbookColumn[] = [
  { name: '序号', kind: 'number', width: 8 },
  { name: '姓名', kind: 'text', width: 14 },
  { name: '身份证号', kind: 'text', width: 22 },
];

const fieldsOf = (register: OutsideRegister): AnswerField[] =>
  answerFields.filter((field) => registerWords[register].columns[field] !== undefined);

/** The columns the register’s office fills in, named so that they are recognised when the file comes back. */
function answerColumns(register: OutsideRegister): WorkbookColumn[] {
  const { columns, listed, absent } = registerWords[register];
  return fieldsOf(register).map((field): WorkbookColumn => {
    const name = columns[field] ?? '';
    if (field === 'status') return { name, kind: 'text', width: 16, choices: [listed, absent] };
    return field === 'organisation' ? { name, kind: 'text', width: 30 } : { name, kind: 'date', width: 14 };
  });
}

const titleOf = (batch: BatchRecord, what: string): string => {
  const { name } = registerWords[registerOf(batch.register)];
  const bureau = `${findRegion(batch.region_code)?.name ?? ''}人社局`;
  return `${name}${what} 批次 ${batch.number}（${bureau}，${dayOf(batch.exported_at)} 发出，${batch.people_count} 人）`;
};

/** 下载比对名单：完整证号离开本系统，须写明用途 */
export const downloadExchange = query({
  name: 'exchange.file',
  path: '/exchanges/:batchId/file',
  title: '下载比对名单',
  by: ['countyOfficer'],
  cites: ['2024.1.2'],
  input: z.object({ batchId, reason: remark(200).refine((value) => value.length >= 2, '请写明下载用途和交给谁') }),
  isLogged: true,
  async handle(input, context) {
    const batch = await findBatch(context, input.batchId);
    if (!batch) return missing('这个比对批次');
    if (batchStateOf(batch.state) === 'closed')
      return refused('这个批次已关闭，名单不再下载；需要时请新建批次。', 'conflict');
    const register = registerOf(batch.register);
    const people = await readPeople(context, batch);
    noteBatch(context, batch, { number: batch.number, people: people.length, reason: input.reason });
    const blank = fieldsOf(register).map(() => null);
    const file: Download = {
      download: true,
      mediaType: excel,
      fileName: `${registerWords[register].name.replace('/', '')}比对名单 ${batch.number}.xlsx`,
      body: await writeWorkbook({
        sheetName: batch.number,
        title: `${titleOf(batch, '比对名单')} 含个人信息：只供比对，不得转作他用`,
        columns: [...personColumns, ...answerColumns(register)],
        rows: people.map(({ name, id }, at) => [at + 1, name, id, ...blank]),
      }),
    };
    return done(file);
  },
});

const cellOf = (register: OutsideRegister, field: AnswerField, record: RegisterRecord | undefined): string => {
  if (!record) return field === 'status' ? '没有答复' : '';
  const { listed, absent } = registerWords[register];
  if (field === 'status') return record.listed ? listed : absent;
  return record[field] ?? '';
};

/** 导出比对结果，证号遮盖 */
export const exportExchange = query({
  name: 'exchange.export',
  path: '/exchanges/:batchId/results',
  title: '导出比对结果',
  by: batchReaders,
  cites: ['2024.1.2'],
  input: z.object({ batchId }),
  isLogged: true,
  async handle(input, context) {
    const batch = await findBatch(context, input.batchId);
    if (!batch) return missing('这个比对批次');
    const register = registerOf(batch.register);
    const people = await readPeople(context, batch);
    const records = await latestRecords(context, batch);
    noteBatch(context, batch, { number: batch.number, people: people.length });
    const file: Download = {
      download: true,
      mediaType: excel,
      fileName: `${registerWords[register].name.replace('/', '')}比对结果 ${batch.number}.xlsx`,
      body: await writeWorkbook({
        sheetName: batch.number,
        title: `${titleOf(batch, '比对结果')} ${spokenDay(context.today)}导出`,
        columns: [...personColumns, ...answerColumns(register).map(({ choices: _choices, ...column }) => column)],
        rows: people.map(({ name, id, index }, at) => {
          const record = records.get(index.toString('hex'));
          const cells = fieldsOf(register).map((field) => cellOf(register, field, record));
          return [at + 1, name, maskIdentityNumber(id), ...cells];
        }),
      }),
    };
    return done(file);
  },
});
