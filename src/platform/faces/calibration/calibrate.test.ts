import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispatch } from '../../command-line/dispatch';
import { onnxManifest } from '../onnx-manifest';
import { type FaceTemplate, normalised } from '../template';
import { hasModels, hasPictures, pictureNamed, testModelsFolder } from '../testing-faces';
import { drawnWeights, everyoneOnce, intervalOf, seededNumbers } from './bootstrap';
import { calibrate } from './calibrate';
import { calibrateCommand } from './calibrate-command';
import { equalErrorRate, falseAcceptAt, thresholdFor, trueAcceptAt } from './rates';
import { type CalibrationPerson, scoredPairs } from './scored-pairs';

/** People whose pictures scatter about their own face; `noise` of it is chance. */
function crowd(persons: number, pictures: number, noise: number, seed = 1): CalibrationPerson[] {
  const next = seededNumbers(seed);
  const direction = () => Float32Array.from({ length: 64 }, () => next() + next() + next() - 1.5);
  return Array.from({ length: persons }, (_, person) => {
    const own = direction();
    const faces = Array.from({ length: pictures }, (__, at) => {
      const chance = direction();
      const values = normalised(own.map((value, index) => value + noise * (chance[index] ?? 0))) ?? own;
      const template: FaceTemplate = { engineId: onnxManifest.id, values };
      return { file: `p${person}/${at}.jpg`, template };
    });
    return { name: `p${person}`, faces };
  });
}
const settings = { wanted: 0.001, seed: 3, draws: 60 };

describe('the pairs of a set of pictures', () => {
  it('are each two pictures once, of one person or of two, the most alike first', () => {
    const pairs = scoredPairs(crowd(5, 3, 0.8));
    expect(pairs.genuine).toHaveLength(5 * 3);
    expect(pairs.impostor).toHaveLength((15 * 14) / 2 - 15);
    for (const each of [pairs.genuine, pairs.impostor]) {
      expect(each.map(({ score }) => score)).toEqual(each.map(({ score }) => score).sort((a, b) => b - a));
    }
  });
});

describe('the rates', () => {
  const pairs = scoredPairs(crowd(40, 4, 1.6));

  it('are those of a plain count, everyone drawn once', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (threshold) => {
        const share = (scores: readonly { score: number }[]) =>
          scores.filter(({ score }) => score >= threshold).length / scores.length;
        expect(falseAcceptAt(pairs, threshold, everyoneOnce(40))).toBeCloseTo(share(pairs.impostor), 10);
        expect(trueAcceptAt(pairs, threshold, everyoneOnce(40))).toBeCloseTo(share(pairs.genuine), 10);
      }),
    );
  });

  it('of people drawn twice or not at all are those of the set made anew of them', () => {
    const people = crowd(8, 3, 1.2);
    fc.assert(
      fc.property(fc.nat(1000), fc.double({ min: -0.2, max: 0.9, noNaN: true }), (seed, threshold) => {
        const weights = drawnWeights(8, seededNumbers(seed));
        const anew = people.flatMap((person, at) =>
          Array.from({ length: weights[at] ?? 0 }, (_, copy) => ({ at, copy, person })),
        );
        let [above, all] = [0, 0];
        for (const [at, one] of anew.entries()) {
          for (const other of anew.slice(at + 1)) {
            if (one.at === other.at) continue;
            const both = scoredPairs([one.person, other.person]).impostor;
            above += both.filter(({ score }) => score >= threshold).length;
            all += both.length;
          }
        }
        fc.pre(all > 0);
        expect(falseAcceptAt(scoredPairs(people), threshold, weights)).toBeCloseTo(above / all, 8);
      }),
      { numRuns: 25 },
    );
  });

  it('never let in more strangers than wanted at the threshold found, nor needlessly few', () => {
    for (const wanted of [0.1, 0.01, 0.001]) {
      const threshold = thresholdFor(pairs, wanted, everyoneOnce(40));
      const falseAccept = falseAcceptAt(pairs, threshold, everyoneOnce(40));
      expect(falseAccept).toBeLessThanOrEqual(wanted);
      expect(falseAccept).toBeGreaterThan(wanted - 2 / pairs.impostor.length);
    }
  });

  it('are equal where the error is equal', () => {
    const rate = equalErrorRate(pairs, everyoneOnce(40));
    const sharp_ = equalErrorRate(scoredPairs(crowd(40, 4, 0.5)), everyoneOnce(40));
    expect(rate).toBeGreaterThan(sharp_);
    expect(sharp_).toBeCloseTo(0, 3);
  });
});

