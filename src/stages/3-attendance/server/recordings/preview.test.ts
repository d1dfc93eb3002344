import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromOwnPage } from '#platform/http/testing-http';
import { resultOf, run } from '#platform/testing-platform';
import { h264, makeClip, toolsHere } from '#platform/video/testing-video';
import { createVideoSource, type VideoTools } from '#platform/video/video-tools';
import { analyseRecording } from './analyse-job';
import { askPreview } from './preview-command';
import { makePreview } from './preview-job';
import { openRecording } from './queries';
import { reviewReuse } from './reuse-commands';
import { showRecording } from './show-query';
import { openStudio, type TestStudio } from './testing-recordings';
import { tidyRecordings } from './tidy-job';

const hevc = ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none', '-pix_fmt', 'yuv420p'];

describe.skipIf(!toolsHere)('recordings browsers cannot read', { timeout: 240_000 }, () => {
  let studio: TestStudio;
  let tools: VideoTools | undefined;
  beforeAll(async () => {
    tools = await createVideoSource(process.env).find();
    studio = await openStudio({ tools });
  });
  afterAll(() => studio.close());

  const wish = (recordingId: string) => ({ classId: studio.room.classId, recordingId });
  const show = (id: string) => resultOf(studio.platform, showRecording, studio.room.officer, wish(id));

  async function bring(name: string, encoder: readonly string[], seed: number) {
    const path = join(studio.folder, name);
    await makeClip(path, { seed, seconds: 150, encoder });
    const bytes = await readFile(path);
    const id = await studio.announce({ byteLength: bytes.length, fileName: name });
    expect((await studio.send(id, bytes, 0)).status).toBe(204);
    await studio.work(analyseRecording, { recordingId: id });
    return { id, bytes };
  }
  async function play(id: string, more: string, range?: string) {
    const { address } = await resultOf(studio.platform, openRecording, studio.room.officer, wish(id));
    const headers = {
      ...fromOwnPage,
      cookie: await studio.door.sessionOf(studio.room.officer),
      ...(range ? { range } : {}),
    };
    return fetch(`${studio.address}${address}${more}`, { headers });
  }

  for (const [name, encoder] of [
    ['ch01.ts', [...h264, '-f', 'mpegts']],
    ['ch01.flv', [...h264, '-f', 'flv']],
    ['ch01.avi', [...h264, '-f', 'avi']],
    ['ch01.mkv', [...h264, '-f', 'matroska']],
  ] as const) {
    it(`have their pictures put into MP4 as they are: ${name}`, async () => {
      const { id, bytes } = await bring(name, encoder, name.length + name.charCodeAt(6));
      expect(await show(id)).toMatchObject({ playWay: 'copied', preview: { state: 'waiting' } });
      expect(await studio.work(makePreview, { recordingId: id })).toContain('画面原样改装');
      expect(await show(id)).toMatchObject({ preview: { state: 'made', kind: 'copied' } });
      const part = await play(id, '&preview=1', 'bytes=0-4095');
      expect([part.status, part.headers.get('content-type')]).toEqual([206, 'video/mp4']);
      // What is kept as evidence is what was sent, and it is what is saved.
      expect(Buffer.from(await (await play(id, '&save=1')).arrayBuffer()).equals(bytes)).toBe(true);
      const facts = await tools?.probe(studio.platform.services.recordings.previewPath(id), 'mp4');
      expect(facts).toMatchObject({ codec: 'h264', width: 160 });
      expect(Math.abs((facts?.durationMs ?? 0) - 150_000)).toBeLessThan(5_000);
    });
  }

  it('are drawn anew where the codec is strange to browsers, when somebody asks for it', async () => {
    const { id } = await bring('ch02.mp4', hevc, 9);
    expect(await show(id)).toMatchObject({ playWay: 'converted', facts: { codec: 'hevc' } });
    expect((await show(id)).preview).toBeUndefined();
    expect((await play(id, '&preview=1')).status).toBe(410);
    expect(await resultOf(studio.platform, askPreview, studio.room.officer, wish(id))).toEqual({ state: 'waiting' });
    expect(await studio.work(makePreview, { recordingId: id })).toContain('低码率转换');
    expect(await show(id)).toMatchObject({ preview: { state: 'made', kind: 'converted' } });
    const facts = await tools?.probe(studio.platform.services.recordings.previewPath(id), 'mp4');
    expect(facts?.codec).toBe('h264');
  });

  it('make room again when nobody has asked for them in weeks, and can be made anew', async () => {
    const { id } = await bring('ch03.flv', ['-c:v', 'flv', '-f', 'flv'], 21);
    await resultOf(studio.platform, askPreview, studio.room.officer, wish(id));
    await studio.work(makePreview, { recordingId: id });
    expect((await show(id)).preview).toMatchObject({ state: 'made' });
    await studio.work(tidyRecordings, {}, 31);
    expect((await show(id)).preview).toMatchObject({ state: 'gone' });
    expect((await play(id, '&preview=1')).status).toBe(410);
    expect(await resultOf(studio.platform, askPreview, studio.room.officer, wish(id))).toEqual({ state: 'waiting' });
    expect(await studio.work(makePreview, { recordingId: id })).toContain('已做好');
  });

  it('say so where no preview can be made, and the original stays', async () => {
    const { id } = await bring('ch04.avi', [...h264, '-f', 'avi'], 33);
    const broken: VideoTools | undefined = tools && { ...tools, preview: async () => undefined };
    const { services } = studio.platform;
    const platform = { ...studio.platform, services: { ...services, video: { find: async () => broken } } };
    const { runJob } = await import('#platform/jobs/run-job');
    const signal = new AbortController().signal;
    const told = await runJob(platform, makePreview, { recordingId: id }, { signal, warn: () => undefined }).catch(
      String,
    );
    expect(told).toContain('没有转成');
    expect(await show(id)).toMatchObject({ preview: { state: 'failed', why: expect.stringContaining('存下原件') } });
    expect((await play(id, '')).status).toBe(200);
  });

  it('seen again in another recording are a matter for the county until it has looked into them', async () => {
    const { id } = await bring('ch01.ts', [...h264, '-f', 'mpegts'], 77);
    await bring('ch05.ts', [...h264, '-f', 'mpegts'], 77);
    const tasks = () =>
      studio.room.rows(sql<{ address: string; audience: string }>`select address, audience from waiting_tasks
        where settled_at is null and what like '%重复使用%'`);
    expect(await tasks()).toMatchObject([{ audience: 'countyOfficer' }]);
    await studio.room.rows(sql`update waiting_tasks set settled_at = now() where what like '%重复使用%'`);
    await studio.work(tidyRecordings);
    await studio.work(tidyRecordings);
    expect(await tasks()).toHaveLength(1);
    const { officer, clerk } = studio.room;
    const review = { ...wish(id), verdict: 'explained', note: '同一份文件误传两次，已核对' } as const;
    expect(await run(studio.platform, reviewReuse, clerk, review)).toMatchObject({ kind: 'forbidden' });
    expect((await show(id)).reuse).toMatchObject([{ verdict: undefined }]);
    await resultOf(studio.platform, reviewReuse, officer, review);
    expect((await show(id)).reuse).toMatchObject([{ verdict: 'explained', note: review.note }]);
    expect(await tasks()).toEqual([]);
    expect(await run(studio.platform, reviewReuse, officer, review)).toMatchObject({ kind: 'conflict' });
  });
});
