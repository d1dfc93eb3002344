import { addDays, type PlainDate } from '#kernel/plain-date';
import type { JobPost } from '../stages/2-opening/domain/opening';
import type { Chance } from './chance';
import { creditCode } from './institutions';
import type { DemoOccupation } from './occupations';
import type { PeopleMaker } from './people';
import type { DemoRegion } from './places';

const employerWords =
  '康颐 福源 安和 怀川 太行 云台 丹河 竹林 月季 四季春 鸿运 恒泰 德邻 金穗 百合 惠民 祥和 阳光 众旺 天河 新起点 老街坊 仁爱 华宇 盛达 明珠 清化 嘉应 沁源 聚贤'.split(
    ' ',
  );
const contacts = '刘经理 王主管 李女士 张店长 赵师傅 陈主任 杨经理 郭会计'.split(' ');
const yuan = 100;

export interface PostsWish {
  readonly region: DemoRegion;
  readonly occupation: DemoOccupation;
  readonly trainees: number;
  readonly endsOn: PlainDate;
  readonly idOf: (index: number) => string;
}

/** One post of an invented employer, open until well after the class. */
export function makePost(chance: Chance, people: PeopleMaker, wish: PostsWish, index: number): JobPost {
  const { region, occupation, endsOn } = wish;
  const wage = chance.between(28, 45);
  const place = chance.isOneOf(75) ? region.name : '焦作市';
  return {
    id: wish.idOf(index),
    employer: `${place}${chance.pick(employerWords)}${chance.pick(employerWords)}${chance.pick(occupation.trade)}`,
    creditCode: creditCode(chance, '91', region.code),
    address: `${region.name}${chance.pick(region.streets)} ${chance.between(1, 260)} 号`,
    post: chance.pick(occupation.posts),
    headcount: 0,
    wageFromFen: wage * 100 * yuan,
    wageToFen: (wage + chance.between(5, 20)) * 100 * yuan,
    contact: chance.pick(contacts),
    phone: people.phone(),
    validUntil: addDays(endsOn, chance.between(40, 150)),
  };
}

/** Posts for at least three persons a trainee (2021 三④), with some to spare. */
export function makePosts(chance: Chance, people: PeopleMaker, wish: PostsWish): JobPost[] {
  const count = chance.between(7, 11);
  const least = Math.ceil((wish.trainees * 3) / count) + 1;
  return Array.from({ length: count }, (_, index) => ({
    ...makePost(chance, people, wish, index),
    headcount: least + chance.below(5),
  }));
}
