import { settled, type Step, type StoryWish, type Where } from './story';
import type { ChangeDecision, ChangeWish } from './telling-changes';

type Approved = Pick<StoryWish, 'level' | 'mode'> & {
  readonly filedOn?: number;
  /** What is changed after the approval. */
  readonly afterwards?: readonly Step[];
};

/** Filed eight working days before its start unless said otherwise, verified two days on, approved two more. */
function approved(key: string, at: Where, size: number, startsIn: number, wish: Approved = {}): StoryWish {
  const { filedOn = startsIn - 8, afterwards = [], ...rest } = wish;
  const steps: Step[] = [
    { on: filedOn, does: 'file' },
    ...settled(filedOn + 2),
    { on: filedOn + 2, does: 'verify' },
    { on: filedOn + 4, does: 'approve' },
    ...afterwards,
  ];
  return { key, at, size, startsIn, steps, state: 'approved', ...rest };
}

const ended = [
  approved('ended-boai', 'boai/0/0', 46, -49),
  approved('ended-shanyang', 'shanyang/0/0', 40, -47, { level: 4 }),
  approved('ended-wuzhi', 'wuzhi/0/0', 48, -45),
  approved('ended-jiefang', 'jiefang/1', 32, -42),
  approved('ended-qinyang', 'qinyang/0', 38, -40),
  approved('ended-xiuwu', 'xiuwu/0', 50, -37),
  approved('ended-wenxian', 'wenxian/1', 35, -34),
  approved('ended-mengzhou', 'mengzhou/1', 42, -30),
];

const asks = (on: number, wish: ChangeWish, reason: string): Step => ({ on, does: 'change', wish, reason });
const decides = (on: number, decision: ChangeDecision, reason: string): Step => ({
  on,
  does: 'decideChange',
  decision,
  reason,
});

const settledChange = [
  asks(-4, 'withdrawal', '学员本人因外出务工申请退出，已签字确认。'),
  decides(-3, 'verify', '退出申请书有本人签字，已电话核实，同意。'),
  decides(-3, 'approve', '同意变更。'),
];

const running = [
  approved('running-boai', 'boai/1', 36, -6, {
    afterwards: [...settledChange, asks(-1, 'teacher', '任课教师参加市级技能竞赛执裁，由本机构同专业教师代课。')],
  }),
  approved('running-shanyang', 'shanyang/1', 30, -10, {
    mode: 'evening',
    afterwards: [
      asks(-3, 'content', '拟改在实训基地现场教学。'),
      decides(-2, 'return', '请写明现场教学的地点和安全安排后再报。'),
    ],
  }),
  approved('running-jiefang', 'jiefang/0', 45, -4, {
    afterwards: [
      asks(-2, 'teacher', '任课教师病假一天，由另一名教师代课。'),
      decides(-1, 'verify', '代课教师资格相符，建议批准。'),
    ],
  }),
  approved('running-wuzhi', 'wuzhi/1', 40, -5, {
    level: 4,
    afterwards: [
      asks(-3, 'content', '拟把一次实操改为观看录像。'),
      decides(-2, 'verify', '经办人核查：改为观看录像会减少实操，请负责人审定。'),
      decides(-1, 'refuse', '实操课时不得以观看录像代替，不予批准。'),
    ],
  }),
  approved('running-macun', 'macun/0', 28, -8),
  approved('running-shifanqu', 'shifanqu/0/0', 33, -12, { mode: 'holiday', level: 4 }),
  approved('running-qinyang', 'qinyang/1/0', 44, -3),
];

const coming = [
  approved('coming-boai', 'boai/0', 48, 4, { filedOn: -8 }),
  approved('coming-zhongzhan', 'zhongzhan/0', 36, 3, { filedOn: -7 }),
  approved('coming-wenxian', 'wenxian/0', 41, 5, { filedOn: -6 }),
  approved('coming-mengzhou', 'mengzhou/0', 50, 2, { filedOn: -9 }),
  approved('coming-xiuwu', 'xiuwu/1/0', 27, 7, { filedOn: -6, mode: 'evening' }),
];

function refused(key: string, at: Where, size: number, startsIn: number, on: number, reason: string): StoryWish {
  const steps: Step[] = [
    { on, does: 'file' },
    ...settled(on + 1),
    { on: on + 2, does: 'verify' },
    { on: on + 3, does: 'refuse', reason },
  ];
  return { key, at, size, startsIn, steps, state: 'refused' };
}

const notApproved = [
  refused('refused-macun', 'macun/0', 30, -14, -24, '现场查看，实训车间消防验收已过期，不具备开班条件，不予批准。'),
  refused(
    'refused-shifanqu',
    'shifanqu/0',
    26,
    6,
    -6,
    '同一专业本季度已批准两期，本县（市、区）年度计划名额已满，不予批准。',
  ),
];

const withdrawn: StoryWish[] = [
  {
    key: 'withdrawn-draft',
    at: 'boai/1',
    size: 25,
    startsIn: 12,
    filledTo: 'plan',
    steps: [{ on: -9, does: 'withdraw', reason: '报名人数不足，本期不开。' }],
    state: 'withdrawn',
  },
  {
    key: 'withdrawn-filed',
    at: 'wuzhi/0',
    size: 34,
    startsIn: 3,
    steps: [
      { on: -8, does: 'file' },
      { on: -7, does: 'withdraw', reason: '授课教师临时住院，改期后重新申报。' },
    ],
    state: 'withdrawn',
  },
  {
    key: 'withdrawn-returned',
    at: 'mengzhou/0',
    size: 29,
    startsIn: -5,
    steps: [
      { on: -16, does: 'file' },
      {
        on: -14,
        does: 'return',
        by: 'officer',
        points: [{ part: 'proofs', reason: '村民委员会证明没有经手人签字，请逐份补签。' }],
      },
      { on: -12, does: 'withdraw', reason: '材料短期内补不齐，本期撤回。' },
    ],
    state: 'withdrawn',
  },
];

/** Classes whose case is closed. */
export const decidedStories: readonly StoryWish[] = [...ended, ...running, ...coming, ...notApproved, ...withdrawn];
