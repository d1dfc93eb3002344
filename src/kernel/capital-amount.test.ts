import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capitalAmount } from './capital-amount';
import { fen } from './money';

/** Reads 大写 by its own road, place by place, so that the writer is not checked against itself. */
function readCapital(text: string): number {
  const digits = '零壹贰叁肆伍陆柒捌玖';
  const small: Record<string, number> = { 拾: 10, 佰: 100, 仟: 1000 };
  let total = 0;
  let section = 0;
  let group = 0;
  let digit = 0;
  for (const sign of text.replace('负', '').replace('整', '')) {
    if (digits.includes(sign)) digit = digits.indexOf(sign);
    else if (small[sign]) {
      group += digit * small[sign];
      digit = 0;
    } else if (sign === '万') {
      section += (group + digit) * 10_000;
      group = digit = 0;
    } else if (sign === '亿') {
      total += (section + group + digit) * 1e8;
      section = group = digit = 0;
    } else if (sign === '元') {
      total = (total + section + group + digit) * 100;
      section = group = digit = 0;
    } else {
      total += digit * (sign === '角' ? 10 : 1);
      digit = 0;
    }
  }
  return text.startsWith('负') ? -total : total;
}

describe('大写金额', () => {
  it.each([
    [0, '零元整'],
    [1, '壹分'],
    [50, '伍角'],
    [55, '伍角伍分'],
    [140_950, '壹仟肆佰零玖元伍角'],
    [600_714, '陆仟零柒元壹角肆分'],
    [168_032, '壹仟陆佰捌拾元零叁角贰分'],
    [10_700_053, '壹拾万柒仟元零伍角叁分'],
    [1_640_902, '壹万陆仟肆佰零玖元零贰分'],
    [32_504, '叁佰贰拾伍元零肆分'],
    [3_950_000, '叁万玖仟伍佰元整'],
    [1_000, '壹拾元整'],
    [1_000_100, '壹万零壹元整'],
    [10_050_000, '壹拾万零伍佰元整'],
    [100_000_000_00, '壹亿元整'],
    [100_000_001_00, '壹亿零壹元整'],
    [1_000_050_000_00, '壹拾亿零伍万元整'],
    [1_000_010_000_00, '壹拾亿零壹万元整'],
    [100_010_000_00, '壹亿零壹万元整'],
    [100_001_000_00, '壹亿零壹仟元整'],
    [20_000_000_000_000_00, '贰拾万亿元整'],
    [10_071_900_000_000_00, '壹拾万零柒佰壹拾玖亿元整'],
    [-120_000, '负壹仟贰佰元整'],
  ])('%i fen is %s', (amount, text) => expect(capitalAmount(fen(amount))).toBe(text));

  it('says every amount so that it reads back the same', () => {
    const amounts = fc.oneof(
      fc.integer({ min: -1e6, max: 1e6 }),
      fc.maxSafeInteger(),
      fc.nat(9).map((n) => 10 ** n),
    );
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(readCapital(capitalAmount(fen(amount)))).toBe(amount);
      }),
      {
        numRuns: 2000,
      },
    );
  });

  it('never doubles 零, never puts it before a unit, and says 整 only after 元', () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeInteger(), fc.nat(10_000_000)), (amount) => {
        const text = capitalAmount(fen(amount));
        expect(text).not.toMatch(/零零|零[拾佰仟万亿]|[^元]整|整./u);
        if (amount !== 0) expect(text).not.toContain('零元');
      }),
      { numRuns: 2000 },
    );
  });
});
