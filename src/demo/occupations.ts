import type { Level } from '#registers';

/** An occupation of the demonstration catalogue, with what is taught in it and the posts it leads to. */
export interface DemoOccupation {
  readonly code: string;
  readonly name: string;
  /** Required lesson hours by level. */
  readonly hours: Readonly<Partial<Record<Level, number>>>;
  readonly theory: readonly string[];
  readonly practice: readonly string[];
  readonly room: string;
  readonly posts: readonly string[];
  /** What the employers of these posts are called. */
  readonly trade: readonly string[];
}

const care = ['养老服务有限公司', '老年公寓', '康养中心', '护理院'];
const home = ['家政服务有限公司', '家庭服务有限公司', '到家生活服务有限公司'];
const food = ['餐饮管理有限公司', '大酒店有限公司', '食品有限公司'];
const beauty = ['美容美发有限公司', '形象设计中心', '生活美容馆'];
const works = ['机电设备有限公司', '重工机械有限公司', '新能源科技有限公司'];
const online = ['电子商务有限公司', '文化传媒有限公司', '供应链管理有限公司'];

/** Occupations of the 2022 classification; hours are the demonstration’s own, between 40 and 120. */
export const occupations = [
  {
    code: '4-10-01-05',
    name: '养老护理员',
    hours: { 5: 80, 4: 100, 3: 120 },
    theory: ['职业道德与法律法规', '老年人生理心理特点', '常见病照护知识', '照护安全与消防'],
    practice: ['协助进食进水', '体位转换与移动', '清洁照护', '生命体征测量', '心肺复苏', '压疮预防', '失智照护沟通'],
    room: '养老护理实训室',
    posts: ['养老护理员', '医院护工', '居家照护员'],
    trade: care,
  },
  {
    code: '4-10-01-06',
    name: '家政服务员',
    hours: { 5: 60, 4: 80 },
    theory: ['家政职业礼仪', '家庭安全常识', '营养与膳食', '服务合同与权益'],
    practice: ['居室清洁', '衣物洗涤熨烫', '家庭餐制作', '收纳整理', '家电使用与保养', '照料老人幼儿'],
    room: '家政实训室',
    posts: ['家政服务员', '保洁员', '住家保姆', '钟点工'],
    trade: home,
  },
  {
    code: '4-10-01-01',
    name: '婴幼儿发展引导员',
    hours: { 5: 80, 4: 100 },
    theory: ['婴幼儿生长发育', '喂养与营养', '常见病预防', '儿童权益保护'],
    practice: ['新生儿沐浴抚触', '辅食制作', '早期发展活动', '意外伤害急救', '睡眠照料', '玩教具制作'],
    room: '育婴实训室',
    posts: ['育婴员', '托育老师', '早教指导员'],
    trade: ['托育服务有限公司', '母婴护理中心', ...home],
  },
  {
    code: '4-10-01-03',
    name: '保育师',
    hours: { 5: 80, 4: 100 },
    theory: ['幼儿卫生保健', '幼儿心理', '托幼机构规范', '安全防护'],
    practice: ['一日生活照料', '清洁消毒', '体格锻炼组织', '配合教育活动', '突发事件处理'],
    room: '保育实训室',
    posts: ['保育员', '托育园保育师', '生活老师'],
    trade: ['幼儿园', '托育服务有限公司', '托育中心'],
  },
  {
    code: '4-10-03-01',
    name: '美容师',
    hours: { 5: 80, 4: 100 },
    theory: ['美容卫生消毒', '皮肤生理知识', '化妆品常识', '接待与咨询'],
    practice: ['面部清洁', '面部按摩', '敷面膜', '修饰化妆', '身体护理', '美睫美甲'],
    room: '美容实训室',
    posts: ['美容师', '美容顾问', '化妆助理'],
    trade: beauty,
  },
  {
    code: '4-10-03-02',
    name: '美发师',
    hours: { 5: 80, 4: 100 },
    theory: ['发质与毛发知识', '美发用品', '色彩基础', '门店服务规范'],
    practice: ['洗发按摩', '吹风造型', '修剪基础', '烫发', '染发', '盘发'],
    room: '美发实训室',
    posts: ['发型师', '发型助理', '烫染技师'],
    trade: beauty,
  },
  {
    code: '4-10-04-02',
    name: '保健按摩师',
    hours: { 5: 80 },
    theory: ['人体解剖基础', '经络腧穴', '按摩卫生与禁忌'],
    practice: ['基本手法', '头面部按摩', '肩颈按摩', '腰背按摩', '足部按摩'],
    room: '按摩实训室',
    posts: ['按摩师', '养生馆技师'],
    trade: ['养生保健有限公司', '康复理疗中心', '健康管理有限公司'],
  },
  {
    code: '4-12-01-01',
    name: '汽车维修工',
    hours: { 5: 100, 4: 120, 3: 120 },
    theory: ['汽车构造', '汽车电气', '维修安全规程', '新能源汽车概论'],
    practice: ['发动机拆装', '制动系统检修', '电路检测', '四轮定位', '保养作业', '故障诊断', '动力电池更换'],
    room: '汽修实训车间',
    posts: ['汽车机修工', '汽车电工', '洗美技师', '4S 店维修技师'],
    trade: ['汽车服务有限公司', '汽车销售服务有限公司', '物流运输有限公司'],
  },
  {
    code: '4-03-02-01',
    name: '中式烹调师',
    hours: { 5: 100, 4: 120 },
    theory: ['食品安全与营养', '烹饪原料知识', '成本核算', '厨房消防'],
    practice: ['刀工', '上浆挂糊', '热菜炒制', '炖焖烧', '冷菜拼摆', '豫菜名菜', '宴席组配'],
    room: '烹饪实训室',
    posts: ['厨师', '切配', '炉灶厨工', '团餐厨师'],
    trade: food,
  },
  {
    code: '4-03-02-02',
    name: '中式面点师',
    hours: { 5: 80, 4: 100 },
    theory: ['食品安全与营养', '面点原料知识', '成本核算'],
    practice: ['水调面团', '膨松面团', '油酥面团', '馅心调制', '蒸煮炸烙', '地方小吃'],
    room: '面点实训室',
    posts: ['面点师', '早餐档厨工', '烘焙学徒'],
    trade: food,
  },
  {
    code: '6-31-01-03',
    name: '电工',
    hours: { 5: 100, 4: 120, 3: 120 },
    theory: ['电工基础', '电气安全', '低压电器', '电工识图'],
    practice: ['照明电路安装', '电动机控制线路', '仪表测量', '配电箱装配', '触电急救', '故障排查'],
    room: '电工实训室',
    posts: ['维修电工', '设备安装工', '物业电工'],
    trade: works,
  },
  {
    code: '6-18-02-04',
    name: '焊工',
    hours: { 5: 100, 4: 120 },
    theory: ['焊接基础', '焊接安全', '金属材料', '焊接缺陷'],
    practice: ['平敷焊', '角焊', '立焊', '气割', '二氧化碳气体保护焊', '氩弧焊'],
    room: '焊接实训车间',
    posts: ['电焊工', '铆焊工', '管道焊工'],
    trade: works,
  },
  {
    code: '4-13-01-05',
    name: '全媒体运营师',
    hours: { 4: 80, 3: 100 },
    theory: ['网络法规与内容规范', '平台规则', '选题策划', '数据分析'],
    practice: ['短视频拍摄', '剪辑', '图文排版', '账号运营', '直播策划', '数据复盘'],
    room: '新媒体实训室',
    posts: ['新媒体运营', '短视频剪辑', '账号运营专员'],
    trade: online,
  },
  {
    code: '4-14-01-03',
    name: '健康照护师',
    hours: { 5: 80, 4: 100 },
    theory: ['健康照护伦理', '生理与疾病基础', '营养膳食', '用药常识'],
    practice: ['生活照护', '病情观察', '康复训练协助', '母婴照护', '急救技术', '心理支持'],
    room: '健康照护实训室',
    posts: ['健康照护师', '医疗护理员', '陪诊员'],
    trade: care,
  },
  {
    code: '4-09-10-01',
    name: '园林绿化工',
    hours: { 5: 60, 4: 80 },
    theory: ['园林植物识别', '土壤肥料', '病虫害防治', '安全生产'],
    practice: ['苗木栽植', '整形修剪', '草坪养护', '病虫害施药', '绿篱机具使用'],
    room: '园林实训场',
    posts: ['绿化养护工', '苗圃工', '园林技工'],
    trade: ['园林绿化工程有限公司', '生态农业有限公司', '物业服务有限公司'],
  },
  {
    code: '4-01-06-02',
    name: '互联网营销师',
    hours: { 5: 60, 4: 80 },
    theory: ['电子商务法规', '消费者权益', '选品与供应链', '平台营销规则'],
    practice: ['直播间搭建', '话术与口播', '店铺装修', '投放与引流', '售后处理', '农产品直播实战'],
    room: '直播实训室',
    posts: ['直播助理', '带货主播', '网店客服', '网店运营'],
    trade: online,
  },
] as const satisfies readonly DemoOccupation[];

export type OccupationName = (typeof occupations)[number]['name'];

export function occupationNamed(name: OccupationName): DemoOccupation {
  const found = occupations.find((each) => each.name === name);
  if (!found) throw new RangeError(`no such occupation: ${name}`);
  return found;
}

/** This occupation has left the catalogue: a class of it earns no subsidy (2024 一（二）). */
export const endedOccupation: OccupationName = '保健按摩师';
