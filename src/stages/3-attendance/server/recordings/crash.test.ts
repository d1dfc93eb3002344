import { createHash, randomBytes } from 'node:crypto';
import { ReadableStream } from 'node:stream/web';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KillableProgram, killableProgram } from '#platform/http/testing-own-process';
import { openStudio, type TestStudio } from './testing-recordings';

/** The door in a process of its own, over the test’s database and folder; prints its port. */
const program = (database: object, folder: string, actor: object, now: string): string => `
  import Fastify from 'fastify';
  import { openPool } from '#platform/database/pool';
  import { openRecordingFolder } from '#platform/video/recording-folder';
  import { recordingDoor } from './index';
  const clock = { now: () => ${JSON.stringify(now)}, today: () => ${JSON.stringify(now.slice(0, 10))} };
  const services = { recordings: openRecordingFolder(${JSON.stringify(folder)}) };
  const platform = { pool: openPool(${JSON.stringify(database)}), clock, services, signIn: {}, whyNoWrites: async () => undefined };
  const app = Fastify({ logger: false });
  await app.register(async (entrance) => recordingDoor({ leaseSeconds: 1, patienceSeconds: 60 })(entrance, platform, async () => (${JSON.stringify(actor)})));
  await app.listen({ port: 0, host: '127.0.0.1' });
  console.log(app.server.address().port);`;

let doors: KillableProgram;
let studio: TestStudio;

beforeAll(async () => {
  studio = await openStudio();
  const { platform, room } = studio;
  const contents = program(
    platform.database.app,
    platform.services.recordings.folder,
    room.clerk,
    platform.clock.now(),
  );
  doors = await killableProgram(contents, import.meta.dirname);
});
afterAll(async () => {
  await studio.close();
  doors.remove();
});

const tus = { 'tus-resumable': '1.0.0' };

async function offsetAt(address: string, id: string): Promise<number | 'taken'> {
  const answer = await fetch(`${address}/video/${id}/upload`, { method: 'HEAD', headers: tus });
  return answer.status === 404 ? 'taken' : Number(answer.headers.get('upload-offset'));
}

/** Sends the rest in small pieces, slowly, until the connection is gone. */
async function sendSlowly(address: string, id: string, bytes: Buffer, offset: number): Promise<void> {
  const pieces = async function* () {
    for (let at = offset; at < bytes.length; at += 64_000) {
      yield bytes.subarray(at, at + 64_000);
      await wait(2);
    }
  };
  await fetch(`${address}/video/${id}/upload`, {
    method: 'PATCH',
    headers: { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
    body: ReadableStream.from(pieces()),
    duplex: 'half',
  } as unknown as RequestInit).catch(() => undefined);
}

describe('kill -9 while a recording is uploaded', () => {
  it('loses no byte that was on the disk, takes the file once, and it is the file that was sent', async () => {
    const bytes = randomBytes(9_000_000);
    const id = await studio.announce({ byteLength: bytes.length });
    let before = 0;
    for (let round = 0; round < 6; round += 1) {
      const { child, address } = await doors.start();
      const at = await offsetAt(address, id);
      if (at === 'taken') {
        child.kill('SIGKILL');
        break;
      }
      expect(at).toBeGreaterThanOrEqual(before);
      before = at;
      const sending = sendSlowly(address, id, bytes, at);
      // The last round runs to its end, the one before it is killed about when the last byte arrives.
      if (round < 5) await wait(60 + round * 20);
      else await sending;
      child.kill('SIGKILL');
      await sending;
    }
    const { child, address } = await doors.start();
    for (let at = await offsetAt(address, id); at !== 'taken'; at = await offsetAt(address, id)) {
      await sendSlowly(address, id, bytes, at);
    }
    child.kill('SIGKILL');
    expect(before).toBeGreaterThan(0);
    const [row] = await studio.room.rows(
      sql<{ state: string; sha256: Buffer }>`select state, sha256 from recordings where id = ${id}`,
    );
    expect(row?.state).toBe('received');
    expect(row?.sha256.equals(createHash('sha256').update(bytes).digest())).toBe(true);
    const entries = await studio.room.rows(
      sql`select 1 from log_events where action = 'recording.receive' and detail ->> 'recording' = ${id}`,
    );
    expect(entries).toHaveLength(1);
  }, 120_000);
});
