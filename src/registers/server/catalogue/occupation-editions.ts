import { z } from 'zod';
import { command, done, query, refused } from '#platform/operation';
import { readSheets } from '#platform/spreadsheet/read';
import { catalogueOn, changed, changeKinds, changesBetween, countByKind } from '../../domain/catalogue';
import { readCatalogueSheets } from '../../domain/catalogue-workbook';
import { levels } from '../../domain/institution';
import { plainDay } from '../forms';
import { readCatalogue } from '../institutions';
import { editionShape, enterers, propose } from './edition-form';
import { baseOf, whyNotChanged } from './occupation-lines';

/** 两日目录的差异 */
export const occupationDifferences = query({
  name: 'occupation.differences',
  path: '/occupation-differences',
  title: '职业目录的差异',
  by: 'signedIn',
  cites: ['2024.1.2'],
  input: z.object({ from: plainDay, until: plainDay }),
  async handle({ from, until }, context) {
    const entries = await readCatalogue(context);
    const changes = changesBetween(catalogueOn(entries, from), catalogueOn(entries, until));
    return done({ changes, counts: countByKind(changes) });
  },
});

const mostUnread = 100;

/** 试读目录工作簿：与生效日的目录比较，不保存 */
export const readOccupationWorkbook = command({
  name: 'occupation.read-workbook',
  path: '/occupation-workbooks',
  title: '试读职业目录工作簿',
  by: enterers,
  cites: ['2024.1.2'],
  input: z.object({ from: plainDay }),
  uploadLimit: 20 * 1024 * 1024,
  keepsNothing: true,
  async handle({ from }, context) {
    const { upload } = context;
    if (!upload) return refused('没有收到文件，请重新选择。', 'invalid');
    const read = await readSheets(upload.bytes, upload.name);
    if ('unreadable' in read) return refused(read.unreadable, 'invalid');
    const reading = readCatalogueSheets(read.sheets);
    if (!reading)
      return refused('没有找到“职业编码、职业名称、等级、课时”四栏的表头，请对照导出的目录整理后再上传。', 'invalid');
    const { lines } = await baseOf(context, from);
    const changes = changesBetween(lines, reading.lines);
    return done({
      sheet: reading.sheet,
      lines: reading.lines.length,
      unread: reading.unread.slice(0, mostUnread),
      unreadCount: reading.unread.length,
      changes,
      counts: countByKind(changes),
      before: lines.length,
      why: await whyNotChanged(context, from, changes),
    });
  },
});

const hours = z.int('课时应为整数').min(1, '课时至少 1').max(2000, '课时不超过 2000');
const changeForm = z.strictObject({
  kind: z.enum(changeKinds, '没有这种变动'),
  occupationCode: z.string().regex(/^\d-\d{2}-\d{2}-\d{2}$/, '职业编码应为 4-10-01-05 这样的形式'),
  occupationName: z.string().trim().min(1, '请写职业名称').max(40, '不超过 40 个字'),
  level: z.union(
    levels.map((level) => z.literal(level)),
    '等级应为 1 至 5',
  ),
  requiredHours: hours,
});

/** 录入职业目录的新一版 */
export const proposeOccupations = command({
  name: 'occupation.propose',
  path: '/occupation-editions',
  title: '录入职业目录',
  by: enterers,
  cites: ['2024.1.2'],
  input: z.object({
    ...editionShape,
    changes: z.array(changeForm).min(1, '还没有任何变动').max(9000, '一版不超过 9000 处变动'),
  }),
  async handle({ changes, ...head }, context) {
    const why = await whyNotChanged(context, head.from, changes);
    if (why) return refused(why, 'invalid');
    const { lines } = await baseOf(context, head.from);
    return propose(context, 'occupation', head, { changes: changesBetween(lines, changed(lines, changes)) });
  },
});