describe('a calibration', () => {
  it('is the same for the same pictures, and its intervals hold its values', () => {
    const pairs = scoredPairs(crowd(60, 4, 1.5));
    const result = calibrate(pairs, onnxManifest, settings);
    expect(calibrate(pairs, onnxManifest, settings)).toEqual(result);
    const rates = result.points.map(({ trueAccept }) => trueAccept.value);
    expect(rates).toEqual([...rates].sort((a, b) => b - a));
    for (const { threshold, trueAccept } of result.points) {
      for (const { value, low, high } of [threshold, trueAccept]) {
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
      }
    }
    expect(result.suggestion).toMatchObject({ isGiven: false, why: expect.stringContaining('不建议调低') });
    const lax = calibrate(pairs, { ...onnxManifest, threshold: 0.1 }, settings);
    expect(lax.suggestion).toMatchObject({ isGiven: true, falseAccept: 0.001 });
    expect(lax.atManifest.falseAccept.low).toBeGreaterThan(0.001);
    expect(result.points.map(({ isReliable }) => isReliable)).toEqual([true, true, true, false]);
  });

  it('suggests nothing from few people or few strangers, and says how many it takes', () => {
    expect(calibrate(scoredPairs(crowd(10, 6, 1)), onnxManifest, settings).suggestion).toEqual({
      isGiven: false,
      why: '只有 10 人，不足 30 人，不据此改阈值。',
    });
    const few = calibrate(scoredPairs(crowd(31, 2, 1)), onnxManifest, settings).suggestion;
    expect(few).toMatchObject({ isGiven: false, why: expect.stringContaining('至少要 10,000 对') });
  });

  it('shows a picture in the wrong folder first', () => {
    const people = crowd(40, 3, 0.6);
    const [first, second, ...rest] = people;
    if (!first || !second) throw new Error('two people are expected');
    const strayed = {
      ...second,
      faces: [
        ...second.faces,
        {
          ...(first.faces[0] ?? { file: '', template: { engineId: '', values: new Float32Array(64) } }),
          file: 'p1/strayed.jpg',
        },
      ],
    };
    const { suspects } = calibrate(scoredPairs([first, strayed, ...rest]), onnxManifest, settings);
    expect(suspects.impostors[0]?.files).toContain('p1/strayed.jpg');
    expect(suspects.genuine.flatMap(({ files }) => files)).toContain('p1/strayed.jpg');
  });

  it('has wider intervals for fewer people', () => {
    const widthOf = (persons: number) => {
      const draws = Array.from({ length: 80 }, (_, at) => drawnWeights(persons, seededNumbers(at)));
      const pairs = scoredPairs(crowd(persons, 4, 2));
      const { low, high } = intervalOf(persons, draws, (weights) => trueAcceptAt(pairs, 0.2, weights));
      return high - low;
    };
    expect(widthOf(12)).toBeGreaterThan(widthOf(120));
  });
});

describe('the command', () => {
  let folder = '';
  const printed: string[] = [];
  const told: string[] = [];
  const terminal = { print: (text: string) => printed.push(text), tell: (text: string) => told.push(text) };
  const command = calibrateCommand({ MINGXUN_MODELS: testModelsFolder }, process.cwd());
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mx-calibrate-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('refuses a rate it does not understand', async () => {
    expect(await dispatch([command], ['faces', 'calibrate', folder, '--far', '一'], terminal)).toBe(2);
    expect(told.join('')).toContain('0.001');
  });

  it('says what is missing without models', async () => {
    const without = calibrateCommand({ MINGXUN_MODELS: join(folder, 'none') }, process.cwd());
    expect(await dispatch([without], ['faces', 'calibrate', folder], terminal)).toBe(2);
    expect(told.join('')).toContain('npm run mingxun -- models');
  });

  it.skipIf(!hasModels)('refuses a folder without people', async () => {
    expect(await dispatch([command], ['faces', 'calibrate', join(folder, 'nowhere')], terminal)).toBe(2);
    expect(await dispatch([command], ['faces', 'calibrate', folder], terminal)).toBe(2);
    expect(told.join('')).toContain('不足两个人');
  });

  it.skipIf(!hasPictures)('reports on a folder for each person, and gives no advice from two', async () => {
    for (const [person, name] of [
      ['a', 'obama.jpg'],
      ['a', 'obama3.jpg'],
      ['b', 'biden.jpg'],
    ] as const) {
      await mkdir(join(folder, 'set', person), { recursive: true });
      await writeFile(join(folder, 'set', person, name), await pictureNamed(name));
    }
    const blank = { width: 300, height: 300, channels: 3, background: '#999' } as const;
    await sharp({ create: blank })
      .jpeg()
      .toFile(join(folder, 'set', 'b', 'blank.jpg'));
    await writeFile(join(folder, 'set', 'b', 'notes.txt'), 'not a picture');
    expect(await dispatch([command], ['faces', 'calibrate', join(folder, 'set')], terminal)).toBe(0);
    const text = printed.join('\n');
    expect(text).toContain('2 人，照片 4 张，计入 3 张；未计入：noFace 1');
    expect(text).toContain('本人对 1，他人对 2');
    expect(text).toContain('不给出建议阈值：只有 2 人');
  });
});
