import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigit } from '#law/identity-number';
import { matchKind, matchTrainee, type NamedTrainee, spokenFault } from './attachment-names';

const numberOf = (index: number): string => {
  const first = `41082219850615${String(100 + index)}`;
  return first + checkDigit(first);
};
const trainee = (id: string, name: string, index: number): NamedTrainee => ({
  id,
  name,
  identityNumber: numberOf(index),
});

const zhang = trainee('zhang', '张三', 1);
const zhangFeng = trainee('zhangfeng', '张三丰', 2);
const li = trainee('li', '李四', 3);
const aji = trainee('aji', '阿卜杜拉·买买提', 4);
const roster = [zhang, zhangFeng, li, aji];

describe('the owner of a file', () => {
  it.each([
    ['张三.jpg', 'zhang'],
    ['张三-照片.jpg', 'zhang'],
    ['12 张三 身份证.jpg', 'zhang'],
    ['12张三身份证正面.JPG', 'zhang'],
    ['张三_正面.png', 'zhang'],
    ['张　三（1）.jpeg', 'zhang'],
    ['03、张三丰 就业创业证 扫描件.pdf', 'zhangfeng'],
    [`${numberOf(3)}.jpg`, 'li'],
    [`照片\\${numberOf(3).toLowerCase()}_一寸.jpg`, 'li'],
    ['阿卜杜拉•买买提.jpg', 'aji'],
    ['阿卜杜拉买买提 社保卡.jpg', 'aji'],
    ['照片/李四.jpg', 'li'],
    ['证明/李四/身份证 反面.jpg', 'li'],
    ['养老护理员第3期/李四/IMG_20261121_103045.jpg', 'li'],
  ])('of %s is found', (path, row) => expect(matchTrainee(path, roster)).toEqual({ row }));

  it.each([
    ['张三封.jpg', 'nobody'],
    ['IMG_20261121.jpg', 'nobody'],
    ['微信图片_202611211030451234.jpg', 'nobody'],
    ['张三 李四 合照.jpg', 'several'],
    [`${numberOf(77)} 张三.jpg`, 'unknown-number'],
    ['李四/张三.jpg', 'contradiction'],
  ])('of %s is left to a hand', (path, fault) => expect(matchTrainee(path, roster)).toEqual({ fault }));

  it('is not guessed between two of one name, and told by the last digits of the number', () => {
    const other = trainee('other', '张三', 9);
    const both = [zhang, other];
    expect(matchTrainee('张三.jpg', both)).toEqual({ fault: 'several' });
    expect(matchTrainee(`张三${zhang.identityNumber.slice(-4)}.jpg`, both)).toEqual({ row: 'zhang' });
    expect(matchTrainee(`张三-${other.identityNumber.slice(-6)} 照片.jpg`, both)).toEqual({ row: 'other' });
    expect(matchTrainee('张三 2026.jpg', both)).toEqual({ fault: 'several' });
  });

  it('of any trainee of any roster is found, whatever the order of rows and the style of the name', () => {
    const han = fc.constantFrom(...'王李赵刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐');
    const name = fc.array(han, { minLength: 2, maxLength: 4 }).map((signs) => signs.join(''));
    const styles: readonly ((each: NamedTrainee, at: number) => string)[] = [
      ({ name: own }) => `${own}.jpg`,
      ({ name: own }) => `照片/${own}.jpg`,
      ({ name: own }, at) => `${at + 1}${own}身份证.png`,
      ({ name: own }) => `证明/${own}/毕业证.pdf`,
      ({ name: own }) => `${own.split('').join(' ')}_背面.jpg`,
      ({ identityNumber }) => `${identityNumber}.jpg`,
      ({ name: own, identityNumber }) => `${own}${identityNumber}照片.jpg`,
    ];
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { minLength: 1, maxLength: 60 }),
        fc.nat(),
        fc.constantFrom(...styles),
        (names, pick, style) => {
          const people = names.map((own, index) => trainee(`r${index}`, own, index));
          const at = pick % people.length;
          const wanted = people[at];
          if (!wanted) return;
          expect(matchTrainee(style(wanted, at), people)).toEqual({ row: wanted.id });
          expect(matchTrainee(style(wanted, at), people.toReversed())).toEqual({ row: wanted.id });
        },
      ),
    );
  });

  it('is never somebody whose name and number the path does not hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (path) => {
        const match = matchTrainee(path, roster);
        if (!('row' in match)) return;
        const owner = roster.find(({ id }) => id === match.row);
        const letters = path.normalize('NFKC').replace(/[^\p{L}\d]/gu, '');
        expect(
          letters.includes(owner?.name.replace('·', '') ?? '?') || letters.includes(owner?.identityNumber ?? '?'),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('that was not found is explained with the way forward', () => {
    for (const fault of ['nobody', 'several', 'unknown-number', 'contradiction'] as const)
      expect(spokenFault(fault)).toMatch(/请指定学员。$/);
  });
});

describe('the kind of a file', () => {
  it.each([
    ['张三-照片.jpg', { kind: 'portrait' }],
    ['张三 一寸.jpg', { kind: 'portrait' }],
    ['头像/张三.jpg', { kind: 'portrait' }],
    ['张三 登记照.jpg', { kind: 'portrait' }],
    ['张三身份证.jpg', { kind: 'proof', proof: 'identityCard' }],
    ['张三身份证照片.jpg', { kind: 'proof', proof: 'identityCard' }],
    ['张三_正面.jpg', { kind: 'proof', proof: 'identityCard' }],
    ['照片/张三身份证.jpg', { kind: 'proof', proof: 'identityCard' }],
    ['张三 《就业创业证》.pdf', { kind: 'proof', proof: 'employmentCard' }],
    ['张三就业失业登记证.pdf', { kind: 'proof', proof: 'unemploymentCertificate' }],
    ['张三失业登记证.jpg', { kind: 'proof', proof: 'unemploymentCertificate' }],
    ['张三社保卡.jpg', { kind: 'proof', proof: 'socialSecurityCard' }],
    ['证明/张三/低保证明.jpg', { kind: 'proof', proof: 'allowanceApproval' }],
    ['张三 帮扶手册.pdf', { kind: 'proof', proof: 'assistanceHandbook' }],
    ['张三学生证.jpg', { kind: 'proof', proof: 'studentCard' }],
    ['张三毕业证.jpg', { kind: 'proof', proof: 'diploma' }],
    ['证明/张三.jpg', { kind: 'proof' }],
    ['张三 身份证 社保卡.pdf', { kind: 'proof' }],
  ])('of %s is told', (path, kind) => expect(matchKind(path)).toEqual(kind));

  it.each(['张三.jpg', '证明与照片/张三.jpg', 'IMG_0012.jpg'])('of %s is not guessed', (path) =>
    expect(matchKind(path)).toBeUndefined(),
  );
});
