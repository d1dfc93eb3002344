import { type PlainDate, plainDate } from '#kernel/plain-date';
import { yuan } from '#kernel/money';
import { type AnyRule, rule } from '#law/rule';
import type { PostElsewhere } from './city-evidence';
import { digitsOf } from './digits';
import type { OpeningFacts } from './opening';
import { countedHeadcount, uncountedPosts } from './post-rules';
import { narrowed, withoutBlanks } from './lists/characters';

const since2021 = plainDate('2021-01-01');
const since2024 = plainDate('2024-07-18');
const filedOn = (facts: OpeningFacts): PlainDate => facts.filedOn;

/** Persons of this post that another class has already counted: it takes of all its posts alike what it needs. */
const takenBy = ({ headcount, trainees, offered }: PostElsewhere, ratio: number): number =>
  offered <= 0 ? 0 : Math.ceil((headcount * Math.min(trainees * ratio, offered)) / offered);

interface Taken {
  readonly persons: number;
  readonly first: PostElsewhere;
}

function takenByPost(others: readonly PostElsewhere[], ratio: number): Map<string, Taken> {
  const taken = new Map<string, Taken>();
  for (const other of others) {
    const known = taken.get(other.postId);
    const persons = (known?.persons ?? 0) + takenBy(other, ratio);
    taken.set(other.postId, { persons, first: known?.first ?? other });
  }
  return taken;
}

/** Persons wanted in all posts that count, less what other classes have counted of them. */
function freeHeadcount(facts: OpeningFacts, taken: ReadonlyMap<string, Taken>): number {
  const faults = uncountedPosts(facts);
  return facts.posts.reduce((sum, { id, headcount }) => {
    if (faults.has(id)) return sum;
    return sum + Math.max(0, (headcount ?? 0) - (taken.get(id)?.persons ?? 0));
  }, 0);
}

const postReused = rule({
  id: 'opening.post-reused',
  title: '岗位不由几个班重复计数',
  cites: ['2021.3.4', '2024.1.2'],
  severity: 'warns',
  from: since2024,
  governedBy: filedOn,
  check(facts: OpeningFacts, figure) {
    const ratio = figure('postsPerTrainee');
    const taken = takenByPost(facts.city?.posts ?? [], ratio);
    const required = ratio * facts.roster.length;
    const free = freeHeadcount(facts, taken);
    if (free >= required || countedHeadcount(facts) < required) return [];
    const shared = facts.posts.flatMap((post) => {
      const found = taken.get(post.id);
      return found ? [{ ...found, post }] : [];
    });
    const [first] = shared;
    if (!first) return [];
    const { otherClass, otherRegion } = first.first;
    const used = shared.reduce((sum, { persons }) => sum + persons, 0);
    const names = [...new Set(shared.map(({ post }) => `${post.employer} ${post.post}`.trim()))];
    return [{ field: 'headcount', shared: shared.length, names, used, free, required, otherClass, otherRegion }];
  },
  says: ({ shared, names, used, free, required, otherClass, otherRegion }) =>
    `有 ${shared} 个岗位（${names.slice(0, 3).join('、')}${names.length > 3 ? '等' : ''}）已由${otherRegion}“${otherClass}”等班计入 ${used} 人；扣除后本班有效岗位 ${free} 个，须有 ${required} 个，还差 ${required - free} 个。`,
  fix: ({ required, free }) =>
    `同一批岗位不能由几个班各算一遍：请再补 ${required - free} 个别的岗位；用人单位确又增加招聘的，改写招聘人数并在核查时附说明。`,
});

const minimumWage = rule({
  id: 'opening.post-minimum-wage',
  title: '工资不低于最低工资标准',
  cites: ['2021.3.4'],
  severity: 'warns',
  from: since2021,
  governedBy: filedOn,
  check({ posts }: OpeningFacts, figure) {
    const required = figure('minimumWage');
    const least = yuan(required);
    return posts.flatMap(({ id, wageFromFen }) =>
      wageFromFen !== undefined && wageFromFen < least
        ? [{ field: 'wageFrom', row: id, required, given: Math.floor(wageFromFen / 100) }]
        : [],
    );
  },
  says: ({ required, given }) => `工资下限每月 ${given} 元，低于最低工资标准 ${required} 元。`,
  fix: () => '请核对工资待遇是否按月、以元为单位；确实低于标准的岗位不应推荐。',
});

const nameForm = (employer: string): string => withoutBlanks(narrowed(employer));

const codeOfTwo = rule({
  id: 'opening.post-code-of-two',
  title: '一个信用代码一家单位',
  cites: ['2021.3.4', '2024.1.2'],
  severity: 'warns',
  from: since2021,
  governedBy: filedOn,
  check({ posts }: OpeningFacts) {
    const holders = new Map<string, string>();
    return posts.flatMap(({ id, creditCode, employer }) => {
      const code = creditCode.toUpperCase();
      if (code === '' || employer === '') return [];
      const holder = holders.get(code) ?? employer;
      holders.set(code, holder);
      return nameForm(holder) === nameForm(employer) ? [] : [{ field: 'creditCode', row: id, code, holder }];
    });
  },
  says: ({ code, holder }) => `信用代码 ${code} 在上面写的是“${holder}”，这里是另一家单位。`,
  fix: () => '请对照营业执照核对单位名称和代码；改过名的写现在的名称。',
});

const contactOfOwn = rule({
  id: 'opening.post-contact-own',
  title: '岗位联系人是用人单位的',
  cites: ['2021.3.4', '2024.1.2'],
  severity: 'warns',
  from: since2021,
  governedBy: filedOn,
  check({ posts, roster, application }: OpeningFacts) {
    const lead = digitsOf(application.classLeadPhone);
    const trainees = new Set(roster.map(({ cells }) => digitsOf(cells.phone)));
    return posts.flatMap((post) => {
      const phone = digitsOf(post.phone);
      if (phone === '' || (phone !== lead && !trainees.has(phone))) return [];
      return [{ field: 'phone', row: post.id, whose: phone === lead ? '班级负责人' : '学员' }];
    });
  },
  says: ({ whose }) => `这个联系方式是本班${whose}的电话，无法向用人单位核实。`,
  fix: () => '请填写用人单位招聘联系人的电话。',
});

/** What posts owe to other classes, to the law on wages, and to whoever calls to ask. */
export const postUseRules: readonly AnyRule<OpeningFacts>[] = [postReused, minimumWage, codeOfTwo, contactOfOwn];
