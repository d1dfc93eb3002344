import { narrowed, withoutBlanks } from './characters';
import type { RosterField } from './fields';

const brackets = /\(([^()]*)\)|\[([^\]]*)\]|【([^】]*)】|〔([^〕]*)〕|<([^>]*)>|「([^」]*)」/g;

/** A heading narrowed and without blanks; what follows ① explains the choices and is left out. */
const written = (text: string): string => withoutBlanks(narrowed(text.replace(/[①-⑳⑴-⒇][\s\S]*$/u, '')));

/** A heading as its bare words: no blanks, notes in brackets, numbering, stars or colons. */
export function bareHeading(text: string): string {
  return written(text)
    .replace(brackets, '')
    .replace(/^(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.、)]/, '')
    .replace(/[(（[【].*$/, '')
    .replace(/[*※★☆:;,，、。.!?"'“”‘’_+#)\]]/g, '')
    .replace(/^(?:请)?(?:填写|输入|选择)|(?:必填|选填|必录)项?$/g, '')
    .replaceAll('戶', '户')
    .replaceAll('別', '别')
    .replaceAll('號', '号')
    .replaceAll('電話', '电话');
}

/** Headings as clerks write them; the first pattern of a field that fits is its best. */
const patterns: Readonly<Record<RosterField, readonly RegExp[]>> = {
  position: [/^序号$/, /^(?:序|编号|学员?号|行号|号|人员?序号|学员序号|顺序号?|序列号?|no|num|id)$/i],
  name: [
    /^(?:学员|学生|人员|本人|员工|培训人员|参训(?:学员|人员)|培训(?:学员|对象)|申请人)?姓名$/,
    /^(?:名字|(?:学员|人员)名称?|学员|(?:参训|培训)(?:人员|学员)|姓名.*|name)$/i,
    /^.{0,10}姓名$/,
  ],
  sex: [/^性别$/, /^(?:(?:学员|人员|本人)性别|男女|男\/女|女\/男|性|sex|gender)$/i],
  ethnicGroup: [/^民族$/, /^(?:族别|民族.{0,3}|族)$/],
  birth: [/^出生(?:年月日?|日期|时间|日)?$/, /^(?:生日|生年月日|出生.*)$/],
  id: [
    /^(?:居民|公民|二代|学员|本人|个人|有效)*身份证件?(?:号码?|编号)?$/,
    /^(?:公民|居民)?身份(?:证件)?号码?$/,
    /^(?:有效|本人|身份)*证件(?:号码?|编号)$/,
    /^(?:18位)?身份证(?!明|类型|种类|件?类|复印|地址|照|正|反|扫|有效).*$/,
  ],
  education: [
    /^(?:文化程度|学历)$/,
    /^(?:最高|现有|全日制)?(?:学历(?:层次|程度|情况)?|文化水平|文化|受?教育(?:程度|水平))$/,
  ],
  householdType: [
    /^(?:户口|户籍)(?:性质|类型|类别|种类|属性|情况)$/,
    /^(?:户别|户性|户口|户籍|(?:是否)?农业户口|农业\/?非农业?|城镇\/?农村|农村\/?城镇|城乡(?:类别|类型|性质)?)$/,
  ],
  address: [
    /^(?:户籍|户口|身份证)(?:所在)?(?:地|住)?(?:址|地址|地|所在地)(?:详址)?$/,
    /^(?:家庭|居住|现居?住?|常住|详细|联系|通讯|本人)*(?:住址|地址|住所|所在地)$/,
    /^(?:籍贯|户籍.*地.*|户口.*地.*|家庭.*址|居住地.*|所在(?:村|社区|乡镇|县区).*)$/,
    /^(?!.*(?:培训|单位|企业|网|邮|就业|上课)).{0,6}(?:址|常住地)$/,
  ],
  category: [
    /^(?:培训)?(?:人员|学员|群体|身份|人群|对象|补贴对象|补贴人员|补贴群体|培训对象|培训人员|参训人员|就业群体|受训人员)(?:类别|类型|类|分类|种类|性质|属性)$/,
    /^(?:类别|学员身份|人员身份|身份|所属(?:类别|群体|人群)|群体|培训对象|补贴类别|对象)$/,
    /^(?!.*(?:户|证|培训类|工种|职业|专业|学历)).*(?:类别|类型|人群|群体).*$/,
  ],
  proof: [
    /^(?:基本)?(?:身份)?(?:类)?证(?:明|件)(?:类型|种类|类别|名称|材料)(?:[/及和]?(?:证件|证明)?(?:编号|号码?))?$/,
    /^(?:(?:基本)?身份(?:类)?证明|证明|证件|提交(?:的)?证明.*|提供(?:的)?(?:证明|证件).*|(?:身份|证明|证件)(?:类)?材料.*)$/,
  ],
  phone: [
    /^(?:本人|学员|个人)?(?:联系|手机|移动|联络)?(?:电话|方式|手机)(?:号码?)?$/,
    /^(?:本人|学员|个人)?(?:手机|联系|移动|电话)(?:号码?)$/,
    /^(?!.*(?:家长|监护|紧急|单位|企业|机构|班主任|家属|亲属|父|母|推荐|教师)).*(?:电话|手机|联系方式).*$/,
    /^(?:tel|phone|mobile)$/i,
  ],
  insured: [
    /^(?:是否|有无)?(?:参保|参加社保|社保|缴纳?社保|参加(?:社会|养老)保险)(?:情况|状态)?$/,
    /^(?!.*[卡号]).*(?:参保|社会保险|养老保险).*$/,
  ],
  poverty: [/^(?:是否)?(?:脱贫|低保|建档立卡|贫困).*$/, /^.*(?:脱贫|低保|建档立卡|监测对象|防返贫).*$/],
  priorTraining: [
    /^(?:既往|以往|曾经?|过往|已)?(?:参加)?(?:过)?培训(?:经历|记录|史|情况)$/,
    /^(?!.*(?:姓名|人员|对象))(?:是否|有无)?(?:曾|已|既往|参加).*培训.*$/,
  ],
  voucher: [/^(?:电子|职业)?(?:技能)?(?:电子)?培训券(?:码|号码?|编号)?$/, /^.*(?:培训券|券码|券号|电子券).*$/],
  note: [/^备注$/, /^(?:备注.*|备考|附注|说明|其他说明|备)$/],
};

/** Fields are asked in this order: a heading that says “户” or “证明” is not a category. */
const askedFirst = [
  'id',
  'proof',
  'phone',
  'poverty',
  'priorTraining',
  'voucher',
  'insured',
  'householdType',
  'address',
  'birth',
  'name',
  'sex',
  'ethnicGroup',
  'education',
  'position',
  'note',
  'category',
] as const satisfies readonly RosterField[];

const notOfTheTrainee =
  /家长|监护|紧急|班主任|教师|配偶|父亲|母亲|户主|经办|审核|负责|推荐|银行|账号|社保卡号|照片|签名|签字/;

export interface HeadingMatch {
  readonly field: RosterField;
  /** 0 is the plainest wording; a higher rank gives way to a lower one. */
  readonly rank: number;
}

function fieldOfWords(heading: string): HeadingMatch | undefined {
  if (heading === '' || heading.length > 24 || notOfTheTrainee.test(heading)) return undefined;
  let best: HeadingMatch | undefined;
  for (const field of askedFirst) {
    const rank = patterns[field].findIndex((pattern) => pattern.test(heading));
    if (rank >= 0 && (!best || rank < best.rank)) best = { field, rank };
  }
  return best;
}

/** Ranks below every plain wording: half of “学历/文化程度”, the brackets of “社会保障号码（身份证号）”. */
const partRank = 10;

/** The field a heading names, if any: as a whole, else by one of its halves, else by what stands in brackets. */
export function fieldOfHeading(text: string): HeadingMatch | undefined {
  const heading = bareHeading(text);
  const whole = fieldOfWords(heading);
  if (whole || notOfTheTrainee.test(heading)) return whole;
  const inner = [...written(text).matchAll(brackets)].flatMap((match) => match.slice(1).filter(Boolean));
  for (const part of [...heading.split(/[/及和或]/), ...inner.map(bareHeading)]) {
    const match = part === heading ? undefined : fieldOfWords(part);
    if (match && match.rank === 0) return { field: match.field, rank: partRank };
  }
  return undefined;
}
