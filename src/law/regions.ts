import { aliasFinder } from './alias-table';

/** One of the eleven county units that review classes. */
export interface Region {
  /** Division code; 410871 is the statistics office's, not one of GB/T 2260. */
  readonly code: string;
  readonly name: string;
  readonly shortName: string;
  /** Two letters that begin the filing numbers of the unit. */
  readonly letters: string;
}

export const city = { code: '410800', name: '焦作市' } as const;

/** The county units of Jiaozuo in the order of their codes. */
export const regions = [
  { code: '410802', name: '解放区', shortName: '解放', letters: 'JF' },
  { code: '410803', name: '中站区', shortName: '中站', letters: 'ZZ' },
  { code: '410804', name: '马村区', shortName: '马村', letters: 'MC' },
  { code: '410811', name: '山阳区', shortName: '山阳', letters: 'SY' },
  { code: '410821', name: '修武县', shortName: '修武', letters: 'XW' },
  { code: '410822', name: '博爱县', shortName: '博爱', letters: 'BA' },
  { code: '410823', name: '武陟县', shortName: '武陟', letters: 'WZ' },
  { code: '410825', name: '温县', shortName: '温县', letters: 'WX' },
  { code: '410871', name: '城乡一体化示范区', shortName: '示范区', letters: 'SF' },
  { code: '410882', name: '沁阳市', shortName: '沁阳', letters: 'QY' },
  { code: '410883', name: '孟州市', shortName: '孟州', letters: 'MZ' },
] as const satisfies readonly Region[];

export type RegionCode = (typeof regions)[number]['code'];

const byForm = aliasFinder<Region>(regions, (region) => [region.code, region.letters, region.name, region.shortName]);

/** A county unit by code, letters or name, with or without 河南省 and 焦作市 before it. */
export function findRegion(text: string): Region | undefined {
  return byForm(text) ?? byForm(text.replace(/^\s*(河南省?)?\s*焦作市?/u, ''));
}

/** Whether a region code is one of the eleven; narrows it. */
export const isRegionCode = (code: string): code is RegionCode => regions.some((region) => region.code === code);
