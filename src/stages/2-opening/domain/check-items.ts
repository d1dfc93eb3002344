import type { ClauseId } from '#law/clauses';
import type { OpeningFinding } from './judge-opening';

/** 资料核查 item by item (2024 一（二）), and the parts that hang on them. */
export const checkItems = [
  'institution',
  'eligibility',
  'identity',
  'socialInsurance',
  'earlierSubsidies',
  'teachers',
  'plan',
  'posts',
] as const;
export type CheckItem = (typeof checkItems)[number];

export const checkItemNames: Record<CheckItem, string> = {
  institution: '机构资质',
  eligibility: '人员资格',
  identity: '人员身份',
  socialInsurance: '社保参保',
  earlierSubsidies: '既往培训与补贴',
  teachers: '教师与场地',
  plan: '教学计划',
  posts: '就业岗位',
};

export const checkItemClauses: Record<CheckItem, ClauseId> = {
  institution: '2024.1.2',
  eligibility: '2021.1',
  identity: '2024.1.2',
  socialInsurance: '2024.1.2',
  earlierSubsidies: '2024.1.2',
  teachers: '2024.1.2',
  plan: '2021.3.2',
  posts: '2021.3.4',
};

/** Items whose evidence is kept by another office: an officer has to say what was found there. */
export const outsideItems: readonly CheckItem[] = ['socialInsurance'];

const itemsByRule: Readonly<Record<string, CheckItem>> = {
  'roster.under-age': 'eligibility',
  'roster.past-retirement-age': 'eligibility',
  'roster.category-age': 'eligibility',
  'roster.category-unknown': 'eligibility',
  'exchange.insured-at-start': 'socialInsurance',
  'exchange.pension-drawn': 'socialInsurance',
  'exchange.public-payroll': 'eligibility',
  'exchange.enrolled-at-school': 'eligibility',
  'exchange.poverty-not-listed': 'eligibility',
  'exchange.not-registered-unemployed': 'eligibility',
  'exchange.subsidised-before': 'earlierSubsidies',
  'opening.no-overlap': 'earlierSubsidies',
  'opening.trained-before': 'earlierSubsidies',
  'opening.higher-level-before': 'earlierSubsidies',
  'opening.declared-before': 'earlierSubsidies',
  'opening.yearly-limit': 'earlierSubsidies',
  'opening.roster-reused': 'earlierSubsidies',
  'opening.teaches-then': 'eligibility',
  'opening.teacher-among-trainees': 'eligibility',
  'opening.category-proof-missing': 'eligibility',
  'opening.teacher-qualified': 'teachers',
  'opening.teacher-qualification-valid': 'teachers',
  'opening.teacher-serving': 'teachers',
  'opening.teacher-not-stopped': 'teachers',
  'opening.teacher-consent': 'teachers',
  'opening.teachers-enough': 'teachers',
  'opening.resource-free': 'teachers',
  'opening.venue-capacity': 'teachers',
  'opening.trainee-is-not-teacher': 'teachers',
};

/** The item a finding counts against. */
export function itemOf(finding: OpeningFinding): CheckItem {
  const known = itemsByRule[finding.rule];
  if (known) return known;
  if (finding.part === 'posts') return 'posts';
  if (finding.part === 'plan') return 'plan';
  return finding.part === 'application' ? 'institution' : 'identity';
}

export interface CheckMark {
  readonly item: CheckItem;
  readonly verdict: 'matched' | 'mismatched';
  readonly note: string;
}

export interface WarningDecision {
  readonly rule: string;
  readonly row: string;
  readonly field: string;
  readonly accepted: boolean;
  readonly reason: string;
}

/** How an item stands: found sound by the rules or an officer, unsound, or still to be looked at. */
export type ItemState = 'matched' | 'mismatched' | 'waiting';

export interface ItemStanding {
  readonly item: CheckItem;
  readonly state: ItemState;
  readonly blocks: number;
  /** Warnings no officer has decided yet. */
  readonly openWarnings: number;
  readonly decidedWarnings: number;
  readonly mark: CheckMark | undefined;
}

const sameFinding = (finding: OpeningFinding, decision: WarningDecision): boolean =>
  finding.rule === decision.rule && (finding.row ?? '') === decision.row && finding.field === decision.field;

export const decisionOn = (
  finding: OpeningFinding,
  decisions: readonly WarningDecision[],
): WarningDecision | undefined => decisions.find((decision) => sameFinding(finding, decision));

function standingOf(
  item: CheckItem,
  findings: readonly OpeningFinding[],
  marks: readonly CheckMark[],
  decisions: readonly WarningDecision[],
  answered: readonly CheckItem[],
): ItemStanding {
  const own = findings.filter((finding) => itemOf(finding) === item);
  const blocks = own.filter((finding) => finding.severity === 'blocks').length;
  const warnings = own.filter((finding) => finding.severity === 'warns');
  const decided = warnings.filter((finding) => decisionOn(finding, decisions));
  const refusedWarnings = decided.filter((finding) => decisionOn(finding, decisions)?.accepted === false).length;
  const mark = marks.find((each) => each.item === item);
  const isUnsound = blocks > 0 || refusedWarnings > 0 || mark?.verdict === 'mismatched';
  const isUnseen = outsideItems.includes(item) && !answered.includes(item) && !mark;
  const isWaiting = decided.length < warnings.length || isUnseen;
  return {
    item,
    state: isUnsound ? 'mismatched' : isWaiting ? 'waiting' : 'matched',
    blocks,
    openWarnings: warnings.length - decided.length,
    decidedWarnings: decided.length,
    mark,
  };
}

/** All items in order; `answered` are those of another office that its register has answered for every trainee. */
export const standings = (
  findings: readonly OpeningFinding[],
  marks: readonly CheckMark[],
  decisions: readonly WarningDecision[],
  answered: readonly CheckItem[] = [],
): ItemStanding[] => checkItems.map((item) => standingOf(item, findings, marks, decisions, answered));

/** The items that keep a class from being passed on. */
export const unsettled = (items: readonly ItemStanding[]): ItemStanding[] =>
  items.filter((item) => item.state !== 'matched');
