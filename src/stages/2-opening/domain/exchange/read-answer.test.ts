import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sheet } from '#kernel/sheet';
import { checkDigit } from '#law/identity-number';
import { type AnswerReading, readAnswer } from './read-answer';
import { countsOf, isSameName, reconcile } from './reconcile';
import { outsideRegisters, registerWords } from './registers';
import { statusOf } from './status-words';

const idOf = (serial: number): string => {
  const first = `41082219850615${String(serial).padStart(3, '0')}`;
  return first + checkDigit(first);
};
const sheetOf = (...rows: (string | number | null)[][]): Sheet => ({
  name: '结果',
  rows: rows.map((row) =>
    row.map((cell) => {
      if (cell === null) return undefined;
      return { kind: typeof cell === 'number' ? ('number' as const) : ('text' as const), text: String(cell) };
    }),
  ),
});
function read(sheet: Sheet, register: (typeof outsideRegisters)[number] = 'employeeInsurance'): AnswerReading {
  const read = readAnswer([sheet], register);
  if ('unreadable' in read) throw new Error(read.unreadable);
  return read.answer;
}

describe('an answer file', () => {
  it('is read by its headings, with a title above and columns in any order', () => {
    const answer = read(
      sheetOf(
        ['职工养老保险参保查询结果'],
        ['序号', '参保单位名称', '姓名', '社会保障号码', '参保状态', '参保起始时间', '终止日期'],
        ['1', '焦作市康颐公司', '王小英', idOf(2).toLowerCase(), '参保缴费', '2025-09', '至今'],
        ['2', '', '李强', idOf(4), '未参保', '', ''],
        ['3', '温县某厂', '赵四', idOf(6), '终止参保', '2019.3', '202412'],
      ),
    );
    expect(answer.header).toBe(1);
    expect(answer.unread).toEqual([]);
    expect(answer.lines).toEqual([
      {
        cell: 'D3',
        id: idOf(2),
        name: '王小英',
        listed: true,
        from: '2025-09-01',
        until: undefined,
        organisation: '焦作市康颐公司',
      },
      { cell: 'D4', id: idOf(4), name: '李强', listed: false, from: undefined, until: undefined, organisation: '' },
      {
        cell: 'D5',
        id: idOf(6),
        name: '赵四',
        listed: false,
        from: '2019-03-01',
        until: '2024-12-31',
        organisation: '温县某厂',
      },
    ]);
  });

  it.each(outsideRegisters)('of %s is understood by the very columns and words the export asks for', (register) => {
    const { columns, listed, absent } = registerWords[register];
    const headings = ['序号', '姓名', '身份证号', ...Object.values(columns)];
    const answer = read(sheetOf(headings, ['1', '甲', idOf(1), listed], ['2', '乙', idOf(3), absent]), register);
    expect(Object.keys(answer.columns).sort()).toEqual(['id', 'name', ...Object.keys(columns)].sort());
    expect(answer.lines.map((line) => line.listed)).toEqual([true, false]);
  });

  it('that is a bare list of names and numbers lists whom the register has', () => {
    const answer = read(sheetOf(['姓名', '身份证号'], ['甲', idOf(1)]), 'deaths');
    expect(answer.lines).toMatchObject([{ listed: true }]);
  });

  it('tells apart what 正常 means: alive, insured', () => {
    expect(statusOf('deaths', '正常')).toBe(false);
    expect(statusOf('employeeInsurance', '正常')).toBe(true);
    expect(statusOf('unemployment', '失业')).toBe(true);
    expect(statusOf('unemployment', '在职')).toBe(false);
    expect(statusOf('employeeInsurance', '待核')).toBe('unclear');
  });

  it('says at the cell what it cannot read, and never guesses', () => {
    const answer = read(
      sheetOf(
        ['姓名', '身份证号', '参保状态', '参保开始'],
        ['甲', 4.1082219850615e17, '是', ''],
        ['乙', idOf(1).replace(/.$/, (sign) => (sign === '0' ? '1' : '0')), '是', ''],
        ['丙', idOf(3), '待核', ''],
        ['丁', idOf(5), '是', '去年'],
        ['戊', '', '是', ''],
        ['合计', null, null, null],
      ),
    );
    expect(answer.lines).toEqual([]);
    expect(answer.unread.map(({ cell, why }) => `${cell} ${why.slice(0, 6)}`)).toEqual([
      'B2 证号在表格里',
      'B3 证号校验位不',
      'B4 看不懂“待核',
      'B5 看不懂日期“',
      'B6 没有证号',
    ]);
    expect(answer.passed).toEqual([{ row: 6, why: '合计或落款', excerpt: '合计' }]);
  });

  it('without a heading is read by the column of numbers; other columns are named by hand', () => {
    const sheet = sheetOf(['甲', idOf(1), '是'], ['乙', idOf(3), '否']);
    expect(read(sheet).columns).toEqual({ id: 1 });
    const mapped = readAnswer([sheet], 'employeeInsurance', { columns: { id: 1, name: 0, status: 2 } });
    expect('answer' in mapped && mapped.answer.lines.map(({ name, listed }) => `${name} ${listed}`)).toEqual([
      '甲 true',
      '乙 false',
    ]);
  });

  it('is read from the row that an officer says is the heading, and says which rows told nothing', () => {
    const sheet = sheetOf(
      ['姓名', '身份证号', '参保状态'],
      ['以下由社保中心填写', '', ''],
      ['人员姓名', '证件号码', '备注', '核查结果'],
      ['甲', idOf(1), '参保', '否'],
      ['合计', '', '', ''],
      ['', '共 1 人', '', ''],
    );
    expect(read(sheet).columns).toMatchObject({ status: 2 });
    const chosen = readAnswer([sheet], 'employeeInsurance', { header: 2 });
    if ('unreadable' in chosen) throw new Error(chosen.unreadable);
    expect(chosen.answer).toMatchObject({ header: 2, columns: { name: 0, id: 1, status: 3 } });
    expect(chosen.answer.lines.map(({ listed }) => listed)).toEqual([false]);
    expect(chosen.answer.unread).toEqual([]);
    expect(chosen.answer.passed).toEqual([
      { row: 4, why: '合计或落款', excerpt: '合计' },
      { row: 5, why: '证号一栏里不是证号', excerpt: '共 1 人' },
    ]);
    expect(chosen.answer.headingChoices.map(({ row }) => row)).toEqual([0, 1, 2, 4, 5]);
    expect(JSON.stringify(chosen.answer.headingChoices)).not.toContain(idOf(1));
  });

  it('without any numbers is refused with what is wanted', () => {
    const refusal = readAnswer([sheetOf(['姓名'], ['甲'])], 'pensionPayment');
    expect('unreadable' in refusal && refusal.unreadable).toMatch(/身份证号.*领取状态/);
  });
});

