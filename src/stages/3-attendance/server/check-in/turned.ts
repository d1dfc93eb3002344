import type { FaceEngine } from '#platform/faces/engine';
import type { FaceReading } from '#platform/faces/reading';
import type { FaceRefusal } from '#platform/faces/refusal';
import { hasTurned } from '../../domain/check-in/direction';
import { movementLimits, movementOf } from '../../domain/check-in/movement';
import type { FaceWay } from '../../domain/check-in/ways';
import type { Standing } from './standing';

/** What was asked of somebody at the tablet, and whether it was asked before. */
export interface Challenge {
  readonly asks: 'left' | 'right';
  readonly issuedAt: number;
  readonly isUsed: boolean;
}

/** Whether the second frame answers the challenge: turned as asked, by the same person. */
export function challengeOf(
  engine: FaceEngine,
  { figure }: Standing,
  front: FaceReading,
  turned: FaceReading | FaceRefusal | undefined,
  challenge: Challenge | undefined,
): FaceWay['challenge'] {
  if (!challenge || !turned) return 'notAsked';
  if (!turned.isRead || !hasTurned(turned.yaw, challenge.asks, figure)) return 'failed';
  return engine.compare(front.template, turned.template) >= engine.manifest.mismatchBelow ? 'passed' : 'failed';
}

/** What the pictures taken while the head turned say of it. */
export function movementIn(
  engine: FaceEngine,
  { figure }: Pick<Standing, 'figure'>,
  front: FaceReading,
  turned: FaceReading | FaceRefusal | undefined,
  between: readonly (FaceReading | FaceRefusal)[],
): FaceWay['movement'] {
  if (!turned?.isRead) return 'untold';
  const passing = between.map((each) =>
    each.isRead
      ? { isRead: true, yaw: each.yaw, likeness: engine.compare(front.template, each.template) }
      : { isRead: false, yaw: 0, likeness: 0 },
  );
  const { mismatchBelow } = engine.manifest;
  return movementOf({ from: front.yaw, to: turned.yaw, between: passing, mismatchBelow }, movementLimits(figure));
}
