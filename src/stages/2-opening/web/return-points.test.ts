import { describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { automaticTag } from './item-figures';
import { placeWords } from './place-words';
import { emptyCells } from '../domain/roster/row';
import { isWritten, pointAt, suggestedPoints, withSuggested } from './return-points';

const finding = {
  rule: 'opening.no-overlap',
  severity: 'blocks',
  part: 'roster',
  field: 'id',
  row: 'a',
  cites: ['2024.1.2'],
  breach: {},
  message: '与修武县“家政服务员”的上课时间重叠 6 天。',
  fix: '请更换学员。',
} as const;
const warning = { ...finding, rule: 'opening.trained-before', severity: 'warns', row: 'b' } as const;

describe('a return', () => {
  it('begins with what blocks, at its place, with message and way forward', () => {
    expect(suggestedPoints({ findings: [finding, warning], decisions: [], items: [] })).toMatchObject([
      { part: 'roster', row: 'a', field: 'id', reason: `${finding.message}${finding.fix}` },
    ]);
  });
  it('names a warning the officer did not accept, with the officer’s reason', () => {
    const decision = { rule: warning.rule, row: 'b', field: 'id', accepted: false, reason: '本人承认' };
    expect(suggestedPoints({ findings: [warning], decisions: [decision], items: [] })[0]?.reason).toContain('本人承认');
    expect(suggestedPoints({ findings: [warning], decisions: [{ ...decision, accepted: true }], items: [] })).toEqual(
      [],
    );
  });
  it('begins with the earliest lawful day where the first day has passed', () => {
    const offeredStart = { on: plainDate('2026-12-08'), isForecast: false };
    expect(suggestedPoints({ findings: [], decisions: [], items: [], offeredStart })).toMatchObject([
      { part: 'application', field: 'startsOn', reason: expect.stringContaining('12月8日') },
    ]);
  });
  it('keeps what was written and does not bring back what was taken out', () => {
    const [point] = suggestedPoints({ findings: [finding], decisions: [], items: [] });
    if (!point) throw new Error('no point');
    const edited = { ...point, reason: '请换人' };
    expect(withSuggested([edited], [point], new Set())).toEqual([edited]);
    expect(withSuggested([], [point], new Set([point.key]))).toEqual([]);
  });
  it('is not a reason while only the field is named', () => {
    expect(isWritten(pointAt('roster', 'a', 'id'))).toBe(false);
    expect(isWritten({ ...pointAt('roster', 'a', 'id'), reason: '身份证号须核对改正：与照片不符' })).toBe(true);
  });
});

describe('places and tags', () => {
  it('name a cell by part, row and field', () => {
    const roster = [{ id: 'a', cells: { ...emptyCells(), name: '王小英' } }];
    expect(placeWords({ roster, lessons: [], posts: [] }, finding)).toBe('备案花名册 · 第 1 行 王小英 · 身份证号');
  });
  it('say in one tag how the rules stand to a class', () => {
    const row = { state: 'filed', blockingCount: 0, warningCount: 0 };
    expect(automaticTag(row)).toEqual({ tone: 'ok', label: '全部相符' });
    expect(automaticTag({ ...row, warningCount: 2 })).toEqual({ tone: 'warn', label: '2 项提醒' });
    expect(automaticTag({ ...row, blockingCount: 1, warningCount: 2 })).toEqual({ tone: 'stop', label: '1 项不符' });
    expect(automaticTag({ ...row, state: 'drafted', blockingCount: 9 })).toEqual({ tone: 'calm', label: '起草中' });
  });
});