describe('the reconciliation', () => {
  const people = [1, 3, 5].map((serial) => ({ id: idOf(serial), name: '王小英' }));
  const line = (serial: number, change = {}) => ({
    cell: 'A1',
    id: idOf(serial),
    name: '王小英',
    listed: true,
    from: undefined,
    until: undefined,
    organisation: '',
    ...change,
  });

  it('tells the missing, the unknown, the repeated and the differently named', () => {
    const lines = [line(1), line(1, { listed: false }), line(3, { name: '李大强' }), line(7)];
    const found = reconcile(people, lines, [], false);
    expect(countsOf(3, found)).toEqual({
      asked: 3,
      answered: 2,
      listed: 2,
      missing: 1,
      unknown: 1,
      repeated: 1,
      otherNames: 1,
      unread: 0,
    });
    expect(found.answered.map(({ record }) => record.isOtherName)).toEqual([false, true]);
  });

  it('takes the missing for not found where the register lists only hits', () => {
    const found = reconcile(people, [line(1)], [], true);
    expect(found.answered.map(({ record }) => record.listed)).toEqual([true, false, false]);
    expect(found.missing).toHaveLength(2);
  });

  it('lays every line to one person or to none, and no person twice', () => {
    const serials = fc.array(fc.record({ serial: fc.nat(9), listed: fc.boolean() }), { maxLength: 40 });
    fc.assert(
      fc.property(serials, fc.boolean(), (all, listsOnlyHits) => {
        const lines = all.map(({ serial, listed }) => line(serial, { listed }));
        const { answered, missing, unknown } = reconcile(people, lines, [], listsOnlyHits);
        const asked = new Set(people.map(({ id }) => id));
        expect(unknown).toEqual(lines.filter(({ id }) => !asked.has(id)));
        expect(new Set(answered.map(({ id }) => id)).size).toBe(answered.length);
        expect(answered.length + (listsOnlyHits ? 0 : missing.length)).toBe(people.length);
        for (const { id, record } of answered) {
          expect(record.listed).toBe(lines.some((each) => each.id === id && each.listed));
        }
      }),
    );
  });

  it('compares names without blanks and through masks', () => {
    expect(isSameName('王小英', '王*英')).toBe(true);
    expect(isSameName('王小英', '王 小 英')).toBe(true);
    expect(isSameName('阿依古丽·买买提', '阿依古丽•买买提')).toBe(true);
    expect(isSameName('王小英', '')).toBe(true);
    expect(isSameName('王小英', '王英')).toBe(false);
  });
});
