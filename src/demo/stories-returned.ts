import { type Point, settled, type StoryWish } from './story';

const blurredPhotos: Point = { part: 'proofs', row: 5, reason: '身份证照片模糊，看不清住址，请重新拍摄上传。' };
const wrongPerson: Point = {
  part: 'roster',
  row: 3,
  field: 'category',
  reason: '经查不属于五类培训对象，请更换学员或补充证明。',
};
const address: Point = { part: 'roster', row: 7, field: 'address', reason: '户籍地址与户口簿不一致，请核对改正。' };
const posts: Point = { part: 'posts', reason: '部分岗位电话打不通，请再补充一家用人单位。' };
const plan: Point = { part: 'plan', reason: '教学内容过于笼统，请按课次写明实操项目。' };

const answers = [
  '已更换为符合条件的学员，证明随附。',
  '已按户口簿改正。',
  '已补充一家用人单位，电话已打通。',
  '已重新拍摄。',
];

const waitingForInstitution: StoryWish[] = [
  {
    key: 'returned-boai',
    at: 'boai/0',
    size: 43,
    startsIn: 22,
    state: 'returned',
    steps: [
      { on: -6, does: 'file' },
      { on: -3, does: 'return', by: 'officer', points: [wrongPerson, address, posts, blurredPhotos] },
    ],
  },
  {
    key: 'returned-wuzhi',
    at: 'wuzhi/0',
    size: 36,
    startsIn: 18,
    state: 'returned',
    steps: [
      { on: -9, does: 'file' },
      { on: -6, does: 'return', by: 'officer', points: [wrongPerson, address, posts] },
      { on: -2, does: 'answer', answers },
      { on: -2, does: 'correct' },
    ],
  },
  {
    key: 'returned-xiuwu',
    at: 'xiuwu/1',
    size: 28,
    startsIn: 16,
    state: 'returned',
    steps: [
      { on: -5, does: 'file' },
      { on: -2, does: 'return', by: 'officer', points: [plan, blurredPhotos] },
    ],
  },
  {
    key: 'returned-shanyang',
    at: 'shanyang/0',
    size: 39,
    startsIn: 15,
    state: 'returned',
    steps: [
      { on: -9, does: 'file' },
      ...settled(-7),
      { on: -7, does: 'verify' },
      { on: -4, does: 'return', by: 'signatory', points: [posts] },
    ],
  },
];

const filedAgain: StoryWish[] = [
  {
    key: 'refiled-boai',
    at: 'boai/1',
    size: 35,
    startsIn: 10,
    state: 'filed',
    steps: [
      { on: -10, does: 'file' },
      { on: -7, does: 'return', by: 'officer', points: [wrongPerson, address, posts] },
      { on: -4, does: 'answer', answers },
      { on: -4, does: 'correct' },
      { on: -3, does: 'file' },
    ],
  },
  {
    key: 'refiled-jiefang',
    at: 'jiefang/0',
    size: 30,
    startsIn: 8,
    state: 'verified',
    steps: [
      { on: -11, does: 'file' },
      { on: -8, does: 'return', by: 'officer', points: [address, posts] },
      { on: -5, does: 'answer', answers: answers.slice(1) },
      { on: -5, does: 'correct' },
      { on: -4, does: 'file' },
      ...settled(-1),
      { on: -1, does: 'verify' },
    ],
  },
  {
    key: 'refiled-qinyang',
    at: 'qinyang/1',
    size: 46,
    startsIn: -4,
    state: 'approved',
    steps: [
      { on: -18, does: 'file' },
      { on: -16, does: 'return', by: 'officer', points: [wrongPerson, address] },
      { on: -14, does: 'answer', answers },
      { on: -14, does: 'correct' },
      { on: -13, does: 'file' },
      ...settled(-11),
      { on: -11, does: 'verify' },
      { on: -9, does: 'approve' },
    ],
  },
];

/** Classes that went back to the institution, and those that came again. */
export const returnedStories: readonly StoryWish[] = [...waitingForInstitution, ...filedAgain];
