import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser, run } from '#platform/testing-platform';
import { digestFile } from '#platform/video/block-digests';
import { noToolsSentence } from '#platform/video/video-tools';
import { recordingLifecycle } from '../../domain/recordings/lifecycle';
import { analyseRecording } from './analyse-job';
import { openStudio, type TestStudio } from './testing-recordings';
import { tidyRecordings } from './tidy-job';
import { correctRecordingStart } from './correct-start-command';
import { abandonRecording, announceRecording } from './upload-commands';

let studio: TestStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

const logged = (id: string, action: string) =>
  studio.room.rows(
    sql`select 1 from log_events where action = ${action} and detail ->> 'recording' = ${id} and outcome = 'done'`,
  );

describe('uploading a recording (2021.4.4)', () => {
  it('takes it in parts, knows it whole and block by block, and logs it once', async () => {
    const bytes = randomBytes(300_000);
    const id = await studio.announce({ byteLength: bytes.length });
    expect((await studio.offset(id)).headers.get('upload-offset')).toBe('0');
    expect((await studio.send(id, bytes.subarray(0, 100_000), 0)).headers.get('upload-offset')).toBe('100000');
    expect((await studio.state(id)).state).toBe('uploading');
    expect((await studio.send(id, bytes.subarray(100_000), 100_000)).status).toBe(204);
    expect(await studio.state(id)).toMatchObject({ state: 'received' });
    const told = await digestFile(studio.platform.services.recordings.pathOf(id));
    const [row] = await studio.room.rows(
      sql<{ sha256: Buffer; root: Buffer; hashes: Buffer }>`select sha256, blocks_root as root, block_hashes as hashes
        from recordings where id = ${id}`,
    );
    expect([row?.sha256, row?.root, row?.hashes]).toEqual([told.sha256, told.blocksRoot, told.blockHashes]);
    expect(await logged(id, 'recording.receive')).toHaveLength(1);
    expect((await studio.send(id, bytes, 0)).status).toBe(404);
  });

  it('goes on where a cut connection ended, whoever asks first where that was', async () => {
    const bytes = randomBytes(400_000);
    const id = await studio.announce({ byteLength: bytes.length });
    const cookie = await studio.door.sessionOf(studio.room.clerk);
    const { port, hostname } = new URL(studio.address);
    const written = async () => (await studio.platform.services.recordings.sizeOf(id)) ?? 0;
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        const head = [
          `PATCH /video/${id}/upload HTTP/1.1`,
          `host: localhost:${port}`,
          `cookie: ${cookie}`,
          'sec-fetch-site: same-origin',
          'tus-resumable: 1.0.0',
          'upload-offset: 0',
          'content-type: application/offset+octet-stream',
          `content-length: ${bytes.length}`,
        ];
        socket.write(`${head.join('\r\n')}\r\n\r\n`);
        socket.write(bytes.subarray(0, 150_000));
        // Cut off when some of it is on the disk, however slow the machine.
        expect
          .poll(written, { timeout: 20_000 })
          .toBeGreaterThan(0)
          .then(() => socket.destroy(), reject);
      });
      socket.on('close', () => resolve());
    });
    // As the page does: it asks where that was, and asks again where the server was not yet done with what was cut.
    const goOn = async () => {
      const at = Number((await studio.offset(id)).headers.get('upload-offset'));
      expect(at).toBeGreaterThan(0);
      return { at, status: (await studio.send(id, bytes.subarray(at), at)).status };
    };
    let last = await goOn();
    for (let again = 0; last.status !== 204 && again < 50; again += 1) {
      expect([409, 423]).toContain(last.status);
      await wait(20);
      last = await goOn();
    }
    expect(last.status).toBe(204);
    expect(last.at).toBeLessThanOrEqual(150_000);
    expect((await studio.state(id)).state).toBe('received');
    const told = await digestFile(studio.platform.services.recordings.pathOf(id));
    expect(told.byteLength).toBe(bytes.length);
    expect(Buffer.from(await studio.platform.services.recordings.readBlock(id, 0, bytes.length)).equals(bytes)).toBe(
      true,
    );
  });

  it('refuses a wrong place, more than was announced, and another length told on the way', async () => {
    const id = await studio.announce({ byteLength: 1000 });
    expect((await studio.send(id, randomBytes(100), 50)).status).toBe(409);
    expect((await studio.send(id, randomBytes(100), 0, undefined, { 'upload-length': '5' })).status).toBe(400);
    expect((await studio.send(id, randomBytes(1500), 0)).status).toBe(413);
    const at = Number((await studio.offset(id)).headers.get('upload-offset'));
    expect(at).toBeLessThanOrEqual(1000);
    expect((await studio.state(id)).state).not.toBe('analysed');
  });

  it('is nobody’s else: another institution, the bureau, a stranger and an unknown number see nothing there', async () => {
    const id = await studio.announce({ byteLength: 1000 });
    const elsewhere = await addUser(studio.platform, { role: 'countyOfficer', regionCode: '410823' });
    for (const actor of [elsewhere, studio.room.officer]) {
      expect((await studio.offset(id, actor)).status).toBe(404);
      expect((await studio.send(id, randomBytes(10), 0, actor)).status).toBe(404);
    }
    expect((await studio.offset('01900000-0000-7000-8000-000000000000')).status).toBe(404);
    const bare = { method: 'PATCH', headers: { 'tus-resumable': '1.0.0', 'sec-fetch-site': 'same-origin' } };
    expect((await fetch(`${studio.address}/video/${id}/upload`, bare)).status).toBe(401);
    const foreign = { method: 'PATCH', headers: { 'tus-resumable': '1.0.0', 'sec-fetch-site': 'cross-site' } };
    expect((await fetch(`${studio.address}/video/${id}/upload`, foreign)).status).toBe(403);
  });

  it('of the same file goes on with the same upload, and a second time with none', async () => {
    const bytes = randomBytes(2_000);
    const wish = { byteLength: bytes.length, fileMark: 'same file' };
    const id = await studio.announce(wish);
    await studio.send(id, bytes.subarray(0, 500), 0);
    expect(await studio.announce(wish)).toBe(id);
    expect((await studio.offset(id)).headers.get('upload-offset')).toBe('500');
    await studio.send(id, bytes.subarray(500), 500);
    await expect(studio.announce(wish)).rejects.toThrow('已经传过');
  });

  it('is refused for a wrong day, a giant file, an empty one and a full disk, each with the way forward', async () => {
    const { platform, room, cameraId } = studio;
    const wish = {
      classId: room.classId,
      cameraId,
      fileName: 'a.mp4',
      fileMark: 'x',
      byteLength: 10,
      startsAt: studio.on('08:00'),
    };
    const told = async (over: object, on = platform) => {
      const answer = await run(on, announceRecording, room.clerk, { ...wish, ...over });
      return answer.outcome === 'refused' ? answer.message : 'done';
    };
    expect(await told({ startsAt: '2020-01-01T00:00:00Z' })).toContain('不在本班上课期间');
    expect(await told({ startsAt: studio.on('23:00') })).toContain('还没有到');
    expect(await told({ byteLength: 9 * 1024 ** 3 })).toContain('超过上限 8 GB');
    expect(await told({ byteLength: 0 })).toContain('0 字节');
    const full = {
      ...platform,
      services: { ...platform.services, diskSpace: async () => ({ freeBytes: 3e9, totalBytes: 9e9 }) },
    };
    expect(await told({ byteLength: 2e9 }, full)).toContain('剩余空间不够');
  });

  it('found to be the very same bytes elsewhere is kept, and told on both', async () => {
    const bytes = randomBytes(5_000);
    const ids = [];
    for (const startsAt of [studio.on('08:00'), studio.on('14:00')]) {
      const id = await studio.announce({ byteLength: bytes.length, startsAt });
      expect((await studio.send(id, bytes, 0)).status).toBe(204);
      ids.push(id);
    }
    expect(await studio.work(analyseRecording, { recordingId: ids[1] })).toBe(noToolsSentence);
    const { state, findings } = await studio.state(ids[1] ?? '');
    expect(state).toBe('received');
    expect(findings).toContain('同一份文件');
    expect((await studio.state(ids[0] ?? '')).findings).toContain('同一份文件');
  });

  it('is given up by hand or by time, and its bytes go', async () => {
    const { recordings } = studio.platform.services;
    const [byHand, byTime, whole] = [
      await studio.announce(),
      await studio.announce(),
      await studio.announce({ byteLength: 4 }),
    ];
    for (const id of [byHand, byTime]) expect((await studio.send(id, randomBytes(10), 0)).status).toBe(204);
    await recordings.begin(whole);
    await writeFile(recordings.pathOf(whole), 'abcd');
    const wish = { classId: studio.room.classId, recordingId: byHand };
    expect((await run(studio.platform, abandonRecording, studio.room.clerk, wish)).outcome).toBe('done');
    await studio.work(tidyRecordings);
    expect((await studio.state(byHand)).state).toBe('abandoned');
    expect(await recordings.sizeOf(byHand)).toBeUndefined();
    expect((await studio.state(whole)).state).toBe('received');
    expect((await studio.offset(byHand)).status).toBe(404);
    expect((await studio.state(byTime)).state).toBe('uploading');
    await studio.work(tidyRecordings, {}, 8);
    expect((await studio.state(byTime)).state).toBe('abandoned');
    expect(await recordings.sizeOf(byTime)).toBeUndefined();
    const again = await run(studio.platform, abandonRecording, studio.room.clerk, { ...wish, recordingId: whole });
    expect(again).toMatchObject({ outcome: 'refused', message: expect.stringContaining('不能删除') });
  });

  it('that was given a wrong start is corrected with a reason, and what was stated stays', async () => {
    const bytes = randomBytes(800);
    const id = await studio.announce({ byteLength: bytes.length, seconds: 3600 });
    await studio.send(id, bytes, 0);
    const wish = {
      classId: studio.room.classId,
      recordingId: id,
      version: 2,
      startsAt: studio.on('09:00'),
      reason: '录像机时钟慢一小时',
    };
    expect((await run(studio.platform, correctRecordingStart, studio.room.clerk, wish)).outcome).toBe('done');
    const [row] = await studio.room.rows(
      sql<{
        starts_at: string;
        stated_start: string;
        ends_at: string;
      }>`select starts_at, stated_start, ends_at from recordings where id = ${id}`,
    );
    expect(row).toEqual({
      starts_at: studio.on('09:00'),
      stated_start: studio.on('08:00'),
      ends_at: studio.on('10:00'),
    });
    expect(await logged(id, 'recording.correct-start')).toHaveLength(1);
    expect(await run(studio.platform, correctRecordingStart, studio.room.clerk, wish)).toMatchObject({
      kind: 'conflict',
    });
  });

  it('stays as it was received: the database refuses other bytes, digests or times of upload', async () => {
    const bytes = randomBytes(60);
    const id = await studio.announce({ byteLength: bytes.length });
    await studio.send(id, bytes, 0);
    for (const change of [
      sql`sha256 = decode(repeat('00', 32), 'hex')`,
      sql`byte_length = 1`,
      sql`uploaded_by_name = '别人'`,
    ]) {
      await expect(studio.room.rows(sql`update recordings set ${change} where id = ${id}`)).rejects.toThrow('不能改');
    }
    await expect(studio.room.rows(sql`delete from recordings where id = ${id}`)).rejects.toThrow();
  });

  it('moves as its lifecycle says, in the database too', async () => {
    const declared = Object.values(recordingLifecycle.steps).flatMap(({ from, to }) =>
      from.map((each) => `${each} ${to}`),
    );
    const rows = await studio.room.rows(
      sql<{ move: string }>`select from_state || ' ' || to_state as move from recording_moves`,
    );
    expect(rows.map(({ move }) => move).sort()).toEqual(declared.sort());
  });
});
