import type { AddressInfo } from 'node:net';
import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fromOwnPage, openDoor, type TestDoor } from '#platform/http/testing-http';
import { runNow } from '#platform/jobs/testing';
import type { Actor } from '#platform/operation';
import { resultOf, run } from '#platform/testing-platform';
import { addSchool, type TestSchool } from '../../../2-opening/server/testing-filings';
import { answerOf } from './archive';
import { showKeeping } from './class-queries';
import { answerCopies } from './copy-commands';
import { drawCopies } from './copy-jobs';
import { showCopyChallenge } from './copy-queries';
import { raiseFindings } from './findings';
import { copyDoor, keepingOperations } from './index';
import { mendCopies, mendCopy } from './mend-job';
import { fetchBlocks, recheckCopy, sendBlocks } from './repair-commands';
import { listRepairs, showRepair } from './repair-queries';
import { settleCopyFinding } from './settle-command';
import { type OldClass, openOldClass } from './testing-keeping';
import { addRecording, type TestRecording, testBlockBytes } from './testing-recordings';
import { inScope } from '#platform/database/scope';

let old: OldClass;
let other: TestSchool;
let door: TestDoor;
let address = '';
let cookie = '';
let recording: TestRecording;

beforeAll(async () => {
  old = await openOldClass(2);
  other = await addSchool(old.platform, '410823');
  door = await openDoor(old.platform, keepingOperations, { doors: [copyDoor()] });
  await door.app.listen({ port: 0, host: '127.0.0.1' });
  address = `http://localhost:${(door.app.server.address() as AddressInfo).port}`;
  cookie = await door.sessionOf(clerk());
});
afterAll(async () => {
  await door.close();
  await old.room.close();
});
beforeEach(async () => {
  const { school, classId } = old.room;
  const owner = { ...school, classId, venueId: school.venueIds[0], userId: school.clerk.userId };
  recording = await addRecording(old.platform, owner, { blocks: 6 });
});

const clerk = () => old.room.clerk;
const store = () => old.platform.services.recordings;
const path = () => store().pathOf(recording.id);
const blockOf = (block: number) => recording.bytes.subarray(block * testBlockBytes, (block + 1) * testBlockBytes);

async function spoil(...blocks: readonly number[]): Promise<void> {
  const bytes = Buffer.from(await readFile(path()));
  for (const block of blocks) bytes[block * testBlockBytes + 3] = (bytes[block * testBlockBytes + 3] ?? 0) ^ 1;
  await writeFile(path(), bytes);
}

/** A finding of one block of this recording, as a challenge of that side would raise it. */
async function find(holder: 'bureau' | 'institution', block = 1): Promise<string> {
  const { school, classId } = old.room;
  if ((await old.room.rows(sql`select 1 from copy_challenges`)).length === 0)
    await runNow(old.platform, drawCopies, {});
  const [challenge] = await old.room.rows(sql<{ id: string }>`select id from copy_challenges
    where institution_id = ${school.institutionId} and purpose = 'draw' order by holder limit 1`);
  const of = { ...school, id: challenge?.id ?? '', holder, institution: school.name };
  await inScope(old.platform.pool, { reach: 'system' }, (tx) =>
    raiseFindings(tx, old.platform.clock.now(), of, [{ recordingId: recording.id, classId, block, kind: 'altered' }]),
  );
  const { rows } = await resultOf(old.platform, listRepairs, clerk(), {});
  return rows.find(({ recordingId }) => recordingId === recording.id)?.id ?? '';
}

const mend = (repairId: string) => runNow(old.platform, mendCopy, { repairId });
const stateOf = async (actor: Actor = clerk()) =>
  (await resultOf(old.platform, listRepairs, actor, {})).rows.find(({ recordingId }) => recordingId === recording.id);
const finding = async () =>
  (await resultOf(old.platform, showKeeping, old.room.officer, { classId: old.room.classId })).findings.find(
    ({ recordingId }) => recordingId === recording.id,
  );
async function put(repairId: string, block: number, bytes: Uint8Array, as = cookie): Promise<[number, unknown]> {
  const headers = { ...fromOwnPage, cookie: as, 'content-type': 'application/octet-stream' };
  const target = `${address}/video/repairs/${repairId}/blocks/${block}`;
  const answer = await fetch(target, { method: 'PUT', headers, body: Buffer.from(bytes) });
  return [answer.status, await answer.json()];
}
const actions = async () =>
  (
    await old.room.rows(
      sql<{ action: string }>`select action from log_events where detail ->> 'recording' = ${recording.id} order by id`,
    )
  ).map(({ action }) => action);

