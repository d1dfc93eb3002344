import type { PlainDate } from '#kernel/plain-date';
import { type CategoryCode, getCategory } from '#law/trainee-categories';
import { emptyCells, type RosterRow } from '../stages/2-opening/domain/roster/row';
import type { Chance } from './chance';
import type { DemoPerson, PeopleMaker } from './people';
import type { DemoRegion } from './places';

interface Kind {
  readonly code: CategoryCode;
  /** Of a hundred trainees. */
  readonly share: number;
  readonly ages: readonly [number, number];
  readonly education: readonly string[];
  readonly proofs: readonly string[];
  readonly isUrban?: true;
}

const kinds: readonly Kind[] = [
  {
    code: 'ruralTransferWorker',
    share: 52,
    ages: [23, 54],
    education: ['初中', '初中', '初中', '普通高中', '小学', '中等职业教育'],
    proofs: ['户口簿', '身份证', '村民委员会证明'],
  },
  {
    code: 'registeredUnemployed',
    share: 20,
    ages: [24, 52],
    education: ['普通高中', '中等职业教育', '大学专科', '初中'],
    proofs: ['就业创业证', '就业失业登记证'],
    isUrban: true,
  },
  {
    code: 'poorFamilyChild',
    share: 12,
    ages: [18, 40],
    education: ['初中', '普通高中', '中等职业教育'],
    proofs: ['帮扶手册', '低保审批表'],
  },
  {
    code: 'finalYearGraduate',
    share: 8,
    ages: [20, 24],
    education: ['大学专科', '大学本科'],
    proofs: ['学生证', '学籍证明'],
  },
  { code: 'schoolLeaver', share: 8, ages: [16, 19], education: ['初中', '普通高中'], proofs: ['学校证明', '毕业证书'] },
];

function kindFor(chance: Chance): Kind {
  let drawn = chance.below(100);
  for (const kind of kinds) {
    drawn -= kind.share;
    if (drawn < 0) return kind;
  }
  throw new RangeError('shares do not add up to a hundred');
}

/** The cells that follow from who a person is. */
export const personCells = ({ name, sex, birth, id }: DemoPerson) => ({ name, sex, birth, id });

interface RosterWish {
  readonly region: DemoRegion;
  readonly startsOn: PlainDate;
}

/** One trainee as a careful clerk would enter it. */
export function traineeRow(
  chance: Chance,
  people: PeopleMaker,
  { region, startsOn }: RosterWish,
  position: number,
): RosterRow {
  const kind = kindFor(chance);
  const [youngest, oldest] = kind.ages;
  const person = people.person(chance, {
    regionCode: region.code,
    age: chance.between(youngest, oldest),
    onDay: startsOn,
  });
  const isUrban = kind.isUrban === true || chance.isOneOf(15);
  const place = isUrban ? `${chance.pick(region.streets)} ${chance.between(1, 160)} 号` : chance.pick(region.villages);
  return {
    id: `r${position}`,
    cells: {
      ...emptyCells(),
      position: String(position),
      ...personCells(person),
      ethnicGroup: chance.isOneOf(4) ? '回族' : '汉族',
      education: chance.pick(kind.education),
      householdType: isUrban ? '非农业户口' : '农业户口',
      address: `河南省焦作市${region.name}${place}`,
      category: getCategory(kind.code).shortName,
      proof: chance.pick(kind.proofs),
      phone: person.phone,
      insured: chance.isOneOf(6) ? '是' : '否',
      poverty: kind.code === 'poorFamilyChild' ? '是' : '否',
      priorTraining: chance.isOneOf(5) ? '2019 年 缝纫工 五级' : '',
    },
  };
}

export const makeRoster = (chance: Chance, people: PeopleMaker, wish: RosterWish, size: number): RosterRow[] =>
  Array.from({ length: size }, (_, index) => traineeRow(chance, people, wish, index + 1));
