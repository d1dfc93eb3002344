import { aliasFinder } from './alias-table';

/** 户口性质: the kind of household registration. */
export interface HouseholdType {
  readonly code: 'rural' | 'urban' | 'resident';
  readonly name: string;
  /** What clerks write; no public code table for this field was found, so the list is ours. */
  readonly aliases: readonly string[];
}

export const householdTypes = [
  {
    code: 'rural',
    name: '农业户口',
    aliases: [
      '农业',
      '农村',
      '农村户口',
      '农业家庭户',
      '农业家庭户口',
      '农业集体户',
      '农业户',
      '农户',
      '农村居民',
      '农',
    ],
  },
  {
    code: 'urban',
    name: '非农业户口',
    aliases: [
      '非农业',
      '非农',
      '非农户口',
      '非农业户',
      '非农业家庭户',
      '非农业家庭户口',
      '非农业集体户',
      '城镇',
      '城镇户口',
      '城市',
      '城市户口',
      '城镇居民',
      '城镇居民户口',
      '非',
    ],
  },
  {
    code: 'resident',
    name: '居民户口',
    aliases: ['居民', '居民户', '居民家庭户', '居民家庭户口', '居民集体户', '统一居民户口'],
  },
] as const satisfies readonly HouseholdType[];

export type HouseholdCode = HouseholdType['code'];

/** A kind of household registration by name or by what clerks write; 家庭户 alone tells no kind. */
export const findHouseholdType: (text: string) => HouseholdType | undefined = aliasFinder<HouseholdType>(
  householdTypes,
  ({ name, aliases }) => [name, ...aliases],
);
