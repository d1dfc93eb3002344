import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainWage, readWage } from './wage-text';

const said: Readonly<Record<string, readonly string[]>> = {
  '3000': [
    '3000',
    '３０００元',
    '3,000元/月',
    '3000.00',
    '月薪3000',
    '￥3000',
    '3k',
    '3K/月',
    '0.3万',
    '三千',
    '三千元',
    '3000元左右',
    '3000以上',
    '3000元起',
    '≥3000',
    '3000+',
    '底薪3000+提成',
    '3000元（包吃住）',
    '3000元/月，包吃住',
    '保底3000元',
    '年薪3.6万',
    '3千',
  ],
  '3000-5000': [
    '3000-5000',
    '3000—5000元',
    '3000~5000',
    '3000～5000元/月',
    '3000至5000元',
    '3000元到5000元',
    '3k-5k',
    '3k–5k',
    '3-5k',
    '3千-5千',
    '3-5千元',
    '0.3-0.5万',
    '0.3万-0.5万/月',
    '3,000-5,000',
    '三千至五千',
    '月薪3000-5000元+提成',
    '3000-5000元（五险一金）',
    '3000元/月-5000元/月',
    '３０００－５０００',
    '年薪3.6-6万',
    '3000 - 5000',
    '3000--5000',
  ],
  '3500': ['3500', '三千五', '三千五百元', '3.5k', '0.35万'],
  '-5000': ['5000以下', '不超过5000元', '≤5000'],
};

describe('wages as employers write them', () => {
  it.each(Object.entries(said).flatMap(([plain, ways]) => ways.map((way) => [way, plain] as const)))(
    '%s is %s',
    (way, plain) => {
      expect(plainWage(way)).toBe(plain);
    },
  );

  it.each(['面议', '工资面议', '待遇从优', '按公司规定', '待定'])('%s is no amount, for it is to be agreed', (way) => {
    expect(readWage(way)).toBe('negotiable');
  });

  it.each(['120元/天', '日薪150', '20元/小时', '计件，每件2元', '一天100'])('%s is not a monthly wage', (way) => {
    expect(readWage(way)).toBe('notMonthly');
  });

  it.each(['', '好', '3-5', '50', '3000-5000-8000', 'abc3000xyz'])('%s is not guessed at', (way) => {
    expect(readWage(way)).toBe('unclear');
  });

  it('reads two bounds the same in every style', () => {
    const hundreds = fc.integer({ min: 10, max: 200 }).map((count) => count * 100);
    const styles: readonly ((from: number, to: number) => string)[] = [
      (from, to) => `${from}-${to}`,
      (from, to) => `${from}元至${to}元/月`,
      (from, to) => `${from / 1000}k–${to / 1000}k`,
      (from, to) => `${from / 10_000}万～${to / 10_000}万`,
      (from, to) => `月薪 ${from.toLocaleString('en')} — ${to.toLocaleString('en')} 元`,
    ];
    fc.assert(
      fc.property(hundreds, hundreds, fc.constantFrom(...styles), (a, b, style) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b) + 100];
        expect(readWage(style(from, to))).toEqual({ from, to });
      }),
    );
  });

  it('leaves what it has read as it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 90_000 }), fc.integer({ min: 1, max: 9000 }), (from, more) => {
        for (const plain of [`${from}`, `${from}-${from + more}`, `-${from}`]) expect(plainWage(plain)).toBe(plain);
      }),
    );
  });
});
