import type { PlainDate } from '#kernel/plain-date';

/** A picture of a check-in or of a spot roll call, known by how it looks. */
const pictureSources = ['check', 'rollCall'] as const;
export type PictureSource = (typeof pictureSources)[number];
export const pictureSourceNames: Record<PictureSource, string> = { check: '签到照片', rollCall: '点名照片' };

export const reuseVerdicts = ['reused', 'explained'] as const;
export type ReuseVerdict = (typeof reuseVerdicts)[number];
export const reuseVerdictNames: Record<ReuseVerdict, string> = { reused: '确为重复使用', explained: '有正当原因' };

/** What decides whether two pictures may look the same. */
export interface ShownPicture {
  readonly source: PictureSource;
  readonly takenOn: PlainDate;
  readonly venueId: string | undefined;
}

/**
 * A camera on its stand takes like pictures of one room on one day, one after the other; on another day, in another room
 * or as the answer to a roll call the same picture is asked about. Answers among themselves were compared when they came.
 */
export function asksAboutLikeness(one: ShownPicture, other: ShownPicture): boolean {
  if (one.source === 'rollCall' && other.source === 'rollCall') return false;
  return one.takenOn !== other.takenOn || one.venueId !== other.venueId || one.source !== other.source;
}

/** Pictures that stand for one another through however many copies: each mark with the mark of its group. */
export function groupsOf(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const leader = new Map<string, string>();
  const lead = (mark: string): string => {
    const above = leader.get(mark) ?? mark;
    return above === mark ? mark : lead(above);
  };
  for (const [one, other] of pairs) {
    const [a, b] = [lead(one), lead(other)];
    const [low, high] = a < b ? [a, b] : [b, a];
    leader.set(low, low);
    leader.set(high, low);
  }
  return new Map([...leader.keys()].map((mark) => [mark, lead(mark)]));
}
