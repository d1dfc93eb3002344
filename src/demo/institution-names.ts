import type { OccupationName } from './occupations';
import type { RegionKey } from './places';

/** The two institutions of each county unit; all invented. */
export const institutionNames = {
  jiefang: ['焦作市解放区启明职业技能培训学校', '焦作市百业职业培训学校'],
  zhongzhan: ['焦作市中站区匠心职业技能培训学校', '焦作市许衡职业培训学校'],
  macun: ['焦作市马村区广才职业技能培训学校', '焦作市九里山职业培训学校'],
  shanyang: ['焦作市怀川技工学校', '焦作市山阳区众诚职业技能培训学校'],
  xiuwu: ['修武县云台职业培训学校', '修武县竹林职业技能培训学校'],
  boai: ['博爱县同仁职业培训学校', '博爱县巧手职业培训学校'],
  wuzhi: ['武陟县木城职业技能培训学校', '武陟县兴华职业培训学校'],
  wenxian: ['温县陈家沟职业培训学校', '温县铁棍职业技能培训学校'],
  shifanqu: ['焦作市新区博学职业技能培训学校', '焦作市迎宾职业培训学校'],
  qinyang: ['沁阳市怀府职业培训学校', '沁阳市丹河职业技能培训学校'],
  mengzhou: ['孟州市韩园职业培训学校', '孟州市河雍职业技能培训学校'],
} as const satisfies Record<RegionKey, readonly [string, string]>;

/** What each institution teaches: one line of teachers and a practice room for every entry. */
export const lines = {
  jiefang: [
    ['养老护理员', '家政服务员', '全媒体运营师'],
    ['美容师', '美发师', '保育师'],
  ],
  zhongzhan: [
    ['电工', '焊工', '养老护理员'],
    ['家政服务员', '中式面点师', '互联网营销师'],
  ],
  macun: [
    ['汽车维修工', '电工', '家政服务员'],
    ['养老护理员', '中式烹调师', '园林绿化工'],
  ],
  shanyang: [
    ['电工', '焊工', '汽车维修工'],
    ['婴幼儿发展引导员', '保育师', '健康照护师'],
  ],
  xiuwu: [
    ['家政服务员', '养老护理员', '中式烹调师'],
    ['互联网营销师', '保健按摩师', '园林绿化工'],
  ],
  boai: [
    ['养老护理员', '养老护理员', '中式烹调师', '家政服务员'],
    ['美发师', '婴幼儿发展引导员', '家政服务员', '中式面点师'],
  ],
  wuzhi: [
    ['养老护理员', '汽车维修工', '家政服务员'],
    ['保育师', '中式面点师', '互联网营销师'],
  ],
  wenxian: [
    ['中式烹调师', '养老护理员', '园林绿化工'],
    ['家政服务员', '美容师', '电工'],
  ],
  shifanqu: [
    ['全媒体运营师', '互联网营销师', '健康照护师'],
    ['养老护理员', '婴幼儿发展引导员', '美发师'],
  ],
  qinyang: [
    ['焊工', '电工', '养老护理员'],
    ['家政服务员', '中式烹调师', '美容师'],
  ],
  mengzhou: [
    ['养老护理员', '中式面点师', '汽车维修工'],
    ['健康照护师', '家政服务员', '互联网营销师'],
  ],
} as const satisfies Record<RegionKey, readonly [readonly OccupationName[], readonly OccupationName[]]>;
