import { type PlainDate, partsOf } from '#kernel/plain-date';
import { type CategoryCode, findCategory, traineeCategories } from '#law/trainee-categories';
import type { Tone } from '#ui/state';
import type { ClassView } from '../server/class-show';
import { type CheckItem, type ItemStanding, itemOf } from '../domain/check-items';
import type { OpeningFinding } from '../domain/judge-opening';
import { planHours, requiredHoursOf } from '../domain/plan-rules';
import { designationWords } from './designation-words';
import { insuranceBatch, insuranceWords } from './exchange-words';

/** 2027年6月: enough for a tile. */
const monthOf = (day: PlainDate): string => `${partsOf(day).year}年${partsOf(day).month}月`;

export const ofItem = (findings: readonly OpeningFinding[], item: CheckItem | undefined): OpeningFinding[] =>
  item ? findings.filter((finding) => itemOf(finding) === item) : [...findings];

/** Distinct trainees among findings. */
const people = (findings: readonly OpeningFinding[]): number =>
  new Set(findings.flatMap(({ part, row }) => (row && (part === 'roster' || part === 'proofs') ? [row] : []))).size;

const byRule = (view: ClassView, rule: string): OpeningFinding[] => view.findings.filter((each) => each.rule === rule);

/** The five categories in the few words a tile has room for. */
const briefNames: Record<CategoryCode, string> = {
  poorFamilyChild: '贫困家庭',
  finalYearGraduate: '高校毕业生',
  schoolLeaver: '未升学毕业生',
  ruralTransferWorker: '农村转移',
  registeredUnemployed: '城镇失业',
};

export interface CategoryCount {
  readonly name: string;
  readonly brief: string;
  readonly count: number;
}

/** Trainees by category, the documents’ order, empty categories left out. */
export function categoryCounts(view: Pick<ClassView, 'roster' | 'application'>): CategoryCount[] {
  const day = view.application.startsOn;
  const counts = new Map<string, number>();
  for (const { cells } of view.roster) {
    const code = day ? findCategory(cells.category, day)?.code : undefined;
    counts.set(code ?? '', (counts.get(code ?? '') ?? 0) + 1);
  }
  const known = traineeCategories.map(({ code, shortName }) => ({
    name: shortName,
    brief: briefNames[code],
    count: counts.get(code) ?? 0,
  }));
  return [...known, { name: '未认定类别', brief: '未认定', count: counts.get('') ?? 0 }].filter(
    ({ count }) => count > 0,
  );
}

/** Persons wanted in the posts that count towards 1:3, and how many posts do not. */
export function postFigures(view: Pick<ClassView, 'posts' | 'findings' | 'roster'>) {
  const spoilt = new Set(['opening.post-uncounted', 'opening.post-complete']);
  const uncounted = new Set(view.findings.flatMap(({ rule, row }) => (spoilt.has(rule) && row ? [row] : [])));
  const counted = view.posts.reduce((sum, post) => sum + (uncounted.has(post.id) ? 0 : (post.headcount ?? 0)), 0);
  const ratio = view.roster.length > 0 ? Math.floor((counted * 10) / view.roster.length) / 10 : 0;
  return { counted, ratio, uncounted };
}

export const teachersOf = (view: Pick<ClassView, 'lessons' | 'institution'>) => {
  const teaching = new Set(view.lessons.map((lesson) => lesson.teacherId));
  return view.institution.teachers.filter((teacher) => teaching.has(teacher.id));
};

/** 80 课时（理论 32，实操 44，考试 4） */
export function hoursWords(view: Pick<ClassView, 'lessons'>): string {
  const { total, theory, practice, exam } = planHours(view.lessons);
  return `${total} 课时（理论 ${theory}，实操 ${practice}，考试 ${exam}）`;
}

export const requiredHours = (view: ClassView): number | undefined =>
  view.filedOn || view.application.startsOn
    ? requiredHoursOf({ ...view, filedOn: view.filedOn ?? view.application.startsOn ?? view.institution.licenceUntil })
    : undefined;

/** Trainees who say themselves that they are insured. */
export const insuredPeople = (view: Pick<ClassView, 'roster'>): string[] =>
  view.roster.filter(({ cells }) => /^(是|已参保|参保)/u.test(cells.insured)).map(({ cells }) => cells.name);