describe('the bureau’s damaged copy (2021.4.2: 一式两份)', () => {
  it('is read through block by block, and only what is bad is asked back', async () => {
    await spoil(1, 4);
    const repair = await find('bureau');
    expect(await stateOf()).toMatchObject({ state: 'checking', holder: 'bureau' });
    expect(await mend(repair)).toContain('损坏 2 块');
    expect(await stateOf()).toMatchObject({ state: 'asked', listed: 2, arrived: 0 });
    expect(await resultOf(old.platform, sendBlocks, clerk(), { repairId: repair })).toMatchObject({ blocks: [1, 4] });
    const told = await old.room.rows(sql`select 1 from messages where text like '%补送%' and audience = 'institution'`);
    expect(told.length).toBeGreaterThan(0);
  });

  it('takes back only the registered bytes, from the institution it belongs to, and touches nothing that is good', async () => {
    await spoil(1, 4);
    const repair = await find('bureau');
    await mend(repair);
    const before = await readFile(path());
    expect(await put(repair, 1, Buffer.alloc(testBlockBytes, 7))).toMatchObject([422, { message: /摘要不符/ }]);
    expect((await put(repair, 0, blockOf(0)))[0]).toBe(409);
    expect((await put(repair, 1, blockOf(1), await door.sessionOf(other.clerk)))[0]).toBe(404);
    expect((await put(repair, 1, blockOf(1), await door.sessionOf(old.room.officer)))[0]).toBe(404);
    expect((await put(repair, 1, blockOf(1), ''))[0]).toBe(401);
    expect((await readFile(path())).equals(before)).toBe(true);
    expect(await run(old.platform, sendBlocks, other.clerk, { repairId: repair })).toMatchObject({ kind: 'missing' });
    expect(await run(old.platform, showRepair, other.clerk, { repairId: repair })).toMatchObject({ kind: 'missing' });
    expect(await put(repair, 1, blockOf(1))).toEqual([200, { left: 1 }]);
    expect(await put(repair, 1, Buffer.alloc(3))).toEqual([200, { left: 1 }]);
    expect((await stateOf(old.room.officer))?.arrived).toBe(1);
  });

  it('is closed by a fresh challenge over the mended blocks, and each step is in the log', async () => {
    await spoil(1, 5);
    const repair = await find('bureau');
    await mend(repair);
    await resultOf(old.platform, sendBlocks, clerk(), { repairId: repair });
    await put(repair, 1, blockOf(1));
    expect(await put(repair, 5, blockOf(5))).toEqual([200, { left: 0 }]);
    const early = { classId: old.room.classId, findingId: (await finding())?.id ?? '', note: '我看已经好了' };
    expect(await run(old.platform, settleCopyFinding, old.room.officer, early)).toMatchObject({ kind: 'conflict' });
    expect((await finding())?.settledAt).toBeUndefined();
    expect(await mend(repair)).toBe('本局一份已修复 2 块，重新抽查 2 块相符。');
    expect((await readFile(path())).equals(recording.bytes)).toBe(true);
    expect((await stat(path())).mode & 0o777).toBe(0o400);
    expect(await finding()).toMatchObject({ settledBy: '系统复核', repair: 'proved', isLost: false });
    expect(await actions()).toEqual(
      expect.arrayContaining(['copy.check', 'copy.send', 'copy.fill', 'copy.prove-repair']),
    );
    const [asked] = await old.room.rows(sql<{ blocks: number }>`select c.block_count as blocks from copy_challenges c
      join copy_repairs p on p.challenge_id = c.id where p.id = ${repair} and c.purpose = 'repair' and c.state = 'proved'`);
    expect(asked?.blocks).toBe(2);
  });

  it('put back from a backup instead is found sound by the same challenge', async () => {
    await spoil(0, 2);
    const repair = await find('bureau');
    await mend(repair);
    await writeFile(path(), recording.bytes);
    expect(await runNow(old.platform, mendCopies, {})).toMatch(/接着办 \d+ 份/);
    expect(await mend(repair)).toBe('本局一份已修复 2 块，重新抽查 2 块相符。');
    expect(await finding()).toMatchObject({ repair: 'proved' });
  });

  it('spoiled again on the disk after it was filled is found, and asked for again', async () => {
    await spoil(2);
    const repair = await find('bureau');
    await mend(repair);
    await put(repair, 2, blockOf(2));
    await spoil(3);
    expect(await mend(repair)).toContain('整份摘要仍不符');
    expect(await mend(repair)).toContain('损坏 1 块');
    await put(repair, 3, blockOf(3));
    expect(await mend(repair)).toContain('已修复 2 块');
  });

  it('gone or cut off is put together beside its place, and is there only when it is whole', async () => {
    await truncate(path(), testBlockBytes * 2 + 9);
    const repair = await find('bureau');
    expect(await mend(repair)).toContain('损坏 4 块');
    expect(await store().sizeOf(recording.id)).toBeUndefined();
    for (const block of [2, 3, 4]) await put(repair, block, blockOf(block));
    expect(await mend(repair)).toBe('等待机构补送 1 块。');
    expect(await store().sizeOf(recording.id)).toBeUndefined();
    await put(repair, 5, blockOf(5));
    expect(await mend(repair)).toContain('已修复 4 块');
    expect((await readFile(path())).equals(recording.bytes)).toBe(true);
    await store().remove(recording.id);
    await expect(readFile(`${path()}.mending`)).rejects.toThrow('ENOENT');
  });
});

