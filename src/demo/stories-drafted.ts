import type { StoryWish } from './story';

type Draft = Omit<StoryWish, 'state' | 'steps'>;

const drafts: readonly Draft[] = [
  { key: 'draft-new', at: 'boai/0', size: 0, startsIn: 30, draftedOn: -1, filledTo: 'nothing' },
  { key: 'draft-half', at: 'wuzhi/0', size: 0, startsIn: 14, draftedOn: -3, filledTo: 'plan' },
  { key: 'draft-ready', at: 'boai/0', size: 40, startsIn: 24, draftedOn: -2 },
  { key: 'draft-roster', at: 'boai/0', size: 45, startsIn: 34, draftedOn: -2 },
  { key: 'draft-posts', at: 'boai/1', size: 38, startsIn: 11, draftedOn: -4 },
  { key: 'draft-plan', at: 'shanyang/0', size: 40, startsIn: 17, draftedOn: -3 },
  { key: 'draft-twice', at: 'wuzhi/1', size: 33, startsIn: 20, draftedOn: -1 },
  { key: 'draft-rooms', at: 'boai/0/1', size: 36, startsIn: 20, draftedOn: -1 },
  { key: 'draft-late', at: 'jiefang/1', size: 30, startsIn: 2, draftedOn: -1 },
  { key: 'draft-application', at: 'qinyang/0', size: 28, startsIn: 15, draftedOn: -5 },
  { key: 'draft-suspended', at: 'wenxian/1', size: 31, startsIn: 9, draftedOn: -6 },
  { key: 'draft-licence', at: 'macun/1', size: 29, startsIn: 12, draftedOn: -2 },
  { key: 'draft-designation', at: 'zhongzhan/1', size: 27, startsIn: 13, draftedOn: -3 },
  { key: 'draft-catalogue', at: 'xiuwu/1/1', size: 26, startsIn: 12, draftedOn: -4 },
  { key: 'draft-history', at: 'zhongzhan/0/1', size: 24, startsIn: 20, draftedOn: -1 },
  { key: 'draft-lower', at: 'qinyang/0/1', size: 22, startsIn: 25, draftedOn: -2 },
  { key: 'draft-reunion', at: 'wuzhi/0/2', size: 20, startsIn: 26, draftedOn: -1 },
  { key: 'draft-shared', at: 'jiefang/1/2', size: 26, startsIn: 28, draftedOn: -3 },
  { key: 'draft-copied', at: 'mengzhou/0/0', size: 25, startsIn: 27, draftedOn: -1 },
  { key: 'draft-reposted', at: 'shifanqu/0/2', size: 24, startsIn: 24, draftedOn: -1 },
  { key: 'draft-shown', at: 'boai/1/0', size: 21, startsIn: 29, draftedOn: -1 },
  { key: 'draft-large', at: 'mengzhou/1', size: 62, startsIn: 14, draftedOn: -2 },
];

/** Classes their institutions are still at work on, most with something planted to be found. */
export const draftedStories: readonly StoryWish[] = drafts.map((draft) => ({ ...draft, steps: [], state: 'drafted' }));
