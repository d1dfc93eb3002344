import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaceEngine } from './engine';
import { createFaceEngineSource } from './engine-source';
import { childProgram } from '../typesetting/child-program';
import { openOnnxEngine } from './onnx-engine';
import type { FaceReading } from './reading';
import type { FaceRefusal } from './refusal';
import { meanTemplate } from './template';
import { hasModels, hasPictures, pictureNamed, testModelsFolder } from './testing-faces';
import { startFaceProcess } from './face-process';
import { createProcessPool } from './process-pool';
import { WorkerFailure } from './worker-failure';

const opened = async (workers = 1): Promise<FaceEngine> => {
  const found = await openOnnxEngine({ modelsFolder: testModelsFolder, workers, secondsAllowed: 50 });
  if (!found.isAvailable) throw new Error(found.sentence);
  return found.engine;
};
const plain = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#888888' } })
    .jpeg()
    .toBuffer();
const read = (answer: FaceReading | FaceRefusal): FaceReading => {
  if (!answer.isRead) throw new Error(answer.sentence);
  return answer;
};

describe.skipIf(!hasModels)('the face engine', () => {
  let engine: FaceEngine;
  beforeAll(async () => {
    engine = await opened();
  });
  afterAll(() => engine.close());
  const codeOf = async (picture: Uint8Array): Promise<string> => {
    const answer = await engine.read(picture);
    return answer.isRead ? 'read' : answer.code;
  };

  it('refuses what is no picture, broken, tiny or huge in a sentence, and goes on', async () => {
    const whole = await plain(400, 400);
    const noise = await sharp({
      create: {
        width: 500,
        height: 500,
        channels: 3,
        noise: { type: 'gaussian', mean: 128, sigma: 40 },
        background: '#000',
      },
    })
      .jpeg()
      .toBuffer();
    expect(await codeOf(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe('notPicture');
    expect(await codeOf(Buffer.alloc(0))).toBe('notPicture');
    expect(await codeOf(noise.subarray(0, noise.length / 2))).toBe('damaged');
    expect(await codeOf(Buffer.concat([whole.subarray(0, 4), Buffer.alloc(300, 7)]))).toBe('damaged');
    expect(await codeOf(await plain(1, 1))).toBe('tooSmall');
    expect(await codeOf(await plain(9000, 6000))).toBe('tooLarge');
    expect(await codeOf(Buffer.concat([whole, Buffer.alloc(16 * 1024 * 1024)]))).toBe('tooLarge');
    expect(await codeOf(whole)).toBe('noFace');
    expect(await codeOf(await plain(8000, 6000))).toBe('noFace');
    expect(await engine.count(await plain(64, 9000))).toEqual({ isRead: true, faceCount: 0 });
  });

  it.skipIf(!hasPictures)('accepts the same person and refuses another', async () => {
    const names = ['obama.jpg', 'obama2.jpg', 'obama3.jpg', 'biden.jpg'];
    const readings = await Promise.all(names.map(async (name) => read(await engine.read(await pictureNamed(name)))));
    const [one, two, three, other] = readings;
    if (!one || !two || !three || !other) throw new Error('four readings are expected');
    const { threshold, mismatchBelow } = engine.manifest;
    for (const [a, b] of [
      [one, two],
      [one, three],
      [two, three],
    ] as const) {
      expect(engine.compare(a.template, b.template)).toBeGreaterThan(threshold + 0.1);
    }
    for (const each of [one, two, three]) {
      expect(engine.compare(each.template, other.template)).toBeLessThan(mismatchBelow);
      expect(each.template.values).toHaveLength(engine.manifest.dims);
      expect(each.faceCount).toBe(1);
      expect(each.liveness).toBeGreaterThan(50);
    }
    for (const each of [one, three]) expect(each).toMatchObject({ isClear: true, remarks: [] });
    expect(two.remarks.map(({ code }) => code)).toEqual(['turned']);
    const mean = meanTemplate([one.template, two.template]);
    expect(engine.compare(mean, three.template)).toBeGreaterThan(engine.compare(one.template, three.template));
    expect(engine.compare(mean, mean)).toBeCloseTo(1, 5);
  });

  it.skipIf(!hasPictures)('counts 29 of 29 in the group of 1927, and recognises nobody of several', async () => {
    const group = await pictureNamed('solvay-1927.jpg');
    expect(await engine.count(group)).toEqual({ isRead: true, faceCount: 29 });
    expect(await engine.read(group)).toMatchObject({ isRead: false, code: 'manyFaces' });
  });

  it.skipIf(!hasPictures)(
    'turns a picture upright by its note, and knows the mirror image turned the other way',
    async () => {
      const picture = await pictureNamed('obama2.jpg');
      const upright = read(await engine.read(picture));
      const lying = await sharp(picture).rotate(90).withMetadata({ orientation: 8 }).jpeg().toBuffer();
      const turned = read(await engine.read(lying));
      expect(turned.picture).toEqual(upright.picture);
      expect(engine.compare(turned.template, upright.template)).toBeGreaterThan(0.9);
      const mirrored = read(await engine.read(await sharp(picture).flop().jpeg().toBuffer()));
      expect(Math.sign(mirrored.yaw)).toBe(-Math.sign(upright.yaw));
    },
  );

  it.skipIf(!hasPictures)('says why a picture is not clear', async () => {
    const picture = await sharp(await pictureNamed('obama.jpg'))
      .resize(640)
      .toBuffer();
    const remarks = async (change: (from: Sharp) => Sharp): Promise<string[]> => {
      const answer = await engine.read(await change(sharp(picture)).jpeg({ quality: 95 }).toBuffer());
      return answer.isRead ? answer.remarks.map(({ code }) => code) : [answer.code];
    };
    expect(await remarks((from) => from)).toEqual([]);
    expect(await remarks((from) => from.resize(250))).toEqual(['small']);
    expect(await remarks((from) => from.resize(120))).toEqual(['farAway']);
    expect(await remarks((from) => from.blur(6))).toContain('blurred');
    expect(await remarks((from) => from.linear(0.25, 0))).toContain('dark');
  });
});

describe.skipIf(!hasModels)('the processes of the face engine', () => {
  const program = (): Promise<string> => childProgram('face-worker.js', new URL('./face-worker.ts', import.meta.url));

  it('are replaced when one is killed at work or takes too long', async () => {
    const picture = await plain(6000, 4000);
    const pool = createProcessPool(program, testModelsFolder, { workers: 1, longestQueue: 4, secondsAllowed: 0.001 });
    await pool.prove();
    await expect(pool.run({ does: 'count', picture })).rejects.toMatchObject({ kind: 'slow' });
    await expect(pool.run({ does: 'count', picture })).rejects.toMatchObject({ kind: 'slow' });
    expect(pool.startedCount()).toBe(2);
    pool.close();
    const patient = createProcessPool(program, testModelsFolder, { workers: 1, longestQueue: 4, secondsAllowed: 50 });
    await expect(patient.run({ does: 'count', picture })).resolves.toMatchObject({ isRead: true });
    patient.close();
  });

  it('end at once when killed in the middle of a picture', async () => {
    const worker = startFaceProcess(await program(), testModelsFolder);
    await worker.ready;
    const job = worker.run({ does: 'count', picture: await plain(6000, 4000) }, 50);
    worker.end('crashed', 'killed');
    await expect(job).rejects.toMatchObject({ kind: 'crashed' });
    expect(worker.isAlive()).toBe(false);
    await expect(worker.run({ does: 'count', picture: Buffer.alloc(1) }, 50)).rejects.toThrow(WorkerFailure);
  });

  it('refuse a job beyond the queue at once, and whatever waits when the server stops', async () => {
    const picture = await plain(3000, 2000);
    const pool = createProcessPool(program, testModelsFolder, { workers: 1, longestQueue: 2, secondsAllowed: 50 });
    const jobs = Array.from({ length: 4 }, () => pool.run({ does: 'read', picture }));
    await expect(jobs[3]).rejects.toMatchObject({ kind: 'busy' });
    expect(pool.waitingCount()).toBe(2);
    await jobs[0];
    const rest = Promise.allSettled(jobs.slice(1, 3));
    pool.close();
    for (const each of await rest) {
      expect(each).toMatchObject({ status: 'rejected', reason: expect.any(WorkerFailure) });
    }
    await expect(pool.run({ does: 'read', picture })).rejects.toMatchObject({ kind: 'closed' });
  });

  it('live on after a job that failed inside', async () => {
    const pool = createProcessPool(program, testModelsFolder, { workers: 1, longestQueue: 2, secondsAllowed: 50 });
    const answers = await Promise.all([1, 2].map(async () => pool.run({ does: 'read', picture: await plain(1, 1) })));
    expect(answers).toMatchObject([{ code: 'tooSmall' }, { code: 'tooSmall' }]);
    expect(pool.startedCount()).toBe(1);
    pool.close();
  });
});

describe('an installation without models', () => {
  it('says so with the way forward, and finds them when they have come', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mx-no-models-'));
    let now = 0;
    const source = createFaceEngineSource({ modelsFolder: folder }, () => now);
    const first = await source.find();
    expect(first).toMatchObject({ isAvailable: false, sentence: expect.stringContaining('npm run mingxun -- models') });
    expect(await source.find()).toBe(first);
    now = 20_000;
    expect(await source.find()).not.toBe(first);
    await source.close();
    expect(await source.find()).toMatchObject({ isAvailable: false });
    await rm(folder, { recursive: true, force: true });
  });
});
