import { createHash } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromOwnPage } from '#platform/http/testing-http';
import { resultOf } from '#platform/testing-platform';
import { h264, makeClip, toolsHere } from '#platform/video/testing-video';
import { createVideoSource } from '#platform/video/video-tools';
import { analyseRecording } from './analyse-job';
import { makePreview } from './preview-job';
import { openRecording } from './queries';
import { showRecording } from './show-query';
import { openStudio, type TestStudio } from './testing-recordings';

/** Gigabytes of the file; the test is run by hand, for it takes minutes and room on the disk. */
const gigabytes = Number(process.env['MINGXUN_LARGE_FILE'] ?? 0);
const chunkBytes = 4 * 1024 * 1024;
const run = promisify(execFile);

describe.skipIf(!toolsHere || gigabytes <= 0)('a very large recording', { timeout: 3_600_000 }, () => {
  let studio: TestStudio;
  let path = '';
  let [size, id] = [0, ''];
  const told: string[] = [];
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 200);

  beforeAll(async () => {
    studio = await openStudio({ tools: await createVideoSource(process.env).find() });
    path = join(studio.folder, 'large.ts');
    const minute = join(studio.folder, 'minute.ts');
    const picture = 'scale=1280:720,noise=alls=20:allf=t,fps=10';
    await makeClip(minute, {
      seed: 5,
      seconds: 60,
      filter: picture,
      encoder: [...h264, '-b:v', '3200k', '-f', 'mpegts'],
    });
    const loops = Math.ceil((gigabytes * 1e9) / (await stat(minute)).size);
    const from = ['-nostdin', '-v', 'error', '-stream_loop', String(loops), '-i', minute];
    await run(toolsHere?.ffmpeg ?? '', [...from, '-c', 'copy', '-f', 'mpegts', path], { maxBuffer: 1e8 });
    size = (await stat(path)).size;
    most = 0;
  }, 1_800_000);
  afterAll(async () => {
    clearInterval(watch);
    process.stdout.write(`${told.join('\n')}\n`);
    await rm(path, { force: true });
    await studio.close();
  });

  async function timed<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
    const begun = performance.now();
    most = process.memoryUsage().rss;
    const result = await work();
    const memory = `内存最高 ${Math.round(most / 1e6)} MB`;
    told.push(`${what}：${((performance.now() - begun) / 1000).toFixed(1)} 秒，${memory}`);
    return result;
  }

  it('is brought in pieces over a connection that is cut again and again', async () => {
    id = await studio.announce({ byteLength: size, fileName: 'large.ts' });
    const file = await open(path, 'r');
    const chunk = Buffer.alloc(chunkBytes);
    let [pieces, cuts] = [0, 0];
    await timed(`上传 ${(size / 1e9).toFixed(2)} GB`, async () => {
      for (let at = 0; at < size; pieces += 1) {
        const { bytesRead } = await file.read(chunk, 0, chunkBytes, at);
        const isCut = pieces % 97 === 50;
        if (isCut) {
          // A piece of which only a part arrives: the rest is asked for again.
          await studio.send(id, chunk.subarray(0, bytesRead / 3), at);
          cuts += 1;
        } else {
          const isLast = at + bytesRead === size;
          const send = () => studio.send(id, chunk.subarray(0, bytesRead), at);
          const answer = isLast ? await timed('收下并算摘要（最后一段的应答）', send) : await send();
          expect(answer.status).toBe(204);
          if (isLast) break;
        }
        at = Number((await studio.offset(id)).headers.get('upload-offset'));
      }
    });
    await file.close();
    told.push(`分 ${pieces + 1} 段，断 ${cuts} 次`);
    expect((await studio.state(id)).state).toBe('received');
  });

  it('is measured, looked through and made into something a browser plays', async () => {
    await timed('分析', () => studio.work(analyseRecording, { recordingId: id }));
    const wish = { classId: studio.room.classId, recordingId: id };
    const seen = await resultOf(studio.platform, showRecording, studio.room.officer, wish);
    expect(seen).toMatchObject({ state: 'analysed', playWay: 'copied' });
    expect(seen.facts?.durationMs).toBeGreaterThan(600_000);
    expect(await timed('播放件', () => studio.work(makePreview, { recordingId: id }))).toContain('画面原样改装');
  });

  it('is played in parts from anywhere in it', async () => {
    const wish = { classId: studio.room.classId, recordingId: id };
    const { address } = await resultOf(studio.platform, openRecording, studio.room.officer, wish);
    const cookie = await studio.door.sessionOf(studio.room.officer);
    const part = async (start: number, end: number, more = '') => {
      const headers = { ...fromOwnPage, cookie, range: `bytes=${start}-${end}` };
      const answer = await fetch(`${studio.address}${address}${more}`, { headers });
      expect(answer.status).toBe(206);
      return Buffer.from(await answer.arrayBuffer());
    };
    const file = await open(path, 'r');
    for (const at of [0, 2 ** 31 - 7, 2 ** 32 - 7, size - 1_000_000].filter((each) => each >= 0 && each < size)) {
      const wanted = Buffer.alloc(Math.min(1_000_000, size - at));
      await file.read(wanted, 0, wanted.length, at);
      const got = await timed(`从第 ${at} 字节起取 1 MB`, () => part(at, at + wanted.length - 1));
      expect(createHash('sha256').update(got).digest('hex')).toBe(createHash('sha256').update(wanted).digest('hex'));
    }
    await file.close();
    expect((await part(0, 99, '&preview=1')).length).toBe(100);
  });
});
