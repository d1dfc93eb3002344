import { describe, expect, it } from 'vitest';
import { aliasFinder } from './alias-table';
import { educationLevels, findEducationLevel } from './education-levels';
import { ethnicGroups, findEthnicGroup, otherEthnicEntries } from './ethnic-groups';
import { findHouseholdType, householdTypes } from './household-types';
import { findIdentityProof, identityProofs } from './identity-proofs';
import { city, findRegion, isRegionCode, regions } from './regions';

const unique = (values: readonly string[]) => new Set(values).size === values.length;
const wide = (text: string) =>
  text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).replace(/(.)/gu, '$1　');

describe('an alias table', () => {
  it('refuses one form for two entries, and an empty form', () => {
    expect(() => aliasFinder(['甲', '乙'], () => ['同 名'])).toThrow('同 名');
    expect(() => aliasFinder(['甲'], () => [' '])).toThrow();
    expect(aliasFinder(['甲'], () => ['同名', '同 名'])('同名')).toBe('甲');
  });
});

describe('the regions', () => {
  it('are the eleven county units of Jiaozuo, each with its own letters', () => {
    expect(regions).toHaveLength(11);
    for (const field of ['code', 'name', 'shortName', 'letters'] as const)
      expect(unique(regions.map((region) => region[field]))).toBe(true);
    for (const { code, letters } of regions) {
      expect(code.slice(0, 4)).toBe(city.code.slice(0, 4));
      expect(letters).toMatch(/^[A-Z]{2}$/);
    }
  });

  it('are found by code, letters and any usual form of the name', () => {
    for (const region of regions) {
      for (const form of [region.code, region.letters, region.letters.toLowerCase(), region.name, region.shortName]) {
        expect(findRegion(form)).toBe(region);
        expect(findRegion(wide(form))).toBe(region);
      }
      for (const prefix of ['焦作市', '河南省焦作市', '焦作']) expect(findRegion(prefix + region.name)).toBe(region);
    }
    for (const text of ['', '焦作市', '济源市', '410800', '410899', '温']) expect(findRegion(text)).toBeUndefined();
    expect(isRegionCode('410822')).toBe(true);
    expect(isRegionCode('410800')).toBe(false);
  });
});

describe('the ethnic groups', () => {
  it('are fifty-six, coded in order', () => {
    expect(ethnicGroups).toHaveLength(56);
    expect(unique(ethnicGroups.map((group) => group.name))).toBe(true);
    expect(ethnicGroups[0]).toEqual({ code: '01', name: '汉族' });
    expect(ethnicGroups[14]).toEqual({ code: '15', name: '土家族' });
    expect(ethnicGroups[29]).toEqual({ code: '30', name: '土族' });
    expect(ethnicGroups[46]).toEqual({ code: '47', name: '保安族' });
    expect(ethnicGroups[55]).toEqual({ code: '56', name: '基诺族' });
  });

  it('are found with or without 族, by code, and by former names', () => {
    for (const group of [...ethnicGroups, ...otherEthnicEntries]) {
      for (const form of [group.name, group.name.replace('族', ''), group.code, String(Number(group.code))]) {
        expect(findEthnicGroup(form)).toBe(group);
        expect(findEthnicGroup(wide(form))).toBe(group);
      }
    }
    for (const [form, name] of Object.entries({
      维族: '维吾尔族',
      乌兹别克: '乌孜别克族',
      毛难族: '毛南族',
      崩龙: '德昂族',
    }))
      expect(findEthnicGroup(form)?.name).toBe(name);
    for (const text of ['', '族', '0', '57', '汉汉', '满汉']) expect(findEthnicGroup(text)).toBeUndefined();
  });
});

describe('the education levels', () => {
  it('are the eight groups, ranked', () => {
    expect(educationLevels.map((level) => level.code)).toEqual(['10', '20', '30', '40', '60', '70', '80', '90']);
    expect(educationLevels.map((level) => level.rank)).toEqual([7, 6, 5, 4, 3, 2, 1, 0]);
  });

  it('are found by every code and alias', () => {
    for (const level of educationLevels)
      for (const form of [level.code, level.name, ...level.codes, ...level.aliases]) {
        expect(findEducationLevel(form)).toBe(level);
        expect(findEducationLevel(wide(form))).toBe(level);
      }
  });

  it.each([
    ['初中毕业', '初中'],
    ['初中学历', '初中'],
    ['高中文化程度', '普通高中'],
    ['中专毕业', '中等职业教育'],
    ['技校', '中等职业教育'],
    ['大专学历', '大学专科'],
    ['大学', '大学本科'],
    ['大学毕业', '大学本科'],
    ['大学本科教育', '大学本科'],
    ['硕士研究生毕业', '研究生'],
    ['小学肄业', '小学'],
    ['高中生', '普通高中'],
    ['文盲', '其他'],
  ])('%s is %s', (text, name) => expect(findEducationLevel(text)?.name).toBe(name));

  it.each(['', '初中及以下', '博士后', '毕业', '50', '学生'])('“%s” is no level', (text) => {
    expect(findEducationLevel(text)).toBeUndefined();
  });
});

describe('the household types and identity proofs', () => {
  it('are three and four, found by every alias', () => {
    expect(householdTypes.map((type) => type.code)).toEqual(['rural', 'urban', 'resident']);
    expect(identityProofs.map((proof) => proof.name)).toEqual(['身份证', '就业创业证', '就业失业登记证', '社会保障卡']);
    for (const type of householdTypes)
      for (const form of [type.name, ...type.aliases]) expect(findHouseholdType(wide(form))).toBe(type);
    for (const proof of identityProofs)
      for (const form of [proof.name, ...proof.aliases]) expect(findIdentityProof(wide(form))).toBe(proof);
  });

  it('find nothing for what tells no kind', () => {
    for (const text of ['', '家庭户', '集体户', '其他']) expect(findHouseholdType(text)).toBeUndefined();
    for (const text of ['', '驾驶证', '护照']) expect(findIdentityProof(text)).toBeUndefined();
  });
});
