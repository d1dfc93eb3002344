import { z } from 'zod';
import { act, type Moment, type Stage } from './acting';
import type { ClassParts } from './parts';
import { type OutsideRegister, registerWords } from '../stages/2-opening/domain/exchange/registers';
import { answerExchange } from '../stages/2-opening/server/exchange-answer';
import { prepareExchange } from '../stages/2-opening/server/exchange-prepare';

const preparedForm = z.object({ batchId: z.uuid() });

/** The officer asks another office about the trainees of a class. */
export async function askRegister(
  stage: Stage,
  officer: Moment,
  classId: string,
  { name, register }: { readonly name: string; readonly register: OutsideRegister },
): Promise<string> {
  const input = { register, classIds: [classId] };
  return preparedForm.parse(await act(stage, officer, prepareExchange, name, input)).batchId;
}

/** What the other office sends back: everyone absent, but for the rows it knows. */
export async function enterAnswer(
  stage: Stage,
  officer: Moment,
  { batchId, parts }: { readonly batchId: string; readonly parts: ClassParts },
  {
    name,
    register,
    listed,
  }: { readonly name: string; readonly register: OutsideRegister; readonly listed: readonly number[] },
): Promise<void> {
  const { absent, listed: found, columns } = registerWords[register];
  const lines = parts.roster.map(({ cells }, row) => {
    const isListed = listed.includes(row);
    const known: Record<string, string> = { status: isListed ? found : absent };
    if (isListed) Object.assign(known, { from: '2024-03', organisation: '焦作市宏达机械有限公司' });
    return [cells.name, cells.id, ...Object.keys(columns).map((field) => known[field] ?? '')].join(',');
  });
  const text = [['姓名', '身份证号', ...Object.values(columns)].join(','), ...lines].join('\r\n');
  const input = { batchId, listsOnlyHits: 'no', answeredOn: officer.day };
  const upload = { name: `${registerWords[register].name}比对结果.csv`, bytes: Buffer.from(text) };
  await act(stage, officer, answerExchange, name, input, upload);
}
