import { readFile, truncate } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KillableProgram, killableProgram } from '#platform/http/testing-own-process';
import { runNow } from '#platform/jobs/testing';
import { resultOf } from '#platform/testing-platform';
import { drawCopies } from './copy-jobs';
import { mendCopy } from './mend-job';
import { listRepairs, showRepair } from './repair-queries';
import { type OldClass, openOldClass } from './testing-keeping';
import { addRecording, type TestRecording, testBlockBytes } from './testing-recordings';

/** The door in a process of its own, over the test’s database and folder; prints its port. */
const program = (database: object, folder: string, actor: object, now: string): string => `
  import Fastify from 'fastify';
  import { openPool } from '#platform/database/pool';
  import { openRecordingFolder } from '#platform/video/recording-folder';
  import { copyDoor } from './block-door';
  const clock = { now: () => ${JSON.stringify(now)}, today: () => ${JSON.stringify(now.slice(0, 10))} };
  const services = { recordings: openRecordingFolder(${JSON.stringify(folder)}) };
  const platform = { pool: openPool(${JSON.stringify(database)}), clock, services, signIn: {}, whyNoWrites: async () => undefined };
  const app = Fastify({ logger: false });
  await app.register(async (entrance) => copyDoor()(entrance, platform, async () => (${JSON.stringify(actor)})));
  await app.listen({ port: 0, host: '127.0.0.1' });
  console.log(app.server.address().port);`;

const blocks = 240;
let doors: KillableProgram;
let old: OldClass;
let recording: TestRecording;

beforeAll(async () => {
  old = await openOldClass(2);
  const { school, classId } = old.room;
  const owner = { ...school, classId, venueId: school.venueIds[0], userId: school.clerk.userId };
  recording = await addRecording(old.platform, owner, { blocks });
  const { recordings } = old.platform.services;
  doors = await killableProgram(
    program(old.platform.database.app, recordings.folder, old.room.clerk, old.platform.clock.now()),
    import.meta.dirname,
  );
});
afterAll(async () => {
  doors.remove();
  await old.room.close();
});

const blockOf = (block: number) => recording.bytes.subarray(block * testBlockBytes, (block + 1) * testBlockBytes);

describe('kill -9 while a damaged copy is being mended', () => {
  it('loses no good block, asks again for what had not arrived, and ends with the registered file', async () => {
    const { platform, room } = old;
    const path = platform.services.recordings.pathOf(recording.id);
    await truncate(path, 40 * testBlockBytes);
    await runNow(platform, drawCopies, {});
    const [repair] = (await resultOf(platform, listRepairs, room.clerk, {})).rows;
    const repairId = repair?.id ?? '';
    await runNow(platform, mendCopy, { repairId });
    const wanted = async () => (await resultOf(platform, showRepair, room.clerk, { repairId })).wanted;
    expect(await wanted()).toHaveLength(blocks - 40);
    for (let round = 0; (await wanted()).length > 0; round += 1) {
      const { child, address } = await doors.start();
      const sending = (async () => {
        for (const block of await wanted()) {
          const headers = { 'content-type': 'application/octet-stream' };
          const target = `${address}/video/repairs/${repairId}/blocks/${block}`;
          const answer = await fetch(target, { method: 'PUT', headers, body: Buffer.from(blockOf(block)) });
          if (!answer.ok) throw new Error(await answer.text());
        }
      })().catch(() => undefined);
      if (round < 3) await Promise.race([sending, wait(150 + round * 90)]);
      else await sending;
      child.kill('SIGKILL');
      await sending;
    }
    expect(await runNow(platform, mendCopy, { repairId })).toContain('已修复 200 块');
    expect((await readFile(path)).equals(recording.bytes)).toBe(true);
  }, 120_000);
});
