import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applied, inverseOf, similarityBetween } from './affine';
import { alignmentOf, yawOf } from './landmarks';
import type { FacePoints } from './reading';

const coordinate = fc.double({ min: -500, max: 500, noNaN: true });
const point = fc.record({ x: coordinate, y: coordinate });
const frontal: FacePoints = {
  leftEye: { x: 100, y: 100 },
  rightEye: { x: 160, y: 100 },
  nose: { x: 130, y: 135 },
  leftMouth: { x: 108, y: 165 },
  rightMouth: { x: 152, y: 165 },
};
const noseAt = (x: number): FacePoints => ({ ...frontal, nose: { x, y: 135 } });
const turnedAbout = (points: FacePoints, angle: number, size: number): FacePoints => {
  const [cos, sin] = [Math.cos(angle) * size, Math.sin(angle) * size];
  const turn = ({ x, y }: { x: number; y: number }) => ({ x: cos * x - sin * y + 7, y: sin * x + cos * y - 3 });
  return {
    leftEye: turn(points.leftEye),
    rightEye: turn(points.rightEye),
    nose: turn(points.nose),
    leftMouth: turn(points.leftMouth),
    rightMouth: turn(points.rightMouth),
  };
};

describe('a similarity', () => {
  it('is found again from the points it moved, and undone by its inverse', () => {
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 3, maxLength: 6 }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        point,
        (points, angle, size, shift) => {
          const [first, second] = points;
          fc.pre(first !== undefined && second !== undefined && Math.hypot(first.x - second.x, first.y - second.y) > 1);
          const [a, d] = [Math.cos(angle) * size, Math.sin(angle) * size];
          const made = { a, b: -d, c: shift.x, d, e: a, f: shift.y };
          const found = similarityBetween(
            points,
            points.map((each) => applied(made, each)),
          );
          const back = found && inverseOf(found);
          for (const each of points) {
            const there = applied(found ?? made, each);
            expect(there.x).toBeCloseTo(applied(made, each).x, 4);
            expect(there.y).toBeCloseTo(applied(made, each).y, 4);
            expect(applied(back ?? made, there).x).toBeCloseTo(each.x, 4);
          }
        },
      ),
    );
  });

  it('is not found where all points fall together, nor an inverse of a crushed plane', () => {
    expect(similarityBetween([frontal.nose, frontal.nose], [frontal.nose, frontal.leftEye])).toBeUndefined();
    expect(inverseOf({ a: 1, b: 1, c: 0, d: 1, e: 1, f: 0 })).toBeUndefined();
    const { nose } = frontal;
    expect(alignmentOf({ leftEye: nose, rightEye: nose, nose, leftMouth: nose, rightMouth: nose })).toBeUndefined();
  });
});

describe('the turn of a head', () => {
  it('is nothing when the nose stands in the middle, and grows with it to either side alike', () => {
    expect(yawOf(frontal)).toBeCloseTo(0, 6);
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 40, noNaN: true }), (off) => {
        expect(yawOf(noseAt(130 + off))).toBeGreaterThan(0);
        expect(yawOf(noseAt(130 - off))).toBeCloseTo(-yawOf(noseAt(130 + off)), 6);
        expect(yawOf(noseAt(130 + off * 1.1))).toBeGreaterThan(yawOf(noseAt(130 + off)));
        expect(Math.abs(yawOf(noseAt(130 + off)))).toBeLessThan(90);
      }),
    );
  });

  it('does not change with the size of the face, its place or a tilted camera', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.6, max: 0.6, noNaN: true }),
        fc.double({ min: 0.3, max: 4, noNaN: true }),
        fc.double({ min: 100, max: 160, noNaN: true }),
        (angle, size, nose) => {
          expect(yawOf(turnedAbout(noseAt(nose), angle, size))).toBeCloseTo(yawOf(noseAt(nose)), 5);
        },
      ),
    );
  });
});
