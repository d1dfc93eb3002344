import { randomBytes, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromOwnPage, openDoor, type TestDoor } from '#platform/http/testing-http';
import { run } from '#platform/testing-platform';
import { recordingDoor, recordingOperations } from './index';
import { openStudio, type TestStudio } from './testing-recordings';
import { tidyRecordings } from './tidy-job';
import { abandonRecording } from './upload-commands';

const lease = { leaseSeconds: 1, patienceSeconds: 30 };

let studio: TestStudio;
let second: TestDoor;
beforeAll(async () => {
  studio = await openStudio();
  second = await openServer();
});
afterAll(async () => {
  await second.close();
  await studio.close();
});

/** Another server on the same database and the same folder. */
async function openServer(over: Partial<TestStudio['platform']> = {}, choices = lease): Promise<TestDoor> {
  const platform = { ...studio.platform, ...over };
  const door = await openDoor(platform, recordingOperations, { doors: [recordingDoor(choices)] });
  await door.app.listen({ port: 0, host: '127.0.0.1' });
  return door;
}
const portOf = ({ app }: TestDoor) => (app.server.address() as AddressInfo).port;

async function ask(door: TestDoor, id: string, method: 'HEAD' | 'PATCH', bytes?: Buffer, offset = 0) {
  const headers = {
    ...fromOwnPage,
    'tus-resumable': '1.0.0',
    cookie: await door.sessionOf(studio.room.clerk),
    ...(bytes ? { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) } : {}),
  };
  const body = bytes ? { body: Buffer.from(bytes) } : {};
  return fetch(`http://127.0.0.1:${portOf(door)}/video/${id}/upload`, { method, headers, ...body });
}

/** A connection that promised so many bytes, has sent the first of them and keeps still. */
async function stall(door: TestDoor, id: string, promised: number, sent: Buffer): Promise<Socket> {
  const cookie = await door.sessionOf(studio.room.clerk);
  const socket = connect(portOf(door), '127.0.0.1');
  socket.on('error', () => undefined);
  const head = [
    `PATCH /video/${id}/upload HTTP/1.1`,
    'host: localhost',
    `cookie: ${cookie}`,
    'sec-fetch-site: same-origin',
    'tus-resumable: 1.0.0',
    'upload-offset: 0',
    'content-type: application/offset+octet-stream',
    `content-length: ${promised}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  socket.write(sent);
  await expect.poll(() => sizeOf(id), { timeout: 20_000 }).toBe(sent.length);
  return socket;
}

const sizeOf = (id: string) => studio.platform.services.recordings.sizeOf(id);
const leases = (id: string) =>
  studio.room.rows(sql`select holder from recording_upload_leases where recording_id = ${id}`);

describe('an upload that several servers could take (2021.4.4)', () => {
  it('is written by one of them: asked at the second, the first lets go, and what comes late there is not written', async () => {
    const bytes = randomBytes(60_000);
    const id = await studio.announce({ byteLength: bytes.length });
    const first = await openServer();
    try {
      const socket = await stall(first, id, bytes.length, bytes.subarray(0, 20_000));
      const answer = await ask(second, id, 'HEAD');
      expect(answer.headers.get('upload-offset')).toBe('20000');
      socket.write(Buffer.alloc(30_000, 7));
      expect((await ask(second, id, 'PATCH', bytes.subarray(20_000), 20_000)).status).toBe(204);
      socket.destroy();
      expect((await studio.state(id)).state).toBe('received');
      expect((await readFile(studio.platform.services.recordings.pathOf(id))).equals(bytes)).toBe(true);
      expect(await leases(id)).toEqual([]);
    } finally {
      await first.close();
    }
  });

  it('is nobody’s for as long as a dead server’s lease, and goes on by itself after', async () => {
    const id = await studio.announce({ byteLength: 100 });
    await studio.room.rows(sql`insert into recording_upload_leases (recording_id, holder, held_until)
      values (${id}, ${randomUUID()}, clock_timestamp() + interval '700 milliseconds')`);
    expect((await ask(second, id, 'PATCH', randomBytes(100))).status).toBe(204);
    expect((await studio.state(id)).state).toBe('received');
  });

  it('held by a server that does not let go is refused with the way forward, and nothing of it is written', async () => {
    const id = await studio.announce({ byteLength: 100 });
    await studio.room.rows(sql`insert into recording_upload_leases (recording_id, holder, held_until)
      values (${id}, ${randomUUID()}, clock_timestamp() + interval '1 hour')`);
    const hasty = await openServer({}, { leaseSeconds: 1, patienceSeconds: 0.2 });
    try {
      const answer = await ask(hasty, id, 'PATCH', randomBytes(100));
      expect(answer.status).toBe(423);
      expect(await answer.text()).toContain('正在另一处上传');
      expect(await sizeOf(id)).toBeUndefined();
    } finally {
      await hasty.close();
    }
  });

  it('is not acknowledged where the lease went to another server while it was written', async () => {
    const id = await studio.announce({ byteLength: 50_000 });
    const socket = await stall(second, id, 50_000, randomBytes(10_000));
    const answer = new Promise<string>((resolve) => socket.once('data', (told) => resolve(told.toString())));
    await studio.room.rows(sql`update recording_upload_leases
      set holder = ${randomUUID()}, held_until = clock_timestamp() where recording_id = ${id}`);
    expect(await answer).toMatch(/^HTTP\/1\.1 423/);
    socket.destroy();
    expect((await studio.state(id)).state).toBe('uploading');
  });
});

describe('an upload that is given up while a part of it arrives (2021.4.4)', () => {
  it('leaves no file behind, however late the part is', async () => {
    const id = await studio.announce({ byteLength: 1000 });
    const { recordings } = studio.platform.services;
    // Slow between having seen the upload open and beginning its file: everything of giving up falls in between.
    const begin = async (key: string) => {
      const wish = { classId: studio.room.classId, recordingId: id };
      expect((await run(studio.platform, abandonRecording, studio.room.clerk, wish)).outcome).toBe('done');
      await studio.work(tidyRecordings);
      await recordings.begin(key);
    };
    const slow = await openServer({ services: { ...studio.platform.services, recordings: { ...recordings, begin } } });
    try {
      await ask(slow, id, 'PATCH', randomBytes(10));
      await studio.work(tidyRecordings);
      expect((await ask(slow, id, 'PATCH', randomBytes(10))).status).toBe(404);
      expect(await sizeOf(id)).toBeUndefined();
    } finally {
      await slow.close();
    }
  });

  it('is taken from whoever writes it before its bytes go', async () => {
    const id = await studio.announce({ byteLength: 50_000 });
    const socket = await stall(second, id, 50_000, randomBytes(10_000));
    const wish = { classId: studio.room.classId, recordingId: id };
    expect((await run(studio.platform, abandonRecording, studio.room.clerk, wish)).outcome).toBe('done');
    await studio.work(tidyRecordings);
    expect(await sizeOf(id)).toBeUndefined();
    socket.write(randomBytes(40_000));
    await wait(100);
    expect(await sizeOf(id)).toBeUndefined();
    socket.destroy();
  });

  it('is not given up for lateness when its last byte came in time and only its receipt was late', async () => {
    const id = await studio.announce({ byteLength: 4 });
    const { recordings } = studio.platform.services;
    await recordings.begin(id);
    await writeFile(recordings.pathOf(id), 'abcd');
    await studio.work(tidyRecordings, {}, 8);
    expect((await studio.state(id)).state).toBe('received');
    expect(await sizeOf(id)).toBe(4);
  });
});
