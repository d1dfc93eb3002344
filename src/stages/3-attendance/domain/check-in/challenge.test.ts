import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { challengeAt, type ChallengeFrame, challengeOrders, type ChallengeStep, judgeChallenge } from './challenge';

const threshold = 0.447;
const straight: ChallengeFrame = { step: 'straight', takenAfter: 400, yaw: 2, faceWidth: 160, likeness: 1 };
const moved: Record<ChallengeStep, Pick<ChallengeFrame, 'yaw' | 'faceWidth'>> = {
  left: { yaw: 22, faceWidth: 150 },
  right: { yaw: -19, faceWidth: 152 },
  closer: { yaw: 1, faceWidth: 215 },
};
const framesOf = (order: readonly ChallengeStep[]): readonly ChallengeFrame[] => [
  straight,
  ...order.map((step, at) => ({ step, takenAfter: 1200 + 900 * at, likeness: 0.7, ...moved[step] })),
];
const order: readonly ChallengeStep[] = ['right', 'closer', 'left'];
const sound = framesOf(order);
const codes = (frames: readonly ChallengeFrame[], asked = order) =>
  judgeChallenge({ order: asked, frames, threshold }).failures.map(({ code }) => code);
const with_ = (at: number, change: Partial<ChallengeFrame>) =>
  sound.map((frame, index) => (index === at ? { ...frame, ...change } : frame));

describe('a head-turn challenge', () => {
  it('is passed in whatever order was drawn, and only in that', () => {
    for (const asked of challengeOrders) {
      expect(judgeChallenge({ order: asked, frames: framesOf(asked), threshold })).toEqual({
        challenge: 'passed',
        failures: [],
      });
      for (const other of challengeOrders) {
        if (other !== asked) expect(codes(framesOf(other), asked)).toContain('wrongOrder');
      }
    }
  });

  it('is drawn from every order, by any number', () => {
    const drawn = new Set([0, 1, 2, 3, 4, 5].map((draw) => challengeAt(draw).join()));
    expect(drawn.size).toBe(6);
    fc.assert(
      fc.property(fc.integer(), (draw) => {
        expect([...challengeAt(draw)].sort()).toEqual(['closer', 'left', 'right']);
      }),
    );
  });

  it('is failed by a photograph held still: nothing turns, nothing comes closer', () => {
    const still = sound.map((frame) => ({ ...frame, yaw: 2, faceWidth: 160 }));
    expect(codes(still)).toEqual(['notDone']);
    expect(judgeChallenge({ order, frames: still, threshold }).failures[0]?.sentence).toBe(
      '没有看到向右转头、靠近一点、向左转头。请动作大一点，再试一次。',
    );
  });

  it('is failed turned the wrong way, not far enough, or by another face', () => {
    expect(codes(with_(1, { yaw: 22 }))).toEqual(['notDone']);
    expect(codes(with_(1, { yaw: -9.9 }))).toEqual(['notDone']);
    expect(codes(with_(1, { yaw: -10 }))).toEqual([]);
    expect(codes(with_(2, { faceWidth: 191 }))).toEqual(['notDone']);
    expect(codes(with_(2, { faceWidth: 192 }))).toEqual([]);
    expect(codes(with_(3, { likeness: 0.446 }))).toEqual(['otherFace']);
    expect(codes(with_(3, { likeness: Number.NaN }))).toEqual(['otherFace']);
  });

  it('is failed without a frame taken straight, with frames left out or added, or none at all', () => {
    expect(codes(with_(0, { yaw: 16 }))).toContain('noStraight');
    expect(codes(sound.slice(1))).toEqual(expect.arrayContaining(['noStraight', 'wrongOrder']));
    expect(codes(sound.slice(0, 3))).toEqual(['wrongOrder']);
    expect(codes([...sound, { ...straight, takenAfter: 9000 }])).toEqual(['wrongOrder']);
    expect(codes([])).toEqual(['noStraight', 'wrongOrder']);
  });

  it('is failed faster than a head turns, out of time, or after half a minute', () => {
    expect(codes(with_(2, { takenAfter: 1399 }))).toEqual(['tooFast']);
    expect(codes(with_(2, { takenAfter: 100 }))).toEqual(['tooFast']);
    expect(codes(with_(3, { takenAfter: 30_001 }))).toEqual(['tooSlow']);
    expect(codes(with_(3, { takenAfter: Number.NaN }))).toEqual(['tooFast', 'tooSlow']);
  });

  it('is never passed with any one frame made that of a face held still', () => {
    fc.assert(
      fc.property(fc.constantFrom(...challengeOrders), fc.integer({ min: 1, max: 3 }), (asked, at) => {
        const frames = framesOf(asked).map((frame, index) =>
          index === at ? { ...frame, yaw: straight.yaw, faceWidth: straight.faceWidth } : frame,
        );
        expect(codes(frames, asked)).toEqual(['notDone']);
      }),
    );
  });
});
