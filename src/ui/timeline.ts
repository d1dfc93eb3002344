import type { ClauseRef } from './clause';
import type { Tone } from './state';

/** One happening of a record: who, what, when, why. */
export interface TimelineItem {
  readonly id: string;
  readonly what: string;
  /** Already worded: 11月18日 16:22. */
  readonly at?: string | undefined;
  readonly who?: string | undefined;
  readonly why?: string | undefined;
  readonly clause?: ClauseRef | undefined;
  /** Where the record stands now. */
  readonly now?: boolean | undefined;
  readonly tone?: Tone | undefined;
}