describe('the institution’s damaged copy', () => {
  const answer = async (challengeId: string, isRight: boolean) => {
    const { nonce, blocks } = await resultOf(old.platform, showCopyChallenge, clerk(), { challengeId });
    const answers = blocks.map(({ block }) =>
      answerOf(Buffer.from(nonce, 'hex'), isRight ? blockOf(block) : Buffer.from('x')).toString('hex'),
    );
    return run(old.platform, answerCopies, clerk(), { challengeId, answers });
  };

  it('gets good blocks from the bureau, and its finding closes only when a fresh challenge over them is answered', async () => {
    const repair = await find('institution', 2);
    expect(await stateOf()).toMatchObject({ state: 'asked', holder: 'institution', listed: 1 });
    const told = await resultOf(old.platform, showRepair, clerk(), { repairId: repair });
    expect(told.file.blockHashes).toHaveLength(6 * 64);
    const got = await resultOf(old.platform, fetchBlocks, clerk(), { repairId: repair, blocks: [2, 4, 4] });
    expect(got).toMatchObject({ blocks: [2, 4], lost: [], address: expect.stringMatching(/^\/video\//) });
    const { challengeId, blocks } = await resultOf(old.platform, recheckCopy, clerk(), { repairId: repair });
    expect(blocks).toBe(2);
    expect(await answer(challengeId, false)).toMatchObject({ result: { wrong: 2, isProved: false } });
    expect((await finding())?.settledAt).toBeUndefined();
    expect(await answer(challengeId, true)).toMatchObject({ result: { isProved: true } });
    expect(await finding()).toMatchObject({ settledBy: '系统复核', repair: 'proved' });
    expect(await run(old.platform, recheckCopy, clerk(), { repairId: repair })).toMatchObject({ kind: 'conflict' });
  });

  it('is not given bytes that are bad at the bureau: those become a finding of the bureau', async () => {
    await spoil(3);
    const repair = await find('institution', 2);
    const got = await resultOf(old.platform, fetchBlocks, clerk(), { repairId: repair, blocks: [2, 3] });
    expect(got).toMatchObject({ blocks: [2], lost: [3] });
    expect(await run(old.platform, recheckCopy, clerk(), { repairId: repair })).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('人社部门一份也有损坏'),
    });
    expect(await run(old.platform, fetchBlocks, clerk(), { repairId: repair, blocks: [900] })).toMatchObject({
      kind: 'invalid',
    });
    expect(await run(old.platform, fetchBlocks, other.clerk, { repairId: repair, blocks: [1] })).toMatchObject({
      kind: 'missing',
    });
  });

  it('that nobody can mend is given up by an officer, with the reason', async () => {
    await find('institution', 2);
    const give = { classId: old.room.classId, findingId: (await finding())?.id ?? '', note: '两份都没有，另行立案' };
    expect(await run(old.platform, settleCopyFinding, clerk(), give)).toMatchObject({ kind: 'forbidden' });
    await resultOf(old.platform, settleCopyFinding, old.room.officer, give);
    expect(await finding()).toMatchObject({ isLost: true, repair: 'dropped', note: give.note });
    await expect(
      old.room.rows(sql`update copy_repairs set state = 'proved' where recording_id = ${recording.id}`),
    ).rejects.toThrow('不能由');
  });
});
