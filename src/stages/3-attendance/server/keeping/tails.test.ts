import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, plainDate } from '#kernel/plain-date';
import { type KillableProgram, killableProgram } from '#platform/http/testing-own-process';
import { runNow } from '#platform/jobs/testing';
import { resultOf, run, testPassword } from '#platform/testing-platform';
import { showAbsencePaper } from '../absences/paper-commands';
import { showCheckPicture } from '../check-in/check-queries';
import { showFrame } from '../check-in/enrolment-commands';
import { showImpersonationEvidence } from '../impersonation/evidence-query';
import { openRecording } from '../recordings/queries';
import { showRollCallPicture } from '../roll-call/picture-operations';
import { showKeeping } from './class-queries';
import { showDestroyed } from './destroyed';
import { startPurge, witnessPurge } from './purge-commands';
import { carryOutPurges, proposePurges } from './purge-jobs';
import { type OldClass, openOldClass } from './testing-keeping';
import { addRecording, type TestRecording } from './testing-recordings';
import { addTails, type Tails } from './testing-tails';

/** The job in a process of its own, slow enough to be killed between any two files; prints a line when it begins. */
const program = (database: object, files: string, recordings: string, now: string): string => `
  import { setTimeout as wait } from 'node:timers/promises';
  import { openPool } from '#platform/database/pool';
  import { folderStore } from '#platform/files/store';
  import { runNow } from '#platform/jobs/testing';
  import { openRecordingFolder } from '#platform/video/recording-folder';
  import { carryOutPurges } from './purge-jobs';
  const clock = { now: () => ${JSON.stringify(now)}, today: () => ${JSON.stringify(now.slice(0, 10))} };
  const store = folderStore(${JSON.stringify(files)});
  const slowly = { ...store, async remove(hash) { await store.remove(hash); await wait(150); } };
  const typesetter = { pdf: async () => Buffer.from('%PDF-'), pages: async () => [], startedCount: () => 0, close() {} };
  const services = { files: slowly, recordings: openRecordingFolder(${JSON.stringify(recordings)}), typesetter, isDemo: false };
  const platform = { pool: openPool(${JSON.stringify(database)}), clock, services, whyNoWrites: async () => undefined };
  console.log('begun');
  await runNow(platform, carryOutPurges, {});
  console.log('ended');`;

let old: OldClass;
let tails: Tails;
let recording: TestRecording;
let jobs: KillableProgram;

beforeAll(async () => {
  old = await openOldClass(3);
  await old.enrol('r1', 1);
  await old.checkIn(1);
  const { school, classId } = old.room;
  recording = await addRecording(old.platform, {
    ...school,
    classId,
    venueId: school.venueIds[0],
    userId: school.clerk.userId,
  });
  tails = await addTails(old);
  const { until } = await endOf();
  old.goOnTo(addDays(plainDate(until), 1));
  const root = dirname(old.platform.services.recordings.folder);
  const contents = program(
    old.platform.database.app,
    join(root, 'files'),
    join(root, 'recordings'),
    old.platform.clock.now(),
  );
  jobs = await killableProgram(contents, import.meta.dirname);
});
afterAll(async () => {
  jobs.remove();
  await old.room.close();
});

const classId = () => old.room.classId;
const show = () => resultOf(old.platform, showKeeping, old.room.officer, { classId: classId() });
async function endOf() {
  const { keptUntil, amounts } = await show();
  return { until: keptUntil, amounts };
}
const listed = () =>
  old.room.rows(sql<{ source: string; hash: string; removed: boolean }>`select source, hash,
    removed_at is not null as removed from purge_items order by number`);
const wish = async () => {
  const { purge } = await show();
  return { classId: classId(), purgeId: purge?.id ?? '', version: purge?.version ?? 1 };
};

