import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applied, inverseOf, similarityBetween } from './affine';
import { containment, type Detection, detectionsFrom, overlapOf, surestOf, viewsOf } from './detection';
import { alignmentOf, yawOf } from './landmarks';
import { lumaOf, sharpnessOf } from './measures';
import { cropped, drawnThrough, greyOf, type Pixels, planes, shrunk } from './pixels';
import { qualityLimits, type QualityMeasures, qualityRemarks } from './quality';
import { grownWithin } from './read-face';
import type { Box, FacePoints } from './reading';
import { likeness, meanTemplate, normalised, templateBytes, templateFrom, TemplateMismatch } from './template';

const coordinate = fc.double({ min: -500, max: 500, noNaN: true });
const point = fc.record({ x: coordinate, y: coordinate });
const box = fc.record({
  left: fc.integer({ min: 0, max: 300 }),
  top: fc.integer({ min: 0, max: 300 }),
  width: fc.integer({ min: 1, max: 200 }),
  height: fc.integer({ min: 1, max: 200 }),
});
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

describe('boxes of one face', () => {
  const sure = (certainty: number, of: Box): Detection => ({ box: of, certainty });
  const detections = fc.array(
    fc.tuple(box, fc.double({ min: 0, max: 1, noNaN: true })).map(([of, certainty]) => sure(certainty, of)),
    { maxLength: 30 },
  );

  it('leave the surest, none overlapping another beyond the limit, and always one', () => {
    fc.assert(
      fc.property(detections, fc.constantFrom(overlapOf, containment), (found, measure) => {
        const kept = surestOf(found, 0.4, measure);
        expect(kept.length > 0).toBe(found.length > 0);
        for (const [at, one] of kept.entries()) {
          for (const other of kept.slice(at + 1)) {
            expect(measure(one.box, other.box)).toBeLessThanOrEqual(0.4);
            expect(one.certainty).toBeGreaterThanOrEqual(other.certainty);
          }
        }
        for (const each of found) {
          const stands = kept.some((one) => one === each || measure(one.box, each.box) > 0.4);
          expect(stands).toBe(true);
        }
      }),
    );
  });

  it('overlap themselves wholly, and alike both ways', () => {
    fc.assert(
      fc.property(box, box, (one, other) => {
        expect(overlapOf(one, one)).toBeCloseTo(1, 10);
        expect(overlapOf(one, other)).toBe(overlapOf(other, one));
        expect(containment(one, other)).toBeGreaterThanOrEqual(overlapOf(one, other));
      }),
    );
  });

  it('are given in pixels of the picture, and nonsense of the model is left out', () => {
    const view = { left: 40, top: 20, width: 640, height: 480 };
    const scores = Float32Array.of(0.1, 0.9, 0.9, 0.1, 0, Number.NaN, 0, 0.8);
    const boxes = Float32Array.of(0.25, 0.5, 0.5, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, Number.NaN, 1);
    const found = detectionsFrom(scores, boxes, view, 0.7);
    expect(found).toHaveLength(1);
    expect(found[0]?.box).toEqual({ left: 200, top: 260, width: 160, height: 240 });
  });

  it('are looked for in tiles that cover the picture and overlap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 64, max: 4096 }), fc.integer({ min: 1, max: 5 }), (size, across) => {
        const [whole, ...tiles] = viewsOf(size, size, across);
        expect(whole).toEqual({ left: 0, top: 0, width: size, height: size });
        expect(tiles).toHaveLength(across < 2 ? 0 : across * across);
        if (across < 2) return;
        const lefts = tiles.slice(0, across);
        expect(lefts[0]?.left).toBe(0);
        expect((lefts.at(-1)?.left ?? 0) + (lefts.at(-1)?.width ?? 0)).toBeCloseTo(size, 6);
        for (const [at, each] of lefts.entries()) {
          const next = lefts[at + 1];
          if (next) expect(each.left + each.width - next.left).toBeCloseTo(each.width * 0.25, 6);
        }
      }),
    );
  });

  it('grow within the picture and never out of it', () => {
    fc.assert(
      fc.property(box, fc.double({ min: 1, max: 4, noNaN: true }), (of, scale) => {
        const grown = grownWithin(of, scale, 640, 640);
        expect(grown.left).toBeGreaterThanOrEqual(0);
        expect(grown.top).toBeGreaterThanOrEqual(0);
        expect(grown.left + grown.width).toBeLessThanOrEqual(639.0001);
        expect(grown.top + grown.height).toBeLessThanOrEqual(639.0001);
        expect(grown.width / grown.height).toBeCloseTo(of.width / of.height, 6);
      }),
    );
  });
});

