import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { leafHash, treeRoot } from '../log/merkle';
import { blockBytes, digestFile } from './block-digests';
import { contactSheet, sheetColumns, tileHeight, tileWidth } from './contact-sheet';
import { containerOf, containerOfFile } from './container';
import { findTools } from './find-tools';
import { openRecordingFolder } from './recording-folder';
import { ToolFailure } from './run-tool';
import { measuresOf } from './small-frames';
import { h264, makeAnew, makeClip, toolsHere } from './testing-video';
import { createVideoSource } from './video-tools';

const folder = mkdtempSync(join(tmpdir(), 'mingxun-video-'));
const at = (name: string) => join(folder, name);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('recordings on the disk', () => {
  it('are known whole and block by block, with one root over the blocks', async () => {
    const bytes = Buffer.alloc(blockBytes + 5, 7);
    await writeFile(at('blocks'), bytes);
    const told = await digestFile(at('blocks'));
    const hashes = [bytes.subarray(0, blockBytes), bytes.subarray(blockBytes)].map((block) =>
      createHash('sha256').update(block).digest(),
    );
    expect(told.byteLength).toBe(blockBytes + 5);
    expect(told.sha256).toEqual(createHash('sha256').update(bytes).digest());
    expect(told.blockHashes).toEqual(Buffer.concat(hashes));
    expect(told.blocksRoot).toEqual(treeRoot(hashes.map((hash) => leafHash(hash))));
  });

  it('lie under ids and under nothing else, block by block readable', async () => {
    const kept = openRecordingFolder(at('kept'));
    const id = '01900000-0000-7000-8000-000000000001';
    expect(await kept.sizeOf(id)).toBeUndefined();
    await kept.begin(id);
    await kept.begin(id);
    await writeFile(kept.pathOf(id), 'abcdefg');
    await kept.seal(id);
    expect([
      await kept.sizeOf(id),
      String(await kept.readBlock(id, 1, 4)),
      (await kept.readBlock(id, 2, 4)).length,
    ]).toEqual([7, 'efg', 0]);
    for (const key of ['../etc', 'x', `${id}/..`, '']) expect(() => kept.pathOf(key)).toThrow(RangeError);
    await kept.remove(id);
    expect(await kept.sizeOf(id)).toBeUndefined();
  });

  it('are known by their first bytes, whatever they are called', () => {
    const known = (bytes: readonly number[] | string) => containerOf(Buffer.from(bytes as string));
    expect(known('\0\0\0\x20ftypisom')).toBe('mp4');
    expect(known([0x1a, 0x45, 0xdf, 0xa3, 0])).toBe('matroska');
    expect(known('FLV\x01')).toBe('flv');
    expect(known('RIFF\0\0\0\0AVI LIST')).toBe('avi');
    expect(known('IMKH\0\0')).toBe('mpegps');
    expect(known('#EXTM3U\nfile:///etc/passwd')).toBeUndefined();
    expect(known('ffconcat version 1.0\nfile /etc/passwd')).toBeUndefined();
    expect(known([0x89, 0x50, 0x4e, 0x47])).toBeUndefined();
    expect(known('')).toBeUndefined();
  });
});

describe('where there are no tools', () => {
  it('says so instead of failing, and looks again', async () => {
    expect(await findTools({ MINGXUN_FFMPEG: folder })).toBeUndefined();
    expect(await createVideoSource({ MINGXUN_FFMPEG: folder }).find()).toBeUndefined();
  });
});

