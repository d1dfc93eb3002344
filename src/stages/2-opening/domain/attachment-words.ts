import type { AttachmentKind } from './attachments';

/** Kind of a file as its name or folder tells it. */
export interface NamedKind {
  readonly kind: Exclude<AttachmentKind, 'other'>;
  readonly proof?: string;
}

/** Words that tell a paper, the more exact first; 户口 and 村委 only ever stand for the papers of 农村转移就业劳动者. */
const proofWords: readonly (readonly [RegExp, string])[] = [
  [/(?:居民|二代|第二代)?身份证(?:复印件|扫描件|件)?|IDCARD/gu, 'identityCard'],
  [/(?:《)?(?:就业创业|创业就业)(?:登记)?证(?:》)?/gu, 'employmentCard'],
  [/(?:《)?(?:就业)?失业(?:登记)?证(?:明)?(?:》)?/gu, 'unemploymentCertificate'],
  [/(?:电子|第三代)?(?:社会保障|社保)卡?/gu, 'socialSecurityCard'],
  [/帮扶(?:手册|证明|卡)?|(?:建档立卡|脱贫)(?:证明|手册|卡)?/gu, 'assistanceHandbook'],
  [/(?:县)?(?:乡村振兴|扶贫)(?:部门|局|办)?(?:证明)?/gu, 'countyPovertyProof'],
  [/低保(?:审批表|证明|证)?/gu, 'allowanceApproval'],
  [/学生证/gu, 'studentCard'],
  [/毕业证书?/gu, 'diploma'],
  [/学籍(?:证明)?/gu, 'enrolmentProof'],
  [/学校证明/gu, 'schoolProof'],
  [/户口(?:簿|本|页)?|户籍(?:证明)?/gu, 'householdRegister'],
  [/(?:村委会?|村民委员会|村)证明/gu, 'villageProof'],
];

const portraitWords =
  /(?:彩色)?(?:免冠)?(?:近期)?(?:[一1]寸)?(?:登记照|证件照|照片|相片|头像|免冠照?|寸照|[一1]寸照?)|PORTRAIT|PHOTO/gu;
/** The sides of a card: with no other word, of the identity card. */
const sideWords = /[正反背]面|国徽面?|人像面?|头像面/gu;
const plainProof = /证明(?:材料)?|材料/gu;
/** Words that say nothing of kind or person. */
const noise =
  /扫描件?|复印件?|原件|副本|拷贝|电子版|图片|彩色|学员|姓名|第?[0-9一二三四五六七八九十]+页|IMG|WECHAT|微信/gu;

const has = (pattern: RegExp, text: string): boolean => text.search(pattern) >= 0;

/** What one part of a path tells of its kind; undefined when it tells nothing or two things. */
export function kindOfPart(part: string): NamedKind | undefined {
  const proofs = proofWords.filter(([pattern]) => has(pattern, part)).map(([, code]) => code);
  if (proofs.length > 1) return { kind: 'proof' };
  const [proof] = proofs;
  if (proof) return { kind: 'proof', proof };
  if (has(sideWords, part)) return { kind: 'proof', proof: 'identityCard' };
  const isPortrait = has(portraitWords, part);
  const isProof = has(plainProof, part);
  if (isPortrait === isProof) return undefined;
  return isPortrait ? { kind: 'portrait' } : { kind: 'proof' };
}

/** The part of a path without the words of kinds, so that the name stands alone. */
export function withoutKindWords(part: string): string {
  const patterns = [...proofWords.map(([pattern]) => pattern), sideWords, portraitWords, plainProof, noise];
  return patterns.reduce((rest, pattern) => rest.replace(pattern, ' '), part);
}
