import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containment, type Detection, detectionsFrom, overlapOf, surestOf, viewsOf } from './detection';
import { grownWithin } from './read-face';
import type { Box } from './reading';

const box = fc.record({
  left: fc.integer({ min: 0, max: 300 }),
  top: fc.integer({ min: 0, max: 300 }),
  width: fc.integer({ min: 1, max: 200 }),
  height: fc.integer({ min: 1, max: 200 }),
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
