import { z } from 'zod';
import { spokenDay } from '#kernel/plain-date';
import { regions } from '#law/regions';
import { type Context, type Download, done, query, refused } from '#platform/operation';
import { type WorkbookColumn, writeWorkbook } from '#platform/spreadsheet/write';
import { levelNames } from '#registers';
import { stateNames } from '../domain/state-names';
import { type ClassFilter, type ClassRow, filterShape, listClasses, rowOf } from './class-list';
import { readers } from './class-show';

/** More than this is no list to work with, and too much for one sheet to be written while others wait. */
const mostRows = 20_000;

interface ExportColumn extends WorkbookColumn {
  readonly value: (row: ClassRow) => string | number | undefined;
}

const columns: readonly ExportColumn[] = [
  { name: '申报编号', kind: 'text', width: 16, value: (row) => row.filingNumber },
  { name: '期数', kind: 'text', width: 18, value: (row) => row.classNumber },
  { name: '培训专业', kind: 'text', width: 24, value: (row) => row.occupation },
  { name: '等级', kind: 'text', width: 8, value: (row) => (row.level === undefined ? '' : levelNames[row.level]) },
  { name: '培训机构', kind: 'text', width: 32, value: (row) => row.institution },
  { name: '县（市、区）', kind: 'text', width: 18, value: (row) => row.region },
  { name: '状态', kind: 'text', width: 12, value: (row) => stateNames[row.state] },
  { name: '学员人数', kind: 'number', value: (row) => row.traineeCount },
  { name: '不符', kind: 'number', value: (row) => row.blockingCount },
  { name: '提醒', kind: 'number', value: (row) => row.warningCount },
  { name: '开班日期', kind: 'date', width: 13, value: (row) => row.startsOn },
  { name: '结束日期', kind: 'date', width: 13, value: (row) => row.endsOn },
  { name: '申报日期', kind: 'date', width: 13, value: (row) => row.filedOn },
  { name: '审核期限', kind: 'date', width: 13, value: (row) => row.dueOn },
];

/** The filter in words, as the title of the sheet tells it. */
function filterWords(filter: ClassFilter, { today }: Context): string {
  const region = regions.find((each) => each.code === filter.region)?.name;
  const words = [
    filter.states?.length ? `状态 ${filter.states.map((state) => stateNames[state]).join('、')}` : '',
    region ?? '',
    filter.startsFrom ? `${spokenDay(filter.startsFrom, today)}起开班` : '',
    filter.startsUntil ? `${spokenDay(filter.startsUntil, today)}前开班` : '',
    filter.search ? `含“${filter.search}”` : '',
  ].filter(Boolean);
  return words.length > 0 ? words.join('，') : '全部';
}

/** 导出班期列表 */
export const exportClasses = query({
  name: 'class.export',
  path: '/class-exports',
  title: '导出班期列表',
  by: readers,
  cites: ['2024.2.3.2'],
  input: z.object(filterShape),
  isLogged: true,
  async handle(filter, context) {
    const { found, more } = await listClasses(context, filter, mostRows);
    if (more) {
      return refused(
        `符合条件的班期超过 ${mostRows} 件，请按县（市、区）、状态或开班日期缩小范围后再导出。`,
        'invalid',
      );
    }
    const rows = found.map((each) => rowOf(context, each));
    const title = `班期列表（${filterWords(filter, context)}；${context.today} 导出，共 ${rows.length} 件）`;
    context.note({ detail: { rows: rows.length } });
    const file: Download = {
      download: true,
      mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      fileName: `班期列表 ${context.today}.xlsx`,
      body: await writeWorkbook({
        sheetName: '班期列表',
        title,
        columns: columns.map(({ value: _value, ...column }) => column),
        rows: rows.map((row) => columns.map((column) => column.value(row) ?? null)),
      }),
    };
    return done(file);
  },
});
