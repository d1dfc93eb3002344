import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likeness, meanTemplate, normalised, templateBytes, templateFrom, TemplateMismatch } from './template';

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
