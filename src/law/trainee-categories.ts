import { type PlainDate, plainDate } from '#kernel/plain-date';
import { writtenForm } from '#kernel/written-form';
import { aliasFinder } from './alias-table';
import { type CategoryTerm, categoryTerms } from './trainee-category-terms';

export type CategoryCode =
  | 'poorFamilyChild'
  | 'finalYearGraduate'
  | 'schoolLeaver'
  | 'ruralTransferWorker'
  | 'registeredUnemployed';

/** A paper that shows the category; any one of a category's proofs is enough. */
export interface CategoryProof {
  readonly code: string;
  readonly name: string;
}

/** One of the five 群体类别 of 2021通知 一, as 附件1 numbers them. */
export interface TraineeCategory {
  readonly code: CategoryCode;
  readonly order: 1 | 2 | 3 | 4 | 5;
  readonly mark: '①' | '②' | '③' | '④' | '⑤';
  /** The words of 附件1, brackets included. */
  readonly fullName: string;
  readonly shortName: string;
  /** The 其中 line of 附件2 under this category. */
  readonly ofWhich?: string;
  /** Drawn from other cities' lists, as the notice names none per category: a default, not law. */
  readonly proofs: readonly [CategoryProof, ...CategoryProof[]];
}

/** The five categories in the order of 附件1. */
export const traineeCategories = [
  {
    code: 'poorFamilyChild',
    order: 1,
    mark: '①',
    fullName: '贫困家庭子女（建档立卡及享受低保家庭的适龄劳动者）',
    shortName: '贫困家庭子女',
    ofWhich: '建档立卡及享受低保家庭的适龄子女',
    proofs: [
      { code: 'assistanceHandbook', name: '帮扶手册' },
      { code: 'countyPovertyProof', name: '县级乡村振兴部门证明' },
      { code: 'allowanceApproval', name: '低保审批表' },
    ],
  },
  {
    code: 'finalYearGraduate',
    order: 2,
    mark: '②',
    fullName: '毕业学年高校毕业生（含技师学院高级工班、预备技师班和特殊教育院校职业教育类毕业生）',
    shortName: '毕业学年高校毕业生',
    proofs: [
      { code: 'studentCard', name: '学生证' },
      { code: 'diploma', name: '毕业证书' },
      { code: 'enrolmentProof', name: '学籍证明' },
    ],
  },
  {
    code: 'schoolLeaver',
    order: 3,
    mark: '③',
    fullName: '城乡未继续升学应届初高中毕业生',
    shortName: '未继续升学初高中毕业生',
    proofs: [
      { code: 'schoolProof', name: '学校证明' },
      { code: 'diploma', name: '毕业证书' },
    ],
  },
  {
    code: 'ruralTransferWorker',
    order: 4,
    mark: '④',
    fullName: '农村转移就业劳动者（含建档立卡的适龄贫困劳动力）',
    shortName: '农村转移就业劳动者',
    ofWhich: '建档立卡的适龄贫困劳动者',
    proofs: [
      { code: 'householdRegister', name: '户口簿' },
      { code: 'ruralIdentityCard', name: '载明农村住址的身份证' },
      { code: 'villageProof', name: '村民委员会证明' },
    ],
  },
  {
    code: 'registeredUnemployed',
    order: 5,
    mark: '⑤',
    fullName: '城镇登记失业人员',
    shortName: '城镇登记失业人员',
    proofs: [
      { code: 'employmentCard', name: '就业创业证' },
      { code: 'unemploymentCertificate', name: '就业失业登记证' },
    ],
  },
] as const satisfies readonly TraineeCategory[];

const categoryOf: Record<CategoryCode, TraineeCategory> = {
  poorFamilyChild: traineeCategories[0],
  finalYearGraduate: traineeCategories[1],
  schoolLeaver: traineeCategories[2],
  ruralTransferWorker: traineeCategories[3],
  registeredUnemployed: traineeCategories[4],
};

export const getCategory = (code: CategoryCode): TraineeCategory => categoryOf[code];

/** The category's own names, valid on every day. */
const byName = aliasFinder<TraineeCategory>(traineeCategories, ({ code, fullName, shortName }) => [
  code,
  fullName,
  shortName,
]);
const byTerm = aliasFinder<CategoryTerm>(categoryTerms, (term) => term.forms);

const always = plainDate('0001-01-01');
const hasBegun = (term: CategoryTerm, onDay: PlainDate): boolean => (term.from ?? always) <= onDay;

function named(text: string, onDay: PlainDate): TraineeCategory | undefined {
  const own = byName(text);
  if (own) return own;
  const term = byTerm(text);
  return term && hasBegun(term, onDay) ? categoryOf[term.category] : undefined;
}

/** The name as written, and without what stands in brackets after it. */
const namedLoosely = (text: string, onDay: PlainDate): TraineeCategory | undefined =>
  named(text, onDay) ?? named(text.replace(/\(.*\)?$/u, ''), onDay);

const ordinals = '一二三四五';
const numbered = /^(?:第|类别|A)?\(?([1-5一二三四五])\)?(?:类|[、.,:;-])?(.*)$/u;

/** `4`, `(四)`, `第4类`, `A4`, `4、农村…`: the number before the name, and the name. */
function splitNumber(form: string): { order: number; rest: string } | undefined {
  const [, sign = '', rest = ''] = numbered.exec(form) ?? [];
  if (sign === '') return undefined;
  return { order: ordinals.includes(sign) ? ordinals.indexOf(sign) + 1 : Number(sign), rest };
}

/**
 * A category by number, name or the terms clerks use, as they stood on `onDay`. A term of a later law finds nothing
 * before its day; a former one is still understood. A number that contradicts its name finds nothing.
 */
export function findCategory(text: string, onDay: PlainDate): TraineeCategory | undefined {
  const form = writtenForm(text);
  const whole = namedLoosely(form, onDay);
  if (whole) return whole;
  const split = splitNumber(form);
  if (!split) return undefined;
  const category = traineeCategories.find((each) => each.order === split.order);
  if (split.rest === '') return category;
  return namedLoosely(split.rest, onDay) === category ? category : undefined;
}

/** The term when it was no longer in use on `onDay`: a reason to warn and to name its successor. */
export function findFormerTerm(text: string, onDay: PlainDate): CategoryTerm | undefined {
  const form = writtenForm(text);
  const term = byTerm(form) ?? byTerm(splitNumber(form)?.rest ?? '');
  return term?.until !== undefined && term.until < onDay ? term : undefined;
}
