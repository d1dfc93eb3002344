import type { Page } from 'playwright-core';
import { readSheets } from '../../src/platform/spreadsheet/read';

/** An answer as the insurance office might send it to the batch on the page: a title, a total, and things to look at. */
export async function sampleAnswer(page: Page): Promise<Buffer> {
  const { origin, pathname } = new URL(page.url());
  const reason = encodeURIComponent('送社保中心比对，用后删除');
  const list = await page.request.get(`${origin}/api/v1${pathname}/file?reason=${reason}`);
  const read = await readSheets(await list.body(), 'list.xlsx');
  if ('unreadable' in read) throw new Error(read.unreadable);
  const people = (read.sheets[0]?.rows ?? []).flatMap((row) => {
    const [, name = '', id = ''] = Array.from(row ?? [], (cell) => cell?.text ?? '');
    return /^\d{17}[\dX]$/.test(id) ? [[name, id]] : [];
  });
  const lines = people.slice(0, -1).map(([name = '', id = ''], at) => {
    if (at === 1) return [`${name}妹`, id, '未参保', '', ''];
    if (at === 2) return [name, id, '待核', '', ''];
    return at === 4 ? [name, id, '参保缴费', '2025-09', '武陟县康颐养老服务有限公司'] : [name, id, '未参保', '', ''];
  });
  const rows = [
    ['社会保险事业中心比对结果'],
    ['姓名', '身份证号', '参保状态', '参保开始', '参保单位'],
    ...lines,
    [`合计 ${lines.length} 人`],
  ];
  return Buffer.from(`\ufeff${rows.map((row) => row.join(',')).join('\r\n')}`);
}