describe('a picture drawn anew', () => {
  const checkered = (width: number, height: number, square: number): Pixels => {
    const bytes = new Uint8ClampedArray(width * height * 3);
    for (let at = 0; at < width * height; at += 1) {
      const isLight = (Math.floor((at % width) / square) + Math.floor(Math.floor(at / width) / square)) % 2 === 0;
      bytes.fill(isLight ? 220 : 20, at * 3, at * 3 + 3);
    }
    return { width, height, bytes };
  };
  const board = checkered(64, 48, 8);
  const same = { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 };

  it('is the same through the map that changes nothing, and outside has the colour given', () => {
    expect(drawnThrough(board, same, 64, 48).bytes).toEqual(board.bytes);
    const outside = drawnThrough(board, { ...same, c: -1000 }, 4, 4, 99);
    expect([...outside.bytes]).toEqual(Array(48).fill(99));
  });

  it('keeps its mean brightness when made smaller', () => {
    for (const by of [2, 4, 8]) {
      expect(lumaOf(greyOf(shrunk(board, by)))).toBeCloseTo(120, 0);
      expect(lumaOf(greyOf(cropped(board, { left: 0, top: 0, width: 64, height: 48 }, 64 / by, 48 / by)))).toBeCloseTo(
        120,
        0,
      );
    }
    expect(shrunk(board, 1)).toBe(board);
    expect(shrunk(board, 5)).toMatchObject({ width: 12, height: 9 });
  });

  it('gives the models planes in the order they want', () => {
    const one: Pixels = { width: 2, height: 1, bytes: Uint8ClampedArray.of(1, 2, 3, 4, 5, 6) };
    expect([...planes(one, 'rgb', 0, 1)]).toEqual([1, 4, 2, 5, 3, 6]);
    expect([...planes(one, 'bgr', 0, 1)]).toEqual([3, 6, 2, 5, 1, 4]);
    expect([...planes(one, 'rgb', 127, 128)][0]).toBeCloseTo(-126 / 128, 6);
  });

  it('is sharper with finer squares, less sharp when smeared, and as sharp in the dark', () => {
    const grey = (picture: Pixels) => greyOf(picture);
    const fine = grey(checkered(112, 112, 4));
    const coarse = grey(checkered(112, 112, 16));
    const uneven = checkered(112, 112, 12);
    const smeared = grey(drawnThrough(shrunk(uneven, 8), { ...same, a: 1 / 8, e: 1 / 8 }, 112, 112));
    expect(sharpnessOf(fine, 112)).toBeGreaterThan(sharpnessOf(coarse, 112));
    expect(sharpnessOf(smeared, 112)).toBeLessThan(sharpnessOf(grey(uneven), 112) / 2);
    expect(
      sharpnessOf(
        fine.map((value) => value / 4),
        112,
      ),
    ).toBeCloseTo(sharpnessOf(fine, 112), 3);
    expect(sharpnessOf(new Float32Array(112 * 112).fill(90), 112)).toBe(0);
  });
});

describe('the quality of a face', () => {
  const good: QualityMeasures = { faceWidth: 80, yaw: 20, sharpness: qualityLimits.sharpness, luma: 50, isCut: false };
  const codes = (change: Partial<QualityMeasures>) => qualityRemarks({ ...good, ...change }).map(({ code }) => code);

  it('is clear at its limits, and says each thing that is wrong beyond them', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ luma: 200, yaw: -20 })).toEqual([]);
    expect([codes({ faceWidth: 79 }), codes({ yaw: -20.1 }), codes({ sharpness: 0 })]).toEqual([
      ['small'],
      ['turned'],
      ['blurred'],
    ]);
    expect([codes({ luma: 49 }), codes({ luma: 201 }), codes({ isCut: true })]).toEqual([
      ['dark'],
      ['bright'],
      ['cut'],
    ]);
    expect(codes({ faceWidth: 50, yaw: 60, sharpness: 0, luma: 10, isCut: true })).toHaveLength(5);
  });
});

describe('a template', () => {
  const numbers = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 });
  const template = numbers
    .map((values) => normalised(Float32Array.from(values)))
    .filter((values) => values !== undefined)
    .map((values) => ({ engineId: 'a', values }));

  it('is like itself, alike both ways, and the same after it was kept', () => {
    fc.assert(
      fc.property(template, template, (one, other) => {
        expect(likeness(one, one)).toBeCloseTo(1, 5);
        expect(likeness(one, other)).toBeCloseTo(likeness(other, one), 12);
        expect(Math.abs(likeness(one, other))).toBeLessThanOrEqual(1);
        expect(likeness(templateFrom('a', templateBytes(one)), one)).toBeCloseTo(1, 5);
      }),
    );
  });

  it('of several frames is at least as like each as the frames are in the mean', () => {
    fc.assert(
      fc.property(template, template, (one, other) => {
        fc.pre(likeness(one, other) > -0.9);
        const mean = meanTemplate([one, other]);
        expect(likeness(mean, one) + likeness(mean, other)).toBeGreaterThanOrEqual(1 + likeness(one, other) - 1e-5);
      }),
    );
  });

  it('of another engine, or damaged, is never compared', () => {
    const values = Float32Array.of(1, 0);
    expect(() => likeness({ engineId: 'a', values }, { engineId: 'b', values })).toThrow(TemplateMismatch);
    expect(() => likeness({ engineId: 'a', values }, { engineId: 'a', values: Float32Array.of(1) })).toThrow(
      '重新采集',
    );
    expect(() => templateFrom('a', new Uint8Array(7))).toThrow(TemplateMismatch);
    expect(() => templateFrom('a', new Uint8Array(8))).toThrow(TemplateMismatch);
    expect(normalised(Float32Array.of(Number.NaN, 1))).toBeUndefined();
    const against = { engineId: 'a', values: Float32Array.of(-1, 0) };
    expect(() => meanTemplate([{ engineId: 'a', values }, against])).toThrow('重新采集');
  });
});
