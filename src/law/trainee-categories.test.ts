import { describe, expect, it } from 'vitest';
import { addDays, plainDate as day } from '#kernel/plain-date';
import { findCategory, findFormerTerm, getCategory, traineeCategories } from './trainee-categories';
import { categoryTerms } from './trainee-category-terms';

const today = day('2026-11-21');
const codeOf = (text: string, onDay = today) => findCategory(text, onDay)?.code;

describe('the trainee categories', () => {
  it('are the five of the notice in the order of 附件1, each with proofs', () => {
    expect(traineeCategories.map(({ mark, code }) => mark + code)).toEqual([
      '①poorFamilyChild',
      '②finalYearGraduate',
      '③schoolLeaver',
      '④ruralTransferWorker',
      '⑤registeredUnemployed',
    ]);
    for (const category of traineeCategories) {
      expect(category.proofs.length).toBeGreaterThan(0);
      expect(getCategory(category.code)).toBe(category);
    }
  });

  it('are found by mark, number and name in every usual writing', () => {
    for (const category of traineeCategories) {
      const { order, mark, fullName, shortName } = category;
      const han = '一二三四五'.charAt(order - 1);
      const wide = String.fromCharCode(0xff10 + order);
      const numbers = [
        mark,
        `${order}`,
        wide,
        `(${order})`,
        `（${wide}）`,
        `第${order}类`,
        `${han}`,
        `（${han}）`,
        `A${order}`,
      ];
      const names = [fullName, shortName, ` ${shortName.split('').join(' ')}　`, `${shortName}（备注）`];
      const both = names.flatMap((name) => [
        `${mark}${name}`,
        `${order}、${name}`,
        `${order}. ${name}`,
        `（${order}）${name}`,
      ]);
      for (const text of [...numbers, ...names, ...both]) expect(codeOf(text)).toBe(category.code);
    }
  });

  it('are found by every term clerks use while it is in use', () => {
    for (const term of categoryTerms)
      for (const form of term.forms) {
        expect(codeOf(form, term.until ?? today)).toBe(term.category);
        expect(codeOf(`${getCategory(term.category).mark}${form}`, term.until ?? today)).toBe(term.category);
      }
  });

  it.each([
    ['农民工', 'ruralTransferWorker'],
    ['两后生', 'schoolLeaver'],
    ['城乡未继续升学的应届初高中毕业生', 'schoolLeaver'],
    ['失业人员', 'registeredUnemployed'],
    ['低保', 'poorFamilyChild'],
    ['防止返贫监测对象', 'poorFamilyChild'],
    ['⑤城镇登记失业人员', 'registeredUnemployed'],
    ['④农村转移就业劳动者(含建档立卡的适龄贫困劳动者)', 'ruralTransferWorker'],
  ])('%s is %s', (text, code) => expect(codeOf(text)).toBe(code));

  it.each(['', '其他', '6', '⑥', '0', '45', '④⑤', '④其他', '在职职工', '一般人员', '第类', 'B4', '（）'])(
    '“%s” is none of them',
    (text) => expect(codeOf(text)).toBeUndefined(),
  );

  it('are not found when number and name contradict', () => {
    expect(codeOf('⑤农村转移就业劳动者')).toBeUndefined();
    expect(codeOf('1、失业人员')).toBeUndefined();
  });

  it('do not know a term before its day', () => {
    for (const term of categoryTerms)
      if (term.from) expect(codeOf(term.forms[0], addDays(term.from, -1))).toBeUndefined();
  });

  it('understand a former term, and name its successor', () => {
    expect(codeOf('建档立卡')).toBe('poorFamilyChild');
    expect(findFormerTerm('建档立卡', today)).toMatchObject({ until: '2021-12-31', successor: '脱贫人口' });
    expect(findFormerTerm('① 建档立卡', today)).toMatchObject({ successor: '脱贫人口' });
    expect(findFormerTerm('建档立卡', day('2021-12-31'))).toBeUndefined();
    expect(findFormerTerm('脱贫人口', today)).toBeUndefined();
    expect(findFormerTerm('农民工', today)).toBeUndefined();
    for (const term of categoryTerms) expect(term.until === undefined).toBe(term.successor === undefined);
  });
});
