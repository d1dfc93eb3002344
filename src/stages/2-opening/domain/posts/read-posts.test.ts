import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sheet } from '#kernel/sheet';
import { interpret } from '../lists/interpret';
import { postForm } from './form';
import { readPosts } from './read-posts';
import { samplePosts } from './sample-posts';

/** A sheet drawn as text: one line a row, cells parted by bars. */
const drawn = (text: string): Sheet => ({
  name: '岗位',
  rows: text.split('\n').map((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    return cells.map((cell) => (cell === '' ? undefined : { kind: 'text' as const, text: cell }));
  }),
});

function read(sheet: Sheet) {
  const found = interpret(postForm, [sheet]);
  if ('unreadable' in found) throw new Error(found.unreadable);
  return { ...found.reading, ...readPosts(found.reading) };
}

/** Numbers from a seed, the same for the same seed. */
const belowOf = (seed: number) => {
  let state = seed;
  return (limit: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * limit);
  };
};

const heading = '招聘单位|岗位|人数|工资待遇|联系人|联系电话|有效期';

describe('lists of job posts', () => {
  it('give the same posts in any order of columns, under any heading, in any style of wages and days', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 30 }), (seed) => {
        const sample = samplePosts(belowOf(seed));
        const { rows, problems, left } = read(sample.sheet);
        expect(rows.map(({ cells }) => cells)).toEqual(sample.posts);
        expect(problems).toEqual([]);
        expect(left.every(({ kind }) => kind !== 'unfilled')).toBe(true);
      }),
      { numRuns: 600 },
    );
  });

  it('name what they left out, and why', () => {
    const { rows, left } = read(
      drawn(
        `岗位信息表\n${heading}\n康宁公司|护理员|5|3000|李静|13903911001|2027-06-30\n\n合计||5\n填表人：赵某|||||联系电话：0391-3912345`,
      ),
    );
    expect(rows).toHaveLength(1);
    expect(left.map(({ row, kind }) => [row + 1, kind])).toEqual([
      [1, 'title'],
      [4, 'empty'],
      [5, 'total'],
      [6, 'signature'],
    ]);
  });

  it('take from the row above what a merged cell says only once, and 同上', () => {
    const { rows, tidied } = read(
      drawn(
        `${heading}\n康宁公司|护理员|5|3000|李静|13903911001|2027-06-30\n|保洁员|3|2500||同上|\n云台公司|月嫂|2|5000|王红||`,
      ),
    );
    expect(rows[1]?.cells).toMatchObject({
      employer: '康宁公司',
      contact: '李静',
      phone: '13903911001',
      headcount: '3',
    });
    expect(rows[2]?.cells).toMatchObject({ employer: '云台公司', contact: '王红', phone: '', validUntil: '' });
    expect(tidied.filter(({ why }) => why.includes('carried')).map(({ field }) => field)).toEqual(
      expect.arrayContaining(['employer', 'contact', 'phone', 'validUntil']),
    );
  });

  it('leave 面议 in its cell, to be asked about', () => {
    const { rows } = read(drawn(`${heading}\n康宁公司|护理员|5|面议|李静|13903911001|2027-06-30`));
    expect(rows[0]?.cells).toMatchObject({ wageFrom: '面议', wageTo: '' });
  });

  it('part a name from a number that stand in one cell, whichever column it is', () => {
    for (const names of ['联系人及电话', '联系人', '联系电话']) {
      const { rows } = read(
        drawn(`招聘单位|岗位|人数|${names}\n康宁公司|护理员|5|李静 139 0391 1001\n云台公司|月嫂|2|王红：0391-3912345`),
      );
      expect(rows.map(({ cells }) => [cells.contact, cells.phone])).toEqual([
        ['李静', '13903911001'],
        ['王红', '0391-3912345'],
      ]);
    }
  });

  it('name the columns that are not there', () => {
    const { problems } = read(drawn('单位名称|岗位|人数\n康宁公司|护理员|5'));
    expect(problems).toEqual(['没有找到“工资待遇”一栏。', '没有找到“联系人”一栏。', '没有找到“联系方式”一栏。']);
  });

  it('are told by their content where there is no heading', () => {
    const { columns } = read(
      drawn(
        '焦作市康宁养老服务有限公司|养老护理员|25人|3000-4000元|李静|13903911001\n焦作市云台家政有限公司|保洁员|5人|2500|王红|13903911002',
      ),
    );
    expect(columns).toEqual({ employer: 0, post: 1, headcount: 2, wage: 3, contact: 4, phone: 5 });
  });
});
