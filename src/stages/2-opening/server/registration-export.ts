import { z } from 'zod';
import { type Download, done, query } from '#platform/operation';
import { writeWorkbook } from '#platform/spreadsheet/write';
import { registrationSystemNames } from '../domain/exchange/registrations';
import { batchReaders } from './exchange-queries';
import { countClasses } from './registration-queries';

/** 导出系统录入对账表 */
export const exportRegistrations = query({
  name: 'registration.export',
  path: '/registration-exports',
  title: '导出系统录入对账表',
  by: batchReaders,
  cites: ['2024.1.0'],
  input: z.object({}),
  isLogged: true,
  async handle(_input, context) {
    const rows = await countClasses(context);
    context.note({ detail: { rows: rows.length } });
    const file: Download = {
      download: true,
      mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      fileName: `系统录入对账 ${context.today}.xlsx`,
      body: await writeWorkbook({
        sheetName: '系统录入对账',
        title: `系统录入对账（${Object.values(registrationSystemNames).join('、')}；${context.today} 导出，共 ${rows.length} 个班期）`,
        columns: [
          { name: '申报编号', kind: 'text', width: 16 },
          { name: '期数', kind: 'text', width: 18 },
          { name: '培训专业', kind: 'text', width: 24 },
          { name: '培训机构', kind: 'text', width: 32 },
          { name: '县（市、区）', kind: 'text', width: 18 },
          { name: '备案学员', kind: 'number' },
          { name: '已录入', kind: 'number' },
          { name: '未录入', kind: 'number' },
          { name: '录入了不在备案', kind: 'number' },
        ],
        rows: rows.map((row) => [
          row.filingNumber,
          row.classNumber ?? null,
          row.occupation,
          row.institution,
          row.region,
          row.enrolled,
          row.both,
          row.hereOnly,
          row.thereOnly,
        ]),
      }),
    };
    return done(file);
  },
});
