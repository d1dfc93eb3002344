import { type PlainDate, plainDate, spokenDay } from '#kernel/plain-date';
import { type AnyRule, rule } from '#law/rule';
import { checkCreditCode } from '#law/unified-credit-code';
import { type DormantEmployer, employerFaultNames, findDormant } from '#registers';
import type { JobPost, OpeningFacts } from './opening';

const since2021 = plainDate('2021-01-01');
const filedOn = (facts: OpeningFacts): PlainDate => facts.filedOn;

export type PostFault = 'stale' | 'duplicate' | 'own' | 'dormant' | 'incomplete';

/** Why a row of the table does not count, in a word for its own column. */
export const postFaultNames: Record<PostFault, string> = {
  incomplete: '未填全',
  own: '本机构自己的',
  dormant: '单位已停业或异常',
  stale: '开班时已过期',
  duplicate: '重复',
};

type Counted = Pick<OpeningFacts, 'posts' | 'institution' | 'application' | 'filedOn' | 'dormantEmployers'>;

const codeOf = ({ creditCode }: { readonly creditCode: string }): string => creditCode.toUpperCase();

const keyOf = (post: JobPost): string => [codeOf(post) || post.employer, post.post, post.phone].join('\n');

/** Posts are judged as of the first day of the class, or of the filing while none is chosen. */
const dayOf = ({ application, filedOn: filed }: Counted): PlainDate => application.startsOn ?? filed;

/** Whether a post is the institution’s own, under whatever name or code it has borne. */
function isOwn({ institution }: Counted, post: JobPost): boolean {
  const named = [institution, ...(institution.formerly ?? [])];
  return named.some((each) => codeOf(post) === codeOf(each) || post.employer === each.name);
}

const dormantOf = (facts: Counted, post: JobPost): DormantEmployer | undefined =>
  findDormant(facts.dormantEmployers ?? [], post.creditCode, dayOf(facts));

/**
 * Why a post does not count towards 1:3, by its id. A post counts when it is whole, open on the first day of the
 * class, named once, of an employer that still is one, and not the institution’s own.
 */
export function uncountedPosts(facts: Counted): Map<string, PostFault> {
  const faults = new Map<string, PostFault>();
  const seen = new Set<string>();
  const day = dayOf(facts);
  for (const post of facts.posts) {
    const key = keyOf(post);
    if (!post.employer || !post.post || !post.headcount) faults.set(post.id, 'incomplete');
    else if (isOwn(facts, post)) faults.set(post.id, 'own');
    else if (dormantOf(facts, post)) faults.set(post.id, 'dormant');
    else if (post.validUntil && post.validUntil < day) faults.set(post.id, 'stale');
    else if (seen.has(key)) faults.set(post.id, 'duplicate');
    else seen.add(key);
  }
  return faults;
}

/** Persons wanted in all posts that count. */
export function countedHeadcount(facts: Counted): number {
  const faults = uncountedPosts(facts);
  return facts.posts.reduce((sum, post) => sum + (faults.has(post.id) ? 0 : (post.headcount ?? 0)), 0);
}

