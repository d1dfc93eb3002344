import { describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { postRow, readPost } from './post-model';

const today = plainDate('2026-11-23');
const sound = {
  employer: '康宁养老服务有限公司',
  post: '养老护理员',
  headcount: '5',
  wageFrom: '3000',
  wageTo: '4000',
  contact: '李静',
  phone: '13903911001',
  validUntil: '2027-06-30',
  creditCode: '91410822MA3X4T2K8D',
  address: '鸿昌路 1 号',
};
const read = (spoiled: Partial<typeof sound>) => readPost({ id: 'x', cells: { ...sound, ...spoiled } }, today);

describe('a row of the job posts', () => {
  it('is a post without faults, and comes back as it was typed', () => {
    const { post, faults } = read({});
    expect(faults).toEqual([]);
    expect(post).toMatchObject({ headcount: 5, wageFromFen: 300_000, wageToFen: 400_000 });
    expect(postRow(post).cells).toEqual(sound);
  });

  it.each([
    ['wageFrom', '面议', '面议'],
    ['wageFrom', '120元/天', '日薪'],
    ['headcount', '若干', '整数'],
    ['headcount', '5-8人', '整数'],
    ['validUntil', '长期有效', '不是日期'],
    ['phone', '13903911001、13903911002', '不能超过 20 个字'],
  ] as const)('with %s %s is kept, and the cell is named', (field, written, words) => {
    const { post, faults } = read({ [field]: written });
    expect(faults.map((fault) => [fault.field, fault.message.includes(words)])).toEqual([[field, true]]);
    expect(post.employer).toBe(sound.employer);
    expect(post.phone.length).toBeLessThanOrEqual(20);
  });
});