describe.skipIf(!toolsHere)('tools that read recordings', async () => {
  const tools = (await createVideoSource(process.env).find()) ?? expect.fail('no tools');
  const factsOf = async (name: string) => {
    const container = await containerOfFile(at(name));
    return container && tools.probe(at(name), container);
  };

  it('tell kind, size and length of what recorders write', async () => {
    await makeClip(at('a.webm'), { seed: 1, seconds: 20 });
    expect(await factsOf('a.webm')).toMatchObject({
      container: 'matroska',
      codec: 'vp8',
      width: 160,
      durationMs: 20_000,
    });
    for (const [name, container, extra] of [
      ['a.mp4', 'mp4', ['-metadata', 'creation_time=2026-11-23T00:00:00Z']],
      ['a.ts', 'mpegts', []],
      ['a.flv', 'flv', []],
      ['a.avi', 'avi', []],
    ] as const) {
      await makeAnew(at('a.webm'), at(name), 'fps=2', [...h264, ...extra]);
      const facts = await factsOf(name);
      expect(facts).toMatchObject({ container, codec: 'h264', height: 90, hasSound: false });
      expect(Math.abs((facts?.durationMs ?? 0) - 20_000)).toBeLessThan(1_100);
    }
    expect((await factsOf('a.mp4'))?.createdAt).toBe('2026-11-23T00:00:00.000Z');
  });

  it('read what a surveillance recorder exports under a header of its own', async () => {
    await makeAnew(at('a.webm'), at('a.mpg'), 'fps=25', ['-c:v', 'mpeg2video', '-f', 'mpeg']);
    await writeFile(at('nvr.mp4'), Buffer.concat([Buffer.from('IMKH'), Buffer.alloc(36), await readFile(at('a.mpg'))]));
    expect(await factsOf('nvr.mp4')).toMatchObject({ container: 'mpegps', codec: 'mpeg2video', width: 160 });
  });

  it('give small frames, in which black and standing pictures show', async () => {
    const filter = "drawbox=color=black:t=fill:enable='between(t,10,19)'";
    await makeClip(at('faults.webm'), { seed: 2, seconds: 30, filter });
    const wish = { path: at('faults.webm'), container: 'matroska', stepMs: 1000, frameCount: 30 } as const;
    const frames = await tools.smallFrames({ ...wish, secondsAllowed: 60 });
    expect(frames.count).toBe(30);
    const measures = measuresOf(frames);
    expect(measures.slice(11, 19).every(({ light, change }) => light < 18 && change < 0.5)).toBe(true);
    expect(measures.slice(1, 9).every(({ light, change }) => light > 60 && change > 2)).toBe(true);
  });

  it('draw pictures for a sheet, and nothing beyond the end', async () => {
    const still = (atMs: number) => tools.still({ path: at('a.webm'), container: 'matroska', atMs, width: 320 });
    const picture = await still(5_000);
    expect((await sharp(picture).metadata()).format).toBe('jpeg');
    expect((await still(90_000)).length).toBe(0);
    const sheet = await sharp(await contactSheet(Array.from({ length: 7 }, () => picture))).metadata();
    expect([sheet.width, sheet.height]).toEqual([sheetColumns * tileWidth, 2 * tileHeight]);
  });

  it('refuse what is broken, cut off, giant or no recording, without a word of the file system', async () => {
    await writeFile(
      at('picture.mp4'),
      await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
        .png()
        .toBuffer(),
    );
    expect(await factsOf('picture.mp4')).toBeUndefined();
    await writeFile(at('cut.mp4'), (await readFile(at('a.mp4'))).subarray(0, 4_000));
    await expect(factsOf('cut.mp4')).rejects.toBeInstanceOf(ToolFailure);
    await writeFile(at('noise.webm'), Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.alloc(9_000, 3)]));
    await expect(factsOf('noise.webm')).rejects.toBeInstanceOf(ToolFailure);
    await writeFile(at('empty.mp4'), '');
    expect(await factsOf('empty.mp4')).toBeUndefined();
    await truncate(at('a.ts'), 900);
    const wish = { path: at('a.ts'), container: 'mpegts', stepMs: 1000, frameCount: 30, secondsAllowed: 20 } as const;
    const cut = await tools.smallFrames(wish).catch((error: unknown) => error);
    expect(cut instanceof ToolFailure || (typeof cut === 'object' && cut !== null && 'count' in cut)).toBe(true);
  });

  it('end when they take too long or are told to stop', async () => {
    const wish = { path: at('a.webm'), container: 'matroska', stepMs: 1000, frameCount: 30 } as const;
    await expect(tools.smallFrames({ ...wish, secondsAllowed: 0.001 })).rejects.toMatchObject({ kind: 'time' });
    const stopped = tools.smallFrames({ ...wish, secondsAllowed: 60, signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ kind: 'stopped' });
  });
});
