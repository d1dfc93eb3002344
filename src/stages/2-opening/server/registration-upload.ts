import { z } from 'zod';
import type { Sheet } from '#kernel/sheet';
import { type Context, type Refused, refused } from '#platform/operation';
import { readSheets } from '#platform/spreadsheet/read';
import {
  layOut,
  missingIn,
  readRegistrations,
  type RegistrationLayout,
  type RegistrationLine,
  type RegistrationReading,
  registrationSystems,
} from '../domain/exchange/registrations';
import { choiceFrom, rememberedShapes } from './registration-mappings';
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
  readonly sheets: readonly Sheet[];
  readonly layout: RegistrationLayout;
  /** Columns the list cannot do without and nobody has found yet; then no line was read. */
  readonly missing: readonly string[];
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

/** Reads the uploaded list as its headings, an earlier list or an officer by hand say. */
export async function readUpload(context: Context, columns: string | undefined): Promise<ReadList | Refused> {
  if (!context.upload) return refused('没有收到文件，请重新选择。', 'invalid');
  if (!context.actor.regionCode) return refused('这个账户没有所属县（市、区），不能导入。', 'forbidden');
  const read = await readSheets(context.upload.bytes, context.upload.name);
  if ('unreadable' in read) return refused(read.unreadable, 'invalid');
  const { sheets } = read;
  const layout = layOut(sheets, choiceFrom(columns), await rememberedShapes(context));
  const interpreted = readRegistrations(sheets, layout);
  if ('unreadable' in interpreted) {
    const sheet = sheets[layout.at];
    if (!sheet || sheet.rows.length < 2) return refused(interpreted.unreadable, 'invalid');
    return {
      sheets,
      layout,
      missing: missingIn(layout),
      reading: { sheet: sheet.name, lines: [], unread: [] },
      lines: [],
    };
  }
  const reading = interpreted.list;
  const find = await classFinder(context);
  const lines = reading.lines.map((line) => ({
    ...line,
    classId: find(line.classWords),
    index: line.id === undefined ? null : personIndex(context, line.id),
  }));
  return { sheets, layout, missing: [], reading, lines };
}
