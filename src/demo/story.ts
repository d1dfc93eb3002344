import type { Level } from '#registers';
import type { CheckItem } from '../stages/2-opening/domain/check-items';
import type { OutsideRegister } from '../stages/2-opening/domain/exchange/registers';
import type { ClassState } from '../stages/2-opening/domain/lifecycle';
import type { FilingPart } from '../stages/2-opening/domain/opening';
import type { RosterField } from '../stages/2-opening/domain/roster/fields';
import type { DemoMode } from './plan';
import type { ChangeDecision, ChangeWish } from './telling-changes';
import type { RegionKey } from './places';

/** Something returned for correction; rows count from 0. */
export interface Point {
  readonly part: FilingPart | 'proofs';
  readonly row?: number;
  readonly field?: RosterField;
  readonly reason: string;
}

/** One thing somebody does with a class, on the `on`-th working day from loading. */
export type Step = { readonly on: number } & (
  | { readonly does: 'file' | 'verify' | 'approve' }
  /** The institution enters what it has corrected. */
  | { readonly does: 'correct' }
  | {
      readonly does: 'mark';
      readonly item: CheckItem;
      readonly verdict: 'matched' | 'mismatched';
      readonly note: string;
    }
  /** The officer accepts the first warnings, or all of them. */
  | { readonly does: 'accept'; readonly most: number; readonly reason: string }
  | { readonly does: 'return'; readonly by: 'officer' | 'signatory'; readonly points: readonly Point[] }
  | { readonly does: 'answer'; readonly answers: readonly string[] }
  | { readonly does: 'refuse' | 'withdraw'; readonly reason: string }
  /** The institution of an approved class asks for a change, and the county goes on with it. */
  | { readonly does: 'change'; readonly wish: ChangeWish; readonly reason: string }
  | { readonly does: 'decideChange'; readonly decision: ChangeDecision; readonly reason: string }
  /** The officer asks another office about the trainees, and enters its answer; rows it knows count from 0. */
  | { readonly does: 'askRegister'; readonly register: OutsideRegister }
  | { readonly does: 'enterAnswer'; readonly register: OutsideRegister; readonly listed: readonly number[] }
);

/** How far a draft has been filled in. */
export const filledParts = ['nothing', 'plan', 'posts', 'roster'] as const;

/** The life of one class, told in working days from the day of loading. */
export interface Story {
  readonly key: string;
  readonly region: RegionKey;
  readonly index: 0 | 1;
  /** Which line of the institution; the first free one when left out. */
  readonly line?: number;
  readonly level?: Level;
  readonly mode?: DemoMode;
  readonly size: number;
  readonly startsIn: number;
  readonly draftedOn: number;
  readonly filledTo: (typeof filledParts)[number];
  readonly steps: readonly Step[];
  /** Where it stands once everything has happened. */
  readonly state: ClassState;
}

export type Where = `${RegionKey}/${0 | 1}` | `${RegionKey}/${0 | 1}/${number}`;

/** What most stories have in common: a daytime class of the lowest level, drafted the day before its first step. */
export interface StoryWish extends Partial<Pick<Story, 'level' | 'mode' | 'draftedOn' | 'filledTo'>> {
  readonly key: string;
  readonly at: Where;
  readonly size: number;
  readonly startsIn: number;
  readonly state: ClassState;
  readonly steps: readonly Step[];
}

const isRegionKey = (text: string, keys: readonly RegionKey[]): text is RegionKey => keys.some((key) => key === text);

export function story({ at, steps, ...rest }: StoryWish, keys: readonly RegionKey[]): Story {
  const [region = '', index, line] = at.split('/');
  if (!isRegionKey(region, keys)) throw new RangeError(`no such region: ${region}`);
  return {
    region,
    index: index === '1' ? 1 : 0,
    ...(line === undefined ? {} : { line: Number(line) }),
    draftedOn: (steps[0]?.on ?? -1) - 1,
    filledTo: 'roster',
    steps,
    ...rest,
  };
}

const insuranceNote = '已与社保经办系统比对，无在保人员。';
const acceptedReason = '已电话核实，情况属实，同意。';

/** 社保比对 done and every warning accepted: nothing keeps the class from passing. */
export const settled = (on: number): Step[] => [
  { on, does: 'accept', most: 500, reason: acceptedReason },
  { on, does: 'mark', item: 'socialInsurance', verdict: 'matched', note: insuranceNote },
];
