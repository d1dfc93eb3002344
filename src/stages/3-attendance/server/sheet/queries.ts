import { z } from 'zod';
import { type Context, done, query, type Refused, refused } from '#platform/operation';
import { type Template, TypesettingRefusal } from '#platform/typesetting/typesetter';
import { classId, readers } from '../check-in/forms';
import { isRefused, noteClass, type TaughtClass, taughtClass } from '../check-in/taught-class';
import { sheetInput } from './from-class';
import type { SheetInput } from './inputs';
import source from './sheet.typ?raw';

/** The attendance sheet of a class, to be signed and bound. */
export const sheetTemplate: Template = { name: '就业技能培训考勤表', source };

/** 考勤表-养老护理员（五级）第13期-2026-11-23.pdf */
const fileNameOf = ({ name }: TaughtClass, { asOf }: SheetInput): string =>
  `考勤表-${name.replace(/[\s/\\]/g, '')}-${asOf.slice(0, 10)}.pdf`;

type Make<Result> = (input: SheetInput, held: TaughtClass) => Promise<Result>;

async function typeset<Result>(context: Context, id: string, make: Make<Result>): Promise<{ made: Result } | Refused> {
  const held = await taughtClass(context, id);
  if (isRefused(held)) return held;
  const input = await sheetInput(context, held);
  if (!input) return refused('批准开班的教学计划里没有课次，印不出考勤表；请先办理教学计划的变更。', 'conflict');
  noteClass(context, held, { asOf: input.asOf });
  try {
    return { made: await make(input, held) };
  } catch (error) {
    if (error instanceof TypesettingRefusal) return refused(error.message);
    throw error;
  }
}

/** 考勤表的 PDF/A */
export const attendanceSheet = query({
  name: 'attendance.sheet',
  path: '/classes/:classId/attendance/sheet',
  title: '下载考勤表',
  by: readers,
  cites: ['2021.4.1', '2021.7.1'],
  input: z.object({ classId }),
  isLogged: true,
  async handle(input, context) {
    const { typesetter } = context.services;
    const answer = await typeset(context, input.classId, async (sheet, held) => ({
      download: true as const,
      mediaType: 'application/pdf',
      fileName: fileNameOf(held, sheet),
      body: await typesetter.pdf(sheetTemplate, sheet, { madeAt: new Date(context.now) }),
    }));
    return isRefused(answer) ? answer : done(answer.made);
  },
});

/** 考勤表预览：逐页图形 */
export const attendanceSheetPages = query({
  name: 'attendance.sheet-pages',
  path: '/classes/:classId/attendance/sheet/pages',
  title: '预览考勤表',
  by: readers,
  cites: ['2021.4.1', '2021.7.1'],
  input: z.object({ classId }),
  isLogged: true,
  async handle(input, context) {
    const { typesetter } = context.services;
    const answer = await typeset(context, input.classId, (sheet) => typesetter.pages(sheetTemplate, sheet));
    return isRefused(answer) ? answer : done({ pages: answer.made });
  },
});
