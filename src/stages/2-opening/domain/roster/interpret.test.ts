import { describe, expect, it } from 'vitest';
import type { Sheet } from '#kernel/sheet';
import { cellOf, checkRoster } from './check';
import { interpret, interpretWith } from './interpret';
import { startsOn } from './sample-people';

/** A sheet drawn as text: one line a row, cells parted by bars. */
const sheet = (drawn: string, name = '名单'): Sheet => ({
  name,
  rows: drawn.split('\n').map((line) => {
    const cells = line.split('|').map((text) => text.trim());
    return cells.every((text) => text === '')
      ? undefined
      : cells.map((text) => (text === '' ? undefined : { kind: 'text' as const, text }));
  }),
});

function read(...sheets: Sheet[]) {
  const found = interpret(sheets);
  if ('unreadable' in found) throw new Error(found.unreadable);
  return found.roster;
}

const wang = '王伟|410802199003070017|13812345678|④';
const li = '李红|410811200803017777|13912345678|⑤';
const heading = '姓名|身份证号|联系电话|人员类别';

describe('interpreting a sheet', () => {
  it('reads past titles, column numbers, examples, blank rows, totals, repeated headings and signatures', () => {
    const roster = read(
      sheet(
        `花名册||\n${heading}\n1|2|3|4\n示例张三|410802199003070017|138|④\n${wang}\n\n小计|1人\n${heading}\n${li}\n合计|2人\n经办人：赵某||审核人：`,
      ),
    );
    expect(roster.rows.map(({ cells }) => cells.name)).toEqual(['王伟', '李红']);
    expect(roster.rows.map(({ id }) => id)).toEqual(['5', '9']);
  });

  it('joins headings of two and three merged rows', () => {
    const roster = read(
      sheet(`序号|基本||联系\n|姓名|身份证|方式|人员\n||号码||类别\n1|王伟|410802199003070017|13812345678|④`),
    );
    expect(roster.columns).toMatchObject({ name: 1, id: 2, phone: 3, category: 4 });
  });

  it('tells the columns from their content where there is no heading', () => {
    const roster = read(sheet(`${wang}\n${li}`));
    expect(roster.columns).toMatchObject({ name: 0, id: 1, phone: 2, category: 3 });
    expect(roster.header).toBeUndefined();
    expect(roster.rows).toHaveLength(2);
  });

  it('finds a column by content when its heading says nothing', () => {
    const roster = read(sheet(`姓名|身份证号|号码一|情况\n${wang}\n${li}`));
    expect(roster.columns).toMatchObject({ phone: 2, category: 3 });
    expect(roster.unmapped).toEqual([]);
  });

  it('does not take a bank card for an identity number, or a parent’s phone for the trainee’s', () => {
    const roster = read(
      sheet(
        `姓名|银行卡号|身份证号|家长电话|联系电话\n王伟|6222021234567890123|410802199003070017|13700000000|13812345678`,
      ),
    );
    expect(roster.columns).toMatchObject({ id: 2, phone: 4 });
    expect(roster.unmapped.map(({ heading: words }) => words)).toEqual(['银行卡号', '家长电话']);
  });

  it('chooses the sheet that is the roster, and says that another looks like one', () => {
    const roster = read(
      sheet('说明\n请填写'),
      sheet(`姓名|身份证号\n${li}`, '旧'),
      sheet(`${heading}\n${wang}\n${li}`, '新'),
    );
    expect(roster.sheet).toBe('新');
    expect(roster.problems).toEqual([expect.stringContaining('“旧”也有 1 行')]);
  });

  it('keeps a trainee whose number is missing, and drops rows that only carry a number or a default', () => {
    const roster = read(sheet(`序号|${heading}|备注\n1|${wang}|\n2|李红||13912345678|⑤|\n3||||④|\n4||||| `));
    expect(roster.rows.map(({ cells }) => cells.name)).toEqual(['王伟', '李红']);
  });

  it('lays a pasted block onto columns named by hand', () => {
    const roster = interpretWith(sheet(`x\n${wang}`), {
      columns: { name: 0, id: 1, phone: 2, category: 3 },
      firstRow: 1,
    });
    expect(roster.rows).toMatchObject([{ cells: { name: '王伟', category: '农村转移就业劳动者' } }]);
    expect(roster.tidied).toMatchObject([{ row: '2', field: 'category', from: '④', why: ['category-mark'] }]);
  });

  it('names the cell of a finding as the file does', () => {
    const { rows } = read(sheet(`||\n|${heading}\n|王伟|410802199003070018|13812345678|④`));
    const [finding] = checkRoster(rows, { startsOn, filedOn: startsOn });
    expect(finding && cellOf(finding, rows)).toBe('C3');
  });
});
