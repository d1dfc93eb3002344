import { describe, expect, it } from 'vitest';
import { lumaOf, sharpnessOf } from './measures';
import { cropped, drawnThrough, greyOf, type Pixels, planes, shrunk } from './pixels';
import { qualityLimits, type QualityMeasures, qualityRemarks } from './quality';

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
