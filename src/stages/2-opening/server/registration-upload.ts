import { z } from 'zod';
import { type Context, type Refused, refused } from '#platform/operation';
import { readSheets } from '#platform/spreadsheet/read';
import {
  readRegistrations,
  type RegistrationLine,
  type RegistrationReading,
  registrationSystems,
} from '../domain/exchange/registrations';
import { personIndex } from './store';

export const uploadLimit = 20 * 1024 * 1024;
export const systemInput = z.enum(registrationSystems, '请选择名单来自哪个系统');

/** A line with the class it names and the key of its person, where both could be found. */
export interface PlacedLine extends RegistrationLine {
  readonly classId: string | undefined;
  readonly index: Buffer | null;
}

/** An uploaded list, laid to the county’s classes. */
export interface ReadList {
  readonly reading: RegistrationReading;
  readonly lines: readonly PlacedLine[];
}

export const isRefused = (value: ReadList | Refused): value is Refused => 'outcome' in value;

/** 2026 年第 13 期, 2026-13, 2026年13期: a class number in one form. */
const classNumberForm = (words: string): string | undefined => {
  const [, year, number] = /^(20\d{2})(?:年|-|—)?第?0*(\d{1,4})期?$/.exec(words) ?? [];
  return year && number ? `${year}/${number}` : undefined;
};

/** The classes of the county by filing number and by class number. */
async function classFinder({ tx, actor }: Context): Promise<(words: string) => string | undefined> {
  const rows = await tx
    .selectFrom('training_classes')
    .select(['id', 'filing_number', 'class_year', 'class_number'])
    .where('region_code', '=', actor.regionCode ?? '')
    .execute();
  const byNumber = new Map<string, string>();
  for (const row of rows) {
    if (row.filing_number) byNumber.set(row.filing_number, row.id);
    if (row.class_number !== null) byNumber.set(`${row.class_year}/${row.class_number}`, row.id);
  }
  return (words) => byNumber.get(words.toUpperCase()) ?? byNumber.get(classNumberForm(words) ?? '');
}

export async function readUpload(context: Context): Promise<ReadList | Refused> {
  if (!context.upload) return refused('没有收到文件，请重新选择。', 'invalid');
  if (!context.actor.regionCode) return refused('这个账户没有所属县（市、区），不能导入。', 'forbidden');
  const read = await readSheets(context.upload.bytes, context.upload.name);
  if ('unreadable' in read) return refused(read.unreadable, 'invalid');
  const interpreted = readRegistrations(read.sheets);
  if ('unreadable' in interpreted) return refused(interpreted.unreadable, 'invalid');
  const reading = interpreted.list;
  if (reading.lines.length === 0) return refused('名单里没有一行可以导入，请看各行的说明。', 'invalid');
  const find = await classFinder(context);
  const lines = reading.lines.map((line) => ({
    ...line,
    classId: find(line.classWords),
    index: line.id === undefined ? null : personIndex(context, line.id),
  }));
  return { reading, lines };
}
