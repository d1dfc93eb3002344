import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inputWords } from './input-words';

const form = z.strictObject({
  accuracy: z.number().min(0).max(1000),
  note: z.string().max(3),
  rows: z.array(z.string()).min(1),
  kind: z.enum(['in', 'out']),
  own: z.string('请填写名称'),
});
const sound = { accuracy: 1, note: '', rows: ['r1'], kind: 'in', own: '' };
const told = (more: object): string[] =>
  form.safeParse({ ...sound, ...more }, { error: inputWords }).error?.issues.map(({ message }) => message) ?? [];

describe('what is wrong with an input', () => {
  it('is told in Chinese with its limit where the form has no words of its own', () => {
    expect(told({})).toEqual([]);
    expect(told({ accuracy: 2e6 })).toEqual(['不能超过 1000']);
    expect(told({ accuracy: -1 })).toEqual(['不能少于 0']);
    expect(told({ note: '一二三四' })).toEqual(['不能超过 3 字']);
    expect(told({ rows: [] })).toEqual(['不能少于 1 项']);
    expect(told({ accuracy: undefined })).toEqual(['没有填写']);
    expect(told({ accuracy: 'NaN' })).toEqual(['填写的内容不符合要求']);
    expect(told({ kind: 'up' })).toEqual(['填写的内容不符合要求']);
  });

  it('keeps the words of the form where it has them', () => {
    expect(told({ own: 3 })).toEqual(['请填写名称']);
  });
});
