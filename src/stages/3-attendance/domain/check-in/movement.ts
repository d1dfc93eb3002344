import type { FigureReader } from '#law/figures';

/** A picture taken while the head was turning, as the engine of the server read it; what the page says of it is not taken. */
export interface PassingFrame {
  readonly isRead: boolean;
  /** Degrees, positive to the person’s own left. */
  readonly yaw: number;
  /** Likeness to the frame taken straight. */
  readonly likeness: number;
}

/** What the pictures between say of a turn: seen going on, jumped from one end to the other, or nothing. */
export const movements = ['seen', 'jumped', 'untold'] as const;
export type Movement = (typeof movements)[number];

export interface TurnFacts {
  readonly from: number;
  readonly to: number;
  readonly between: readonly PassingFrame[];
  /** Below this two pictures show two people. */
  readonly mismatchBelow: number;
}

/** Shares of a turn, see the figures of the same names. */
export interface MovementLimits {
  /** A head is on its way from this share of the turn to as much before its end. */
  readonly onItsWay: number;
  /** It goes no further back than the engine measures wrong. */
  readonly back: number;
}

export const movementLimits = (figure: FigureReader): MovementLimits => ({
  onItsWay: figure('turnOnItsWay') / 100,
  back: figure('turnBack') / 100,
});

/**
 * Whether a head was seen on its way. Two photographs, one straight and one turned, held up one after the other, show
 * the two ends and nothing between; a blurred picture, or none, shows nothing at all. A hint, measured on
 * made turns (`bench turns`) and not in real classes, and never the ground of a refusal.
 */
export function movementOf({ from, to, between, mismatchBelow }: TurnFacts, limits: MovementLimits): Movement {
  const sweep = to - from;
  const read = between.filter(({ isRead }) => isRead);
  if (read.length === 0 || sweep === 0) return 'untold';
  if (read.some(({ likeness }) => likeness < mismatchBelow)) return 'jumped';
  const ways = read.map(({ yaw }) => (yaw - from) / sweep);
  const goesBack = ways.some((way, at) => way < Math.max(0, ...ways.slice(0, at)) - limits.back);
  const isOnItsWay = ways.some((way) => way > limits.onItsWay && way < 1 - limits.onItsWay);
  return isOnItsWay && !goesBack ? 'seen' : 'jumped';
}
