import type { OccupationName } from './occupations';

/** What stands in the practice room of an occupation: name, model, and how many for a class of fifty. */
export type Stand = readonly [name: string, model: string, count: number];

const care: readonly Stand[] = [
  ['护理床', 'HL-B2 双摇', 10],
  ['轮椅', 'KY809', 8],
  ['全身护理模型', 'GD/H220', 4],
  ['心肺复苏模拟人', 'CPR580', 4],
];
const kitchen: readonly Stand[] = [
  ['双头灶台', 'YZ-2R', 12],
  ['不锈钢操作台', '1.8 m', 14],
  ['双开门冷柜', 'BCD-1000', 2],
];
const infants: readonly Stand[] = [
  ['婴儿护理模型', 'GD/F1', 12],
  ['婴儿沐浴池', 'MY-06', 6],
  ['早教教具', '成套', 10],
];
const beauty: readonly Stand[] = [
  ['美容床', 'MR-80', 16],
  ['镜台', '双面', 14],
  ['紫外消毒柜', 'YTP-60', 3],
];
const desks: readonly Stand[] = [
  ['计算机', 'i5/16G', 50],
  ['直播设备', '成套', 8],
  ['摄像机', '4K', 4],
];

/** The equipment of each occupation; all of it invented, in the amounts such rooms have. */
export const equipmentOf = {
  养老护理员: care,
  健康照护师: care,
  家政服务员: [
    ['滚筒洗衣机', 'XQG100', 6],
    ['家用厨具', '成套', 10],
    ['蒸汽熨烫机', 'GS-30', 10],
  ],
  婴幼儿发展引导员: infants,
  保育师: infants,
  中式烹调师: kitchen,
  中式面点师: [...kitchen, ['和面机', 'HM25', 4], ['三层烤箱', 'KX-36', 3]],
  美容师: beauty,
  美发师: [...beauty, ['教习头模', '真发', 50]],
  保健按摩师: [
    ['按摩床', 'AM-70', 20],
    ['人体经络模型', '170 cm', 4],
  ],
  电工: [
    ['电工实训台', 'DG-18', 25],
    ['数字万用表', 'VC890D', 50],
    ['配电柜', 'GGD', 4],
  ],
  焊工: [
    ['逆变直流焊机', 'ZX7-400', 20],
    ['焊接工位', '带除尘', 20],
    ['氩弧焊机', 'WSM-315', 6],
  ],
  汽车维修工: [
    ['整车', '紧凑型轿车', 4],
    ['双柱举升机', '4 t', 4],
    ['发动机拆装台架', '1.5T', 10],
    ['故障诊断仪', 'X-431', 6],
  ],
  互联网营销师: desks,
  全媒体运营师: desks,
  园林绿化工: [
    ['绿篱机', 'HC-23', 12],
    ['割草机', 'LM-46', 6],
    ['油锯', 'MS-18', 8],
  ],
} as const satisfies Record<OccupationName, readonly Stand[]>;