const enoughPosts = rule({
  id: 'opening.enough-posts',
  title: '岗位不少于 1:3',
  cites: ['2021.3.4', '2021.A5'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check(facts: OpeningFacts, figure) {
    const required = figure('postsPerTrainee') * facts.roster.length;
    const offered = countedHeadcount(facts);
    return offered >= required && facts.posts.length > 0
      ? []
      : [{ field: 'headcount', required, offered, trainees: facts.roster.length }];
  },
  says: ({ required, offered, trainees }) =>
    `${trainees} 名学员须有不少于 ${required} 个有效就业岗位，现有 ${offered} 个。`,
  fix: ({ required, offered }) =>
    required > offered ? `请再补充 ${required - offered} 个岗位。` : '请填写就业岗位信息统计表。',
});

const fieldNames = {
  employer: '招聘单位',
  post: '岗位',
  headcount: '招聘人数',
  contact: '联系人',
  phone: '联系方式',
} as const;

const postComplete = rule({
  id: 'opening.post-complete',
  title: '岗位信息完整',
  cites: ['2021.3.4', '2021.A5'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check: ({ posts }: OpeningFacts) =>
    posts.flatMap((post) => {
      const missing: { field: string; row: string; label: string }[] = [];
      for (const field of ['employer', 'post', 'headcount', 'contact', 'phone'] as const) {
        if (!post[field]) missing.push({ field, row: post.id, label: fieldNames[field] });
      }
      if (post.wageFromFen === undefined) missing.push({ field: 'wageFrom', row: post.id, label: '工资待遇' });
      return missing;
    }),
  says: ({ label }) => `没有填写${label}。`,
  fix: ({ label }) => `请补填${label}，或删去这一行。`,
});

const creditCode = rule({
  id: 'opening.post-credit-code',
  title: '用人单位信用代码',
  cites: ['2021.3.4'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check: ({ posts }: OpeningFacts) =>
    posts
      .filter((post) => post.creditCode !== '' && !checkCreditCode(post.creditCode).ok)
      .map((post) => ({ field: 'creditCode', row: post.id, code: post.creditCode })),
  says: ({ code }) => `统一社会信用代码 ${code} 校验不符。`,
  fix: () => '请对照营业执照核对 18 位代码；不确定时可留空。',
});

const wageRange = rule({
  id: 'opening.post-wage-range',
  title: '工资上下限',
  cites: ['2021.3.4'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check: ({ posts }: OpeningFacts) =>
    posts.flatMap((post) =>
      post.wageFromFen !== undefined && post.wageToFen !== undefined && post.wageToFen < post.wageFromFen
        ? [{ field: 'wageTo', row: post.id }]
        : [],
    ),
  says: () => '工资上限低于下限。',
  fix: () => '请核对工资待遇的上下限。',
});

const reasons: Record<Exclude<PostFault, 'incomplete' | 'dormant'>, string> = {
  stale: '开班时已过有效期',
  duplicate: '与上面一行重复',
  own: '是本机构自己的岗位',
};

const reasonOf = (facts: OpeningFacts, post: JobPost | undefined): string => {
  const dormant = post && dormantOf(facts, post);
  return dormant ? `的用人单位已${employerFaultNames[dormant.fault]}（${dormant.since} 起）` : '的用人单位已停业';
};

const uncounted = rule({
  id: 'opening.post-uncounted',
  title: '未计入的岗位',
  cites: ['2021.3.4'],
  severity: 'warns',
  from: since2021,
  governedBy: filedOn,
  check: (facts: OpeningFacts) =>
    [...uncountedPosts(facts)].flatMap(([row, fault]) => {
      if (fault === 'incomplete') return [];
      const isDormant = fault === 'dormant';
      const reason = isDormant
        ? reasonOf(
            facts,
            facts.posts.find(({ id }) => id === row),
          )
        : reasons[fault];
      return [{ field: fault === 'stale' ? 'validUntil' : 'employer', row, reason, isDormant }];
    }),
  says: ({ reason }) => `这一岗位${reason}，不计入 1:3。`,
  fix: ({ isDormant }) =>
    isDormant
      ? '请换仍在经营的用人单位；该单位已恢复经营的，请县（市、区）人社局在用人单位档案中解除。'
      : '请更换岗位；总数已够时可以保留。',
});

const validUntilGiven = rule({
  id: 'opening.post-valid-until',
  title: '岗位有效期',
  cites: ['2021.3.4'],
  severity: 'warns',
  from: since2021,
  governedBy: filedOn,
  check: ({ posts, filedOn: filed }: OpeningFacts) =>
    posts.filter((post) => post.validUntil === undefined).map((post) => ({ field: 'validUntil', row: post.id, filed })),
  says: ({ filed }) => `没有写明岗位有效期，无法判断开班时（${spokenDay(filed)}申报）是否仍在招聘。`,
  fix: () => '请向用人单位问明并填写有效期。',
});

/** What must hold of the job posts (Annex 5). */
export const postRules: readonly AnyRule<OpeningFacts>[] = [
  enoughPosts,
  postComplete,
  creditCode,
  wageRange,
  uncounted,
  validUntilGiven,
];
