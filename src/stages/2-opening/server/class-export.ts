import { z } from 'zod';
import { spokenDay } from '#kernel/plain-date';
import { regions } from '#law/regions';
import { type Context, query } from '#platform/operation';
import { exportList, type ListColumn, mostExportedRows } from '#platform/spreadsheet/list-export';
import { levelNames } from '#registers';
import { stateNames } from '../domain/state-names';
import { type ClassFilter, type ClassRow, filterShape, listClasses, rowOf } from './class-list';
import { readers } from './class-show';

const columns: readonly ListColumn<ClassRow>[] = [
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
function filterWords(filter: ClassFilter, { today }: Context): (string | undefined)[] {
  const { states, region, startsFrom, startsUntil, search } = filter;
  return [
    states?.length ? `状态 ${states.map((state) => stateNames[state]).join('、')}` : undefined,
    regions.find((each) => each.code === region)?.name,
    startsFrom && `${spokenDay(startsFrom, today)}起开班`,
    startsUntil && `${spokenDay(startsUntil, today)}前开班`,
    search && `含“${search}”`,
  ];
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
    const { found, more } = await listClasses(context, filter, mostExportedRows);
    const rows = found.map((each) => rowOf(context, each));
    return exportList(context, {
      name: '班期列表',
      unit: '件',
      filter: filterWords(filter, context),
      columns,
      rows,
      hasMore: more,
      narrowBy: '县（市、区）、状态或开班日期',
    });
  },
});