const summaries: Record<CheckItem, (view: ClassView) => string> = {
  institution(view) {
    return `${designationWords(view)}，许可证至 ${monthOf(view.institution.licenceUntil)}`;
  },
  eligibility: (view) =>
    categoryCounts(view)
      .map(({ brief, count }) => `${brief} ${count}`)
      .join('，') || '没有学员',
  identity(view) {
    const faulty = people(ofItem(view.findings, 'identity'));
    return `${view.roster.length - faulty} 人相符${faulty > 0 ? `，${faulty} 人有提示` : ''}`;
  },
  socialInsurance(view) {
    return insuranceWords(view) ?? `花名册填参保 ${insuredPeople(view).length} 人，由经办人查社保系统`;
  },
  earlierSubsidies: (view) =>
    `在训重叠 ${people(byRule(view, 'opening.no-overlap'))} 人，同职业同等级培训过 ${people(byRule(view, 'opening.trained-before'))} 人`,
  teachers(view) {
    const faults = ofItem(view.findings, 'teachers').length;
    return `${teachersOf(view).length} 名教师${faults === 0 ? '，资格、等级、时间均相符' : ''}`;
  },
  plan(view) {
    const required = requiredHours(view);
    return `${hoursWords(view)}${required === undefined ? '' : `，规定 ${required}`}`;
  },
  posts(view) {
    const { counted, ratio, uncounted } = postFigures(view);
    return `有效 ${counted} 个，1 : ${ratio}${uncounted.size > 0 ? `，${uncounted.size} 条未计入` : ''}`;
  },
};

/** One line of figures under the name of a check item. */
export const itemSummary = (view: ClassView, item: CheckItem): string => summaries[item](view);

export interface ItemTag {
  readonly tone: Tone;
  readonly label: string;
}

/** How an item stands, in one tag. */
export function itemTag(view: ClassView, standing: ItemStanding): ItemTag {
  const { state, blocks, openWarnings, decidedWarnings, mark, item } = standing;
  if (state === 'mismatched') {
    const blocking = ofItem(view.findings, item).filter(({ severity }) => severity === 'blocks');
    const persons = people(blocking);
    if (persons > 0) return { tone: 'stop', label: `${persons} 人不符` };
    return { tone: 'stop', label: blocks > 0 ? `${blocks} 项不符` : '认定不符' };
  }
  if (state === 'waiting') {
    if (openWarnings > 0) return { tone: 'warn', label: `${openWarnings} 项提醒待认定` };
    const batch = insuranceBatch(view);
    if (!batch) return { tone: 'warn', label: '待查社保系统' };
    return { tone: 'warn', label: batch.state === 'exported' ? '比对未回' : '比对不全或已过期' };
  }
  if (mark) return { tone: 'ok', label: '已查，相符' };
  return { tone: 'ok', label: decidedWarnings > 0 ? `相符，认可 ${decidedWarnings} 项提醒` : '相符' };
}

/** Where a filing stands now, in one or two tags: what does not hold, and what is still to be decided. */
export function standingTags(view: Pick<ClassView, 'items' | 'state'>): ItemTag[] {
  if (view.state === 'drafted') return [{ tone: 'calm', label: '起草中' }];
  const unsound = view.items.reduce(
    (sum, { blocks, state }) => sum + (state === 'mismatched' ? Math.max(1, blocks) : 0),
    0,
  );
  const open = view.items.reduce((sum, { openWarnings }) => sum + openWarnings, 0);
  const tags: ItemTag[] = [];
  if (unsound > 0) tags.push({ tone: 'stop', label: `${unsound} 项不符` });
  if (open > 0) tags.push({ tone: 'warn', label: `${open} 项提醒` });
  return tags.length > 0 ? tags : [{ tone: 'ok', label: '全部相符' }];
}

/** How the rules stand to a class in a list, in one tag. */
export function automaticTag(row: {
  readonly state: string;
  readonly blockingCount: number;
  readonly warningCount: number;
  readonly isOffered?: boolean;
}): ItemTag {
  if (row.isOffered) return { tone: 'warn', label: '待负责人签署' };
  if (row.state === 'drafted') return { tone: 'calm', label: '起草中' };
  if (row.blockingCount > 0) return { tone: 'stop', label: `${row.blockingCount} 项不符` };
  if (row.warningCount > 0) return { tone: 'warn', label: `${row.warningCount} 项提醒` };
  return { tone: 'ok', label: '全部相符' };
}
