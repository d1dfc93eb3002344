import type { api } from '#ui/api';
import { spokenSize } from '#ui/format';
import type { Tone } from '#ui/state';
import type { ChallengeState } from '../../domain/recordings/copies';
import type { HoldAction, HoldState } from '../../domain/retention/hold';
import { type NextStep, nextStepNames } from '../../domain/retention/next-step';
import type { PurgeState } from '../../domain/retention/purge';
import { isPurgeSource, purgeSourceNames } from '../../domain/retention/purge-sources';

export type KeepingList = Awaited<ReturnType<typeof api.keeping.list>>;
export type KeptClassView = Awaited<ReturnType<typeof api.keeping.show>>;
export type KeptHold = KeptClassView['holds'][number];
export type CopyRow = Awaited<ReturnType<typeof api.copy.list>>['rows'][number];
export type CopyQuestions = Awaited<ReturnType<typeof api.copy.show>>;

export const stepTones: Record<NextStep, Tone> = {
  finding: 'stop',
  challenge: 'warn',
  liftAsked: 'warn',
  witness: 'warn',
  start: 'warn',
  held: 'warn',
  carrying: 'warn',
  keep: 'ok',
  running: 'calm',
  purged: 'calm',
};
/** What is to be done, in the words of whoever reads it. */
export const stepWords = (step: NextStep, isOwn: boolean): string =>
  isOwn && step === 'finding' ? '存证有问题，请说明' : nextStepNames[step];

export const challengeTones: Record<ChallengeState, Tone> = { asked: 'warn', proved: 'ok', failed: 'stop' };
export const holdTones: Record<HoldState, Tone> = { placed: 'warn', liftAsked: 'warn', lifted: 'calm' };
export const purgeTones: Record<PurgeState, Tone> = {
  proposed: 'warn',
  started: 'warn',
  witnessed: 'warn',
  done: 'calm',
  withdrawn: 'calm',
};
export const holdStoryNames: Record<'place' | HoldAction, string> = {
  place: '设定保全',
  askLift: '申请解除',
  keep: '不同意解除',
  lift: '确认解除',
};
export const isHoldStory = (action: string): action is keyof typeof holdStoryNames => action in holdStoryNames;

const findingNames: Readonly<Record<string, string>> = {
  missing: '没有',
  altered: '内容已变',
  wrong: '答错',
  unanswered: '到期未答',
};
export const findingWords = (kind: string): string => findingNames[kind] ?? kind;

export const sourceWords = (source: string): string => (isPurgeSource(source) ? purgeSourceNames[source] : source);

/** 39.2 GB, 12.0 MB. */
export const sizeWords = (bytes: number): string =>
  bytes >= 1_000_000_000 ? `${(bytes / 1_000_000_000).toFixed(1)} GB` : spokenSize(bytes);

/** What is kept, counted, on one line. */
export function amountWords({ recordings, pictures, records }: KeptClassView['amounts']): string {
  return [`录像 ${recordings}`, `照片 ${pictures}`, `考勤记录 ${records}`].join(' · ');
}
