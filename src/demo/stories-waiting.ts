import { settled, type Step, type StoryWish, type Where } from './story';

/** Passed by the officer and waiting for the signatory. */
const verified = (key: string, at: Where, size: number, startsIn: number, filedOn: number, on: number): StoryWish => ({
  key,
  at,
  size,
  startsIn,
  state: 'verified',
  steps: [{ on: filedOn, does: 'file' }, ...settled(on), { on, does: 'verify' }],
});

/** Filed and waiting for the officer, with whatever the officer has already looked at. */
const filed = (
  key: string,
  at: Where,
  size: number,
  startsIn: number,
  on: number,
  looked: readonly Step[] = [],
): StoryWish => ({ key, at, size, startsIn, state: 'filed', steps: [{ on, does: 'file' }, ...looked] });

const forSignatory = [
  verified('verified-boai', 'boai/0', 44, 6, -4, -2),
  verified('verified-shanyang', 'shanyang/0', 37, 5, -5, -3),
  verified('verified-jiefang', 'jiefang/1', 31, 8, -3, -1),
  verified('verified-wuzhi', 'wuzhi/0', 49, 5, -6, -2),
  verified('verified-shifanqu', 'shifanqu/1', 26, 9, -2, -1),
];

const clean = [
  filed('filed-boai', 'boai/0/0', 45, 20, -1),
  filed('filed-wuzhi', 'wuzhi/1/0', 38, 9, -2, [{ on: -1, does: 'askRegister', register: 'employeeInsurance' }]),
  filed('filed-wenxian', 'wenxian/0', 34, 8, -3),
  filed('filed-macun', 'macun/0', 47, 7, -4),
  filed('filed-mengzhou', 'mengzhou/0', 30, 6, -5),
];

const warned = [
  filed('warned-boai', 'boai/1', 40, 8, -2, [{ on: -1, does: 'askRegister', register: 'employeeInsurance' }]),
  filed('warned-zhongzhan', 'zhongzhan/0', 53, 8, -3),
  filed('warned-qinyang', 'qinyang/0/2', 36, 9, -1),
  filed('warned-xiuwu', 'xiuwu/0', 32, 7, -4, [
    { on: -3, does: 'askRegister', register: 'employeeInsurance' },
    { on: -1, does: 'enterAnswer', register: 'employeeInsurance', listed: [4] },
  ]),
];

const lookedAt = [
  filed('looked-boai', 'boai/0', 50, 7, -5, [
    { on: -4, does: 'askRegister', register: 'employeeInsurance' },
    { on: -3, does: 'enterAnswer', register: 'employeeInsurance', listed: [] },
    { on: -2, does: 'mark', item: 'socialInsurance', verdict: 'matched', note: '已与社保经办系统比对，无在保人员。' },
    { on: -1, does: 'mark', item: 'teachers', verdict: 'mismatched', note: '实训楼正在粉刷，须现场看过再定。' },
  ]),
  filed('looked-shanyang', 'shanyang/1', 42, 8, -3, [
    { on: -1, does: 'mark', item: 'institution', verdict: 'matched', note: '' },
    { on: -1, does: 'mark', item: 'identity', verdict: 'matched', note: '证件原件已核对。' },
    { on: -2, does: 'askRegister', register: 'employeeInsurance' },
    { on: -1, does: 'enterAnswer', register: 'employeeInsurance', listed: [] },
  ]),
  filed('looked-jiefang', 'jiefang/0', 39, 10, -4, [
    { on: -2, does: 'accept', most: 1, reason: '夫妻二人共用一部手机，已在备注写明。' },
  ]),
  filed('looked-qinyang', 'qinyang/1', 35, 12, -2, [
    { on: -1, does: 'mark', item: 'socialInsurance', verdict: 'mismatched', note: '序号 8 在外地参保，待本人说明。' },
  ]),
];

/** Nobody has touched these within the five working days (2024 一（三）). */
const overdue = [
  filed('overdue-shifanqu', 'shifanqu/1', 33, 5, -7),
  filed('overdue-mengzhou', 'mengzhou/1', 41, 6, -6),
];

/** Classes that wait for the county. */
export const waitingStories: readonly StoryWish[] = [...forSignatory, ...clean, ...warned, ...lookedAt, ...overdue];
