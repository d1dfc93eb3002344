import type { Instant } from '#platform/clock';

export const matterKinds = ['decision', 'account', 'venue', 'merge', 'figure', 'edition', 'task'] as const;
export type MatterKind = (typeof matterKinds)[number];

/** Something in the registers that one person has asked for and this reader may settle; no clause sets a day for it. */
export interface WaitingMatter {
  readonly key: string;
  readonly kind: MatterKind;
  /** The record or catalogue it is in, for its address; of a task the address itself. */
  readonly subject: string;
  readonly what: string;
  readonly about: string;
  readonly region: string | undefined;
  readonly askedBy: string | undefined;
  readonly askedAt: Instant | undefined;
  /** Working days since it was asked for. */
  readonly waited: number | undefined;
}
/** A matter as it is found, before its waiting is counted. */
export type FoundMatter = Omit<WaitingMatter, 'key' | 'waited'> & { readonly id: string };

export const mostMatters = 200;
