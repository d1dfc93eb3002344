import { type CheckItem, decisionOn, type ItemStanding, outsideItems } from '../domain/check-items';
import { checkItemNames } from '../domain/check-items';
import type { OpeningFinding } from '../domain/judge-opening';
import type { ClassView } from '../server/class-show';
import type { StripCell } from './EvidenceStrip.vue';

export type EvidenceTab = 'people' | 'application' | 'plan' | 'posts' | 'roster' | 'changes' | 'returns';

/** Where the evidence of an item is seen. */
export const tabOfItem: Record<CheckItem, EvidenceTab> = {
  institution: 'application',
  eligibility: 'people',
  identity: 'people',
  socialInsurance: 'people',
  earlierSubsidies: 'people',
  teachers: 'plan',
  plan: 'plan',
  posts: 'posts',
};

export const tabOfPart: Readonly<Record<string, EvidenceTab>> = {
  application: 'application',
  plan: 'plan',
  roster: 'people',
  proofs: 'people',
  posts: 'posts',
};

/** Said of one trainee: in the roster, or of the photo and papers that go with it. */
export const isPersonal = ({ part, row }: OpeningFinding): boolean =>
  row !== undefined && (part === 'roster' || part === 'proofs');

export const ofPerson = (findings: readonly OpeningFinding[], row: string): OpeningFinding[] =>
  findings.filter((finding) => isPersonal(finding) && finding.row === row);

const standsAgainst = (view: ClassView, finding: OpeningFinding): boolean =>
  finding.severity === 'blocks' || decisionOn(finding, view.decisions)?.accepted === false;

/** One cell a trainee; with findings already narrowed to an item, only those colour it. */
export function stripCells(view: ClassView, findings: readonly OpeningFinding[]): StripCell[] {
  return view.roster.map(({ id, cells }, at) => {
    const own = ofPerson(findings, id);
    const open = own.filter((finding) => !decisionOn(finding, view.decisions));
    const tone = own.some((finding) => standsAgainst(view, finding)) ? 'stop' : open.length > 0 ? 'warn' : 'ok';
    const words = tone === 'stop' ? '不符' : tone === 'warn' ? '有提醒' : '相符';
    return { id, tone, label: `第 ${at + 1} 行 ${cells.name || '未写姓名'}，${words}` };
  });
}

export const openWarnings = (view: ClassView, findings: readonly OpeningFinding[]): OpeningFinding[] =>
  findings.filter((finding) => finding.severity === 'warns' && !decisionOn(finding, view.decisions));

/** What blocks first, then open warnings, then decided ones. */
export function inUrgency(view: ClassView, findings: readonly OpeningFinding[]): OpeningFinding[] {
  const rank = (finding: OpeningFinding): number =>
    standsAgainst(view, finding) ? 0 : decisionOn(finding, view.decisions) ? 2 : 1;
  return [...findings].sort((a, b) => rank(a) - rank(b));
}

const onlyToMark = ({ item, state, openWarnings: warnings }: ItemStanding): boolean =>
  state === 'waiting' && warnings === 0 && outsideItems.includes(item);

/** What keeps a class from being passed on, apart from what the pass itself asks about. */
export const hindrances = (view: ClassView): ItemStanding[] =>
  view.items.filter((item) => item.state !== 'matched' && !onlyToMark(item));

/** Why the officer cannot pass the class, or the signatory cannot approve it; undefined when nothing hinders. */
export function whyNotPassable(view: ClassView): string | undefined {
  if (view.offeredStart) return '原定开班日期已过，请退回机构改期';
  if (!view.actions.includes('verify')) return view.verifiedByMe ? '核查人与批准人须为两人' : undefined;
  const open = hindrances(view);
  if (open.length === 0) return undefined;
  const unsound = open.filter((item) => item.state === 'mismatched').map((item) => checkItemNames[item.item]);
  if (unsound.length > 0) return `${unsound.join('、')}不符，只能退回补正`;
  return `${open.map((item) => checkItemNames[item.item]).join('、')}还有提醒没有认定`;
}
