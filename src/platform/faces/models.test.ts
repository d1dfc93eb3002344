import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paddingAfter, tarHeader } from '../backup/tar-header';
import { dispatch } from '../command-line/dispatch';
import { fetchModels, keepModelsOf, ModelsRefused } from './fetch-models';
import { areModelsPresent, keepModel, modelsFolderOf, sha256Of, statesOfModels } from './model-store';
import { modelsCommand } from './models-command';
import { modelNames, onnxManifest, onnxModels } from './onnx-manifest';
import { ArchiveRefused, filesOfArchive } from './package-archive';

const member = (name: string, content: Buffer): Buffer =>
  Buffer.concat([
    tarHeader({ name, size: content.length, changedAt: 0 }),
    content,
    Buffer.alloc(paddingAfter(content.length)),
  ]);
/** A header with something changed in it and its sum made right again. */
const changed = (header: Buffer, change: (header: Buffer) => void): Buffer => {
  const copy = Buffer.from(header);
  change(copy);
  copy.fill(' ', 148, 156);
  const sum = copy.reduce((total, byte) => total + byte, 0);
  copy.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return copy;
};
const archive = (...members: Buffer[]): Buffer => gzipSync(Buffer.concat([...members, Buffer.alloc(1024)]));
const wanted = new Map([['package/a.onnx', 5]]);
const hello = Buffer.from('hello');

describe('the archive of the models', () => {
  it('gives the wanted file and nothing else', async () => {
    const found = await filesOfArchive(
      archive(member('package/other', Buffer.alloc(700)), member('package/a.onnx', hello)),
      wanted,
    );
    expect([...found]).toEqual([['package/a.onnx', hello]]);
  });

  it('is refused with a file of another size, without the file, cut short, or damaged', async () => {
    const whole = archive(member('package/a.onnx', hello));
    const noted = changed(tarHeader({ name: 'package/a.onnx', size: 5, changedAt: 0 }), (header) =>
      header.write('77777777777', 124),
    );
    const spoiled = member('package/a.onnx', hello);
    spoiled[3] = 1;
    for (const bytes of [
      archive(member('package/a.onnx', Buffer.from('hell'))),
      archive(member('../package/a.onnx', hello)),
      whole.subarray(0, whole.length - 9),
      archive(noted),
      archive(spoiled),
      Buffer.from('not an archive'),
      Buffer.alloc(0),
    ]) {
      await expect(filesOfArchive(bytes, wanted)).rejects.toThrow(ArchiveRefused);
    }
  });

  it('never takes a link for a file', async () => {
    const link = changed(member('package/a.onnx', hello).subarray(0, 512), (header) => {
      header.write('2', 156);
      header.write('/etc/passwd', 157);
    });
    await expect(filesOfArchive(archive(Buffer.concat([link, hello, Buffer.alloc(507)])), wanted)).rejects.toThrow(
      '没有 package/a.onnx',
    );
  });

  it('is refused in words whatever bytes it has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2048 }), async (bytes) => {
        await expect(filesOfArchive(gzipSync(bytes), wanted)).rejects.toThrow(ArchiveRefused);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the models', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mx-models-test-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('are four, each with a whole SHA-256, and the threshold at the door has its source', () => {
    expect(onnxManifest.files).toHaveLength(modelNames.length);
    for (const { sha256 } of onnxManifest.files) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(onnxManifest.thresholds).toContainEqual(
      expect.objectContaining({ value: onnxManifest.threshold, population: '东亚人脸', falseAcceptRate: 0.001 }),
    );
    for (const { source, limits } of onnxManifest.thresholds)
      expect(Math.min(source.length, limits.length)).toBeGreaterThan(10);
  });

  it('lie beside the programme, or where the environment says', () => {
    expect(modelsFolderOf({}, '/srv/mingxun')).toBe('/srv/mingxun/.cache/models');
    expect(modelsFolderOf({ MINGXUN_MODELS: '/opt/models' }, '/srv/mingxun')).toBe('/opt/models');
  });

  it('are missing, or wrong where a byte differs, and are never kept unverified', async () => {
    expect((await statesOfModels(folder)).map(({ state }) => state)).toEqual(Array(4).fill('missing'));
    await writeFile(join(folder, onnxModels.detect.name), Buffer.alloc(onnxModels.detect.bytes));
    await writeFile(join(folder, onnxModels.feature.name), 'short');
    expect((await statesOfModels(folder)).map(({ state }) => state)).toEqual(['wrong', 'missing', 'wrong', 'missing']);
    expect(await areModelsPresent(folder)).toBe(false);
    await expect(keepModel(folder, onnxModels.landmark, hello)).rejects.toThrow('SHA-256');
    const file = { ...onnxModels.landmark, name: 'x.onnx', bytes: 5, sha256: sha256Of(hello) };
    await keepModel(folder, file, hello);
    expect(await readdir(folder)).toContain('x.onnx');
    expect((await readdir(folder)).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  it('are not taken from another package', async () => {
    const other = join(folder, 'other.tgz');
    await writeFile(other, archive(member('package/a.onnx', hello)));
    await expect(keepModelsOf(archive(member('package/a.onnx', hello)), folder)).rejects.toThrow(ModelsRefused);
    const told: string[] = [];
    const terminal = { print: () => undefined, tell: (text: string) => told.push(text) };
    const command = modelsCommand({ MINGXUN_MODELS: join(folder, 'none') }, folder);
    expect(await dispatch([command], ['models', '--from', other], terminal)).toBe(2);
    expect(await dispatch([command], ['models', '--from', join(folder, 'nowhere.tgz')], terminal)).toBe(2);
    expect(told.join('')).toContain('SHA-512 不同');
    expect(await dispatch([command], ['models', '--check'], terminal)).toBe(1);
  });

  it('that cannot be fetched leave a sentence with the way offline', async () => {
    const environment = { ...process.env, npm_execpath: '', PATH: join(folder, 'no-such-folder') };
    const fetching = fetchModels({ modelsFolder: join(folder, 'none'), environment, progress: () => undefined });
    await expect(fetching).rejects.toThrow('--from');
  });
});