describe('a purge leaves nothing behind (2021.4.2, 2021.A6.5)', () => {
  it('lists pictures of roll calls and devices, evidence and papers with the rest; not what another day owns', async () => {
    expect((await endOf()).amounts).toMatchObject({ pictures: 3 + 2 + 3, recordings: 1 });
    await runNow(old.platform, proposePurges, {});
    await resultOf(old.platform, startPurge, old.room.officer, await wish());
    const items = await listed();
    const counted = Object.fromEntries(
      [...new Set(items.map(({ source }) => source))].map((source) => [
        source,
        items.filter((each) => each.source === source).length,
      ]),
    );
    expect(counted).toEqual({ casePage: 1, check: 2, device: 1, frame: 3, paperPage: 1, recording: 1, rollCall: 1 });
    const hashes = items.map(({ hash }) => hash);
    for (const { hash } of [tails.rollCall, tails.evidence, tails.paper, tails.device]) expect(hashes).toContain(hash);
    expect(hashes).not.toContain(tails.others.hash);
    await resultOf(old.platform, witnessPurge, old.signatory, { ...(await wish()), password: testPassword });
  });

  it('killed at any file, has removed nothing that is not on its list, and nothing stands as done', async () => {
    const { files } = old.platform.services;
    const kept = await old.room.rows(sql<{ hash: string }>`select hash from files`);
    const lost = async () => {
      const found = await Promise.all(kept.map(async ({ hash }) => ((await files.has(hash)) ? [] : [hash])));
      return found.flat();
    };
    for (const gone of [1, 3]) {
      const { child } = await jobs.start();
      while ((await lost()).length < gone && child.exitCode === null) await wait(5);
      child.kill('SIGKILL');
      const items = await listed();
      expect(items.filter(({ removed }) => removed)).toEqual([]);
      expect((await show()).purge?.state).toBe('witnessed');
      const missing = await lost();
      expect(missing.length).toBeGreaterThanOrEqual(gone);
      expect(missing.length).toBeLessThan(items.length - 4);
      for (const hash of missing) expect(items.map((each) => each.hash)).toContain(hash);
      expect(await files.has(tails.others.hash)).toBe(true);
    }
    const seen = { classId: classId(), evidenceId: tails.evidence.id, page: 1 };
    expect(await run(old.platform, showImpersonationEvidence, old.room.officer, seen)).toMatchObject({
      message: '这份材料保管期满，正在按期销毁。',
    });
  }, 60_000);

  it('is finished after the restart: every item of the list gone, each on the certificate', async () => {
    expect(await runNow(old.platform, carryOutPurges, {})).toBe('到期清除办完 1 个班。');
    const items = await listed();
    expect(items.every(({ removed }) => removed)).toBe(true);
    for (const { source, hash } of items)
      if (source !== 'recording' && source !== 'frame') expect(await old.platform.services.files.has(hash)).toBe(false);
    expect(await old.platform.services.recordings.sizeOf(recording.id)).toBeUndefined();
    expect(await old.platform.services.files.has(tails.others.hash)).toBe(true);
    expect((await endOf()).amounts).toMatchObject({ pictures: 0, pictureBytes: 0, recordings: 0 });
  });

  it('leaves the rows, which say under which certificate the picture was destroyed', async () => {
    const { platform, room } = old;
    const { certificate = '' } = await resultOf(platform, showDestroyed, room.clerk, { classId: classId() });
    const said = { kind: 'missing', message: `这份材料保管期满，已按期销毁（销毁凭证 ${certificate}）。` };
    const of = { classId: classId() };
    const [check] = await room.rows(sql<{ id: string }>`select id from attendance_checks`);
    const { officer } = room;
    expect(
      await run(platform, showCheckPicture, officer, {
        ...of,
        checkId: check?.id ?? '',
        position: 0,
        purpose: 'objection',
      }),
    ).toMatchObject(said);
    expect(
      await run(platform, showFrame, officer, { ...of, row: 'r1', position: 0, purpose: 'enrolment' }),
    ).toMatchObject(said);
    expect(await run(platform, showRollCallPicture, officer, { ...of, callId: tails.rollCall.id })).toMatchObject(said);
    expect(await run(platform, showAbsencePaper, officer, { ...of, paperId: tails.paper.id })).toMatchObject(said);
    const page = { ...of, evidenceId: tails.evidence.id, page: 1 };
    expect(await run(platform, showImpersonationEvidence, officer, page)).toMatchObject(said);
    expect(await run(platform, openRecording, officer, { ...of, recordingId: recording.id })).toMatchObject(said);
    expect(await run(platform, showDestroyed, old.stranger, of)).toMatchObject({ kind: 'missing' });
  });
});
