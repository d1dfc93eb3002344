import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaceEngine } from '#platform/faces/engine';
import { runJob } from '#platform/jobs/run-job';
import { resultOf, run } from '#platform/testing-platform';
import { h264, makeAnew, makeClip, makeJoined, toolsHere, vp8 } from '#platform/video/testing-video';
import { createVideoSource } from '#platform/video/video-tools';
import { inScope } from '#platform/database/scope';
import { analyseRecording } from './analyse-job';
import { addCamera } from './camera-commands';
import { headCountsOf } from './heads';
import { listRecordings, openRecording, showRecordingPicture } from './queries';
import { showRecording } from './show-query';
import { openStudio, type TestStudio } from './testing-recordings';
import { tidyRecordings } from './tidy-job';

const engine = (faces: number): FaceEngine =>
  ({
    manifest: undefined,
    read: () => expect.fail('nobody is recognised in a recording'),
    count: async () => ({ isRead: true, faceCount: faces }),
    compare: () => 0,
    close: async () => undefined,
  }) as unknown as FaceEngine;

describe.skipIf(!toolsHere)('looking through recordings (2021.A6.3)', { timeout: 240_000 }, () => {
  let studio: TestStudio;
  const at = (name: string) => join(studio.folder, name);
  beforeAll(async () => {
    const tools = await createVideoSource(process.env).find();
    studio = await openStudio({ tools, faces: engine(1) });
  });
  afterAll(() => studio.close());

  /** Uploads a file whole and looks through it. */
  async function bring(path: string, over: Parameters<TestStudio['announce']>[0] = {}) {
    const bytes = await readFile(path);
    const id = await studio.announce({ byteLength: bytes.length, fileName: path.split('/').at(-1) ?? '', ...over });
    expect((await studio.send(id, bytes, 0)).status).toBe(204);
    await studio.work(analyseRecording, { recordingId: id });
    return { id, ...(await studio.state(id)) };
  }
  const show = (recordingId: string) =>
    resultOf(studio.platform, showRecording, studio.room.officer, { classId: studio.room.classId, recordingId });

  it('measures what was stated, and covers the lesson by what the file holds', async () => {
    await makeClip(at('short.webm'), { seed: 1, seconds: 600 });
    const short = await bring(at('short.webm'), { seconds: 10_800 });
    expect(short).toMatchObject({ state: 'analysed', is_measured: true, ends_at: studio.on('08:10') });
    const told = await show(short.id);
    expect(told.findings.map(({ rule }) => rule)).toEqual(['attendance.recording-length']);
    expect(told.facts).toMatchObject({ container: 'matroska', codec: 'vp8', width: 160, durationMs: 600_000 });
    const { classId } = studio.room;
    const { lessons, findings } = await resultOf(studio.platform, listRecordings, studio.room.officer, { classId });
    expect(lessons[0]).toMatchObject({ share: 5, gaps: [{ from: Date.parse(studio.on('08:10')) }] });
    expect(lessons[1]).toMatchObject({ share: 0 });
    expect(findings.map(({ rule }) => rule)).toEqual(['attendance.recording-missing', 'attendance.recording-share']);
  });

  it('finds footage of another lesson in it, though re-encoded, scaled and noisy; and not in different footage', async () => {
    await makeClip(at('first.webm'), { seed: 2, seconds: 280 });
    await makeClip(at('other.webm'), { seed: 3, seconds: 180 });
    await makeAnew(
      at('first.webm'),
      at('stolen.mp4'),
      'fps=1,trim=start=40,setpts=PTS-STARTPTS,scale=240:136,noise=alls=12:allf=t,eq=brightness=0.06',
      h264,
    );
    await makeAnew(at('other.webm'), at('own.mp4'), 'fps=1,scale=240:136', h264);
    await makeJoined([at('own.mp4'), at('stolen.mp4')], at('mixed.webm'));
    const first = await bring(at('first.webm'), { startsAt: studio.on('09:00') });
    expect((await show(first.id)).findings.map(({ rule }) => rule)).not.toContain('attendance.recording-reused');
    const mixed = await bring(at('mixed.webm'), { startsAt: studio.on('14:00') });
    const told = (await show(mixed.id)).findings.find(({ rule }) => rule === 'attendance.recording-reused');
    expect(told?.message).toMatch(/的画面与本班 .+的录像相同（相似 (?:8|9)\d%）/);
    // The older one is told too, and the first recording of other pictures is not.
    const older = (await show(first.id)).findings.filter(({ rule }) => rule === 'attendance.recording-reused');
    expect(older).toHaveLength(1);
    const [match] = await studio.room.rows(
      sql<{
        from_ms: number;
        other_from_ms: number;
        length_ms: number;
      }>`select from_ms, other_from_ms, length_ms from recording_matches where recording_id = ${mixed.id}`,
    );
    expect((match?.from_ms ?? 0) - (match?.other_from_ms ?? 0)).toBe(140_000);
    expect(match?.length_ms).toBeGreaterThan(180_000);
  });

  it('finds a loop, a still and a black picture', async () => {
    await makeClip(at('part.webm'), { seed: 4, seconds: 200 });
    await makeClip(at('dark.webm'), {
      seed: 5,
      seconds: 190,
      filter: "drawbox=color=black:t=fill:enable='between(t,30,190)'",
    });
    await makeClip(at('still.webm'), {
      seed: 6,
      seconds: 160,
      filter: "drawbox=color=white:t=fill:enable='between(t,10,150)'",
    });
    await makeJoined([at('part.webm'), at('part.webm'), at('dark.webm'), at('still.webm')], at('faults.webm'), [
      ...vp8.slice(0, 6),
      '-b:v',
      '300k',
    ]);
    const faults = await bring(at('faults.webm'), { startsAt: studio.on('10:00'), seconds: undefined });
    const rules = (await show(faults.id)).findings.map(({ rule }) => rule);
    expect(rules).toContain('attendance.recording-looped');
    expect(rules).toContain('attendance.recording-black');
    expect(rules).toContain('attendance.recording-still');
    expect(rules).not.toContain('attendance.recording-length');
  });

  it('counts heads as a hint, and tells a camera that sees backs from one that sees faces', async () => {
    const { platform, room } = studio;
    const counted = () => inScope(platform.pool, { reach: 'system' }, (tx) => headCountsOf({ tx }, room.classId));
    expect((await counted()).every(({ seesBacks }) => seesBacks)).toBe(true);
    const [rear] = await room.rows(
      sql<{ venue_id: string }>`select venue_id from cameras where id = ${studio.cameraId}`,
    );
    const camera = { venueId: rear?.venue_id ?? '', name: '前方', position: 'front' } as const;
    const { cameraId } = await resultOf(platform, addCamera, room.clerk, camera);
    await bring(at('faults.webm'), { startsAt: studio.on('08:05'), cameraId, seconds: undefined });
    const counts = (await counted()).filter(({ seesBacks }) => !seesBacks);
    expect(counts.length).toBeGreaterThan(0);
    expect(counts.every(({ count }) => count === 1)).toBe(true);
  });

  it('tells in words what cannot be read, and keeps it all the same', async () => {
    const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    await writeFile(at('picture.mp4'), png);
    await makeAnew(at('short.webm'), at('whole.mp4'), 'fps=1', h264);
    await writeFile(at('cut.mp4'), (await readFile(at('whole.mp4'))).subarray(0, 20_000));
    await writeFile(at('text.mp4'), '#EXTM3U\n/etc/passwd');
    for (const [name, words] of [
      ['picture.mp4', '不是能识别的录像文件'],
      ['text.mp4', '不是能识别的录像文件'],
      ['cut.mp4', '不完整或已损坏'],
    ] as const) {
      const brought = await bring(at(name));
      expect(brought.state).toBe('unreadable');
      expect(brought.facts).toContain(words);
      expect((await show(brought.id)).sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it('waits where there are no tools, and is done once they are there', async () => {
    const bare = { ...studio.platform, services: { ...studio.platform.services, video: undefined } };
    const bytes = await readFile(at('part.webm'));
    const id = await studio.announce({ byteLength: bytes.length, startsAt: studio.on('15:00'), seconds: 200 });
    await studio.send(id, bytes, 0);
    const choices = { signal: new AbortController().signal, warn: () => undefined };
    expect(await runJob(bare, analyseRecording, { recordingId: id }, choices)).toContain('没有视频工具');
    expect(await runJob(bare, tidyRecordings, {}, choices)).toContain('待分析 0 份');
    expect((await studio.state(id)).state).toBe('received');
    expect(await studio.work(tidyRecordings)).toMatch(/待分析 [1-9]/);
    await studio.work(analyseRecording, { recordingId: id });
    expect((await studio.state(id)).state).toBe('analysed');
  });

  it('is played in parts by who has opened it, and every opening is logged', async () => {
    const bytes = await readFile(at('short.webm'));
    const { classId, officer, clerk } = studio.room;
    const { recordings } = await resultOf(studio.platform, listRecordings, officer, { classId });
    const recordingId = recordings.find(({ fileName }) => fileName === 'short.webm')?.id ?? '';
    const { address } = await resultOf(studio.platform, openRecording, officer, { classId, recordingId });
    const cookie = await studio.door.sessionOf(officer);
    const get = (path: string, range?: string, as = cookie) =>
      fetch(studio.address + path, { headers: { cookie: as, ...(range ? { range } : {}) } });
    const whole = await get(address);
    expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'video/webm']);
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
    const part = await get(address, 'bytes=100-199');
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 100-199/${bytes.length}`]);
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(100, 200))).toBe(true);
    expect(Number((await get(address, 'bytes=-50')).headers.get('content-length'))).toBe(50);
    expect((await get(address, `bytes=${bytes.length}-`)).status).toBe(416);
    expect((await get(address, 'bytes=9-3')).status).toBe(200);
    expect((await get(`/video/${recordingId}`)).status).toBe(403);
    expect((await get(address, undefined, await studio.door.sessionOf(clerk))).status).toBe(403);
    expect((await get(address, undefined, '')).status).toBe(401);
    const shown = await studio.room.rows(
      sql`select 1 from log_events where action = 'recording.open' and outcome = 'shown'`,
    );
    expect(shown).toHaveLength(1);
    const picture = await run(studio.platform, showRecordingPicture, officer, { classId, recordingId, kind: 'sheet' });
    expect(picture).toMatchObject({ outcome: 'done', result: { mediaType: 'image/jpeg' } });
  });
});
