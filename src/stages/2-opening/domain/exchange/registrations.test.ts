import { describe, expect, it } from 'vitest';
import type { Sheet } from '#kernel/sheet';
import { checkDigit } from '#law/identity-number';
import { layOut, missingIn, readRegistrations } from './registrations';

const id = `41082219850615002${checkDigit('41082219850615002')}`;
const sheetOf = (...rows: string[][]): Sheet => ({
  name: '录入',
  rows: rows.map((row) =>
    row.map((text) => ({ kind: /^\d{16,}$/.test(text) && text.startsWith('9') ? 'number' : 'text', text })),
  ),
});

describe('the list of a provincial system', () => {
  it('gives class, person and number of each line', () => {
    const read = readRegistrations([
      sheetOf(['系统录入号', '班期编号', '姓名', '身份证号'], ['PX2026-000123', 'BA-2026-0113', '王小英', id]),
    ]);
    expect('list' in read && read.list.lines).toEqual([
      {
        cell: 'A2',
        number: 'PX2026-000123',
        classWords: 'BA-2026-0113',
        name: '王小英',
        id,
        idMasked: `410***********${id.slice(-4)}`,
      },
    ]);
  });

  it('keeps a line whose identity number is unsound, so that it is seen as entered there', () => {
    const read = readRegistrations([sheetOf(['录入编号', '身份证号'], ['1', id.slice(0, 17)])]);
    expect('list' in read && read.list.lines).toMatchObject([{ number: '1', id: undefined }]);
  });

  it('takes no number twice, none missing and none a sheet has spoilt', () => {
    const read = readRegistrations([
      sheetOf(['录入号', '身份证号'], ['A1', id], ['A1', id], ['', id], ['9000000000000000000', id]),
    ]);
    expect('list' in read && [read.list.lines.length, read.list.unread.map(({ cell }) => cell)]).toEqual([
      1,
      ['A3', 'A4', 'A5'],
    ]);
  });

  it('is read as an officer put it right: another row, other columns', () => {
    const sheets = [sheetOf(['名单'], ['学员', '代号', '证照'], ['王小英', 'PX1', id])];
    const first = layOut(sheets, {});
    expect(missingIn(first)).toEqual(['系统录入号', '身份证号']);
    expect('unreadable' in readRegistrations(sheets, first)).toBe(true);
    const choice = { sheet: 0, header: 1, columns: { number: 1, id: 2, name: 0 } };
    const read = readRegistrations(sheets, layOut(sheets, choice));
    expect('list' in read && read.list.lines).toMatchObject([{ cell: 'B3', number: 'PX1', id, name: '王小英' }]);
  });

  it('is read as a list of the same headings was, in whatever order its columns stand', () => {
    const shape = {
      columns: { 学员: 'name', 代号: 'number', 证照: 'id' },
      savedBy: '王经办',
      savedOn: '2026-11-20',
    };
    const layout = layOut([sheetOf(['证照', '代号', '学员'], [id, 'PX1', '王小英'])], {}, [shape]);
    expect(layout).toMatchObject({ origin: 'remembered', columns: { id: 0, number: 1, name: 2 } });
  });

  it('is refused, with what is wanted, when it has no numbers', () => {
    const read = readRegistrations([sheetOf(['姓名', '身份证号'], ['甲', id])]);
    expect('unreadable' in read && read.unreadable).toMatch(/系统录入号/);
  });
});
