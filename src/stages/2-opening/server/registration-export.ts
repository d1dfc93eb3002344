import { z } from 'zod';
import { query } from '#platform/operation';
import { exportList, type ListColumn } from '#platform/spreadsheet/list-export';
import { registrationSystemNames } from '../domain/exchange/registrations';
import { batchReaders } from './exchange-queries';
import { countClasses } from './registration-queries';

type Row = Awaited<ReturnType<typeof countClasses>>[number];

const columns: readonly ListColumn<Row>[] = [
  { name: '申报编号', kind: 'text', width: 16, value: (row) => row.filingNumber },
  { name: '期数', kind: 'text', width: 18, value: (row) => row.classNumber },
  { name: '培训专业', kind: 'text', width: 24, value: (row) => row.occupation },
  { name: '培训机构', kind: 'text', width: 32, value: (row) => row.institution },
  { name: '县（市、区）', kind: 'text', width: 18, value: (row) => row.region },
  { name: '备案学员', kind: 'number', value: (row) => row.enrolled },
  { name: '已录入', kind: 'number', value: (row) => row.both },
  { name: '未录入', kind: 'number', value: (row) => row.hereOnly },
  { name: '录入了不在备案', kind: 'number', value: (row) => row.thereOnly },
];

/** 导出系统录入对账表 */
export const exportRegistrations = query({
  name: 'registration.export',
  path: '/registration-exports',
  title: '导出系统录入对账表',
  by: batchReaders,
  cites: ['2024.1.0'],
  input: z.object({}),
  isLogged: true,
  handle: async (_input, context) =>
    exportList(context, {
      name: '系统录入对账',
      unit: '个班期',
      filter: Object.values(registrationSystemNames),
      columns,
      rows: await countClasses(context),
      narrowBy: '县（市、区）',
    }),
});
