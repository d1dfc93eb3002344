import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispatch } from '#platform/command-line/dispatch';
import { runNow } from '#platform/jobs/testing';
import type { Actor } from '#platform/operation';
import { resultOf, run } from '#platform/testing-platform';
import { addSchool, type TestSchool } from '../../../2-opening/server/testing-filings';
import { workQueue } from '../../../2-opening/server/work-queue';
import { openRecording } from '../recordings/queries';
import { showKeeping } from './class-queries';
import { copiesAnswerCommand } from './copies-answer-command';
import { answerCopies } from './copy-commands';
import { settleCopyFinding } from './settle-command';
import { drawCopies, failCopies } from './copy-jobs';
import { listCopies, showCopyChallenge } from './copy-queries';
import { listKeeping } from './overview';
import { type OldClass, openOldClass } from './testing-keeping';
import { addRecording, type TestRecording, testBlockBytes } from './testing-recordings';

let old: OldClass;
let other: TestSchool;
let folder: string;
const recordings: TestRecording[] = [];

beforeAll(async () => {
  old = await openOldClass(2);
  const { school, classId } = old.room;
  other = await addSchool(old.platform, '410823');
  const owner = { ...school, classId, venueId: school.venueIds[0], userId: school.clerk.userId };
  for (const blocks of [5, 1, 9]) recordings.push(await addRecording(old.platform, owner, { blocks }));
  folder = await mkdtemp(join(tmpdir(), 'mingxun-copies-'));
  await mkdir(join(folder, '录像', '三月'), { recursive: true });
  for (const [at, { bytes }] of recordings.entries())
    await writeFile(join(folder, '录像', '三月', `改过名 ${at}.mp4`), bytes);
  await writeFile(join(folder, '录像', '别的.mp4'), Buffer.alloc(recordings[0]?.bytes.length ?? 1));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await old.room.close();
});

const clerk = () => old.room.clerk;
const newest = async (actor: Actor = clerk()) => {
  const { rows } = await resultOf(old.platform, listCopies, actor, {});
  return rows.find(({ holder }) => holder === 'institution');
};
const questions = async () =>
  resultOf(old.platform, showCopyChallenge, clerk(), { challengeId: (await newest())?.id ?? '' });
const answer = async (answers: readonly string[], challengeId?: string, actor: Actor = clerk()) =>
  run(old.platform, answerCopies, actor, {
    challengeId: challengeId ?? (await newest())?.id ?? '',
    answers: [...answers],
  });

/** The right answers, from the bytes the institution has. */
async function rightAnswers(): Promise<string[]> {
  const { nonce, files, blocks } = await questions();
  return blocks.map(({ file, block }) => {
    const wanted = files[file];
    const own = recordings.find(({ bytes }) => createHash('sha256').update(bytes).digest('hex') === wanted?.sha256);
    const slice = own?.bytes.subarray(block * testBlockBytes, (block + 1) * testBlockBytes) ?? Buffer.alloc(0);
    return createHash('sha256').update(Buffer.from(nonce, 'hex')).update(slice).digest('hex');
  });
}
const findings = async () =>
  (await resultOf(old.platform, showKeeping, old.room.officer, { classId: old.room.classId })).findings;
const tasks = async () =>
  (
    await old.room.rows(sql<{ what: string }>`select what from waiting_tasks where settled_at is null order by what`)
  ).map(({ what }) => what);

const mattersOf = async (actor: Actor) => (await resultOf(old.platform, workQueue, actor, {})).matters;

describe('the institution’s copy (2021.4.2: 一式两份)', () => {
  let former: string[] = [];

  it('is asked once a day for blocks nobody could foresee, due on the next working day', async () => {
    expect(await runNow(old.platform, drawCopies, {})).toBe('本局一份抽查 8 块，0 块不符。向 1 家机构发出抽查。');
    expect(await runNow(old.platform, drawCopies, {})).toBe('本局一份今天已抽查过。向 0 家机构发出抽查。');
    const asked = await newest();
    expect(asked).toMatchObject({ state: 'asked', blocks: 8, archiveBlocks: 15, dueOn: '2021-03-12' });
    const given = await questions();
    expect(given.blocks).toHaveLength(8);
    expect(given.nonce).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is not proved by what is registered, by nothing, or by too much', async () => {
    const { files, blocks } = await questions();
    const registered = blocks.map(({ file }) => files[file]?.firstBlock ?? '');
    expect(await answer(registered)).toMatchObject({ result: { proved: 0, wrong: 8, isProved: false } });
    expect(await answer(blocks.map(() => ''))).toMatchObject({ result: { missing: 8 } });
    expect(await answer(['a'.repeat(64)])).toMatchObject({ kind: 'invalid' });
    expect(await answer(Array.from({ length: 1001 }, () => ''))).toMatchObject({ kind: 'invalid' });
    expect(await answer(blocks.map(() => 'a'.repeat(5000)))).toMatchObject({ kind: 'invalid' });
    expect((await newest())?.state).toBe('asked');
  });

  it('is nobody else’s to prove or to see', async () => {
    const id = (await newest())?.id ?? '';
    expect(await answer(await rightAnswers(), id, other.clerk)).toMatchObject({ kind: 'missing' });
    expect(await run(old.platform, showCopyChallenge, other.clerk, { challengeId: id })).toMatchObject({
      kind: 'missing',
    });
    expect(await newest(old.stranger)).toBeUndefined();
    expect(await answer(await rightAnswers(), id, old.room.officer)).toMatchObject({ kind: 'forbidden' });
  });

  it('is not proved with our bytes: what is asked for is not played to the institution until it has answered', async () => {
    const asked = new Set((await questions()).files.map(({ sha256 }) => sha256));
    const of = { classId: old.room.classId };
    const own = recordings.find(({ bytes }) => asked.has(createHash('sha256').update(bytes).digest('hex')));
    const seen = { ...of, recordingId: own?.id ?? '' };
    expect(await run(old.platform, openRecording, clerk(), seen)).toMatchObject({
      kind: 'conflict',
      message: expect.stringMatching(/正在存证抽查.*3月12日/),
    });
    expect(await run(old.platform, openRecording, old.room.officer, seen)).toMatchObject({ outcome: 'done' });
  });

  it('is proved in part, and then whole, from the bytes themselves', async () => {
    former = await rightAnswers();
    const partly = former.map((each, at) => (at < 3 ? each : ''));
    expect(await answer(partly)).toMatchObject({ result: { proved: 3, missing: 5, isProved: false } });
    const { blocks } = await questions();
    expect(blocks.filter(({ isSettled }) => isSettled)).toHaveLength(3);
    const rest = former.map((each, at) => (at < 3 ? '' : each));
    expect(await answer(rest)).toMatchObject({ result: { proved: 8, wrong: 0, isProved: true } });
    expect(await newest()).toMatchObject({ state: 'proved', settled: 8, answeredBy: '孙经办' });
    expect(await answer(former)).toMatchObject({ kind: 'conflict' });
    expect(await findings()).toEqual([]);
    for (const { id } of recordings) {
      const seen = { classId: old.room.classId, recordingId: id };
      expect(await run(old.platform, openRecording, clerk(), seen)).toMatchObject({ outcome: 'done' });
    }
  });

  it('is asked anew the next day, when the answers of yesterday prove nothing', async () => {
    old.goOnTo('2021-03-12');
    await runNow(old.platform, drawCopies, {});
    expect(await newest()).toMatchObject({ state: 'asked', dueOn: '2021-03-15' });
    expect(await answer(former)).toMatchObject({ result: { proved: 0, wrong: 8 } });
  });

  it('is proved without the network by the command on the institution’s machine', async () => {
    const [challenge, out] = [join(folder, 'challenge.json'), join(folder, 'answer.json')];
    await writeFile(challenge, JSON.stringify(await questions()));
    const told: string[] = [];
    const terminal = { print: (text: string) => void told.push(text), tell: (text: string) => void told.push(text) };
    const line = ['copies', 'answer', '--folder', join(folder, '录像'), '--challenge', challenge, '--out', out];
    expect(await dispatch([copiesAnswerCommand], line, terminal)).toBe(0);
    expect(told.join()).toContain('答出 8 块');
    const made: { answers: string[] } = JSON.parse(await readFile(out, 'utf8'));
    expect(await answer(made.answers)).toMatchObject({ result: { isProved: true } });
    expect(await dispatch([copiesAnswerCommand], [...line.slice(0, 5), out, '--out', out], terminal)).toBe(2);
    expect(
      await dispatch([copiesAnswerCommand], ['copies', 'answer', '--folder', '/nirgends', ...line.slice(4)], terminal),
    ).toBe(2);
    await rm(join(folder, '录像', '三月', '改过名 2.mp4'));
    expect(await dispatch([copiesAnswerCommand], line, terminal)).toBe(1);
    expect(told.join()).toContain('没有找到');
  });

  it('unproved on its day is a finding for county and city, once, and closed with a note', async () => {
    old.goOnTo('2021-03-16');
    await runNow(old.platform, drawCopies, {});
    await answer((await rightAnswers()).map(() => ''));
    old.goOnTo('2021-03-17');
    expect(await runNow(old.platform, failCopies, {})).toBe('到期未证明 0 次。');
    old.goOnTo('2021-03-18');
    expect(await runNow(old.platform, failCopies, {})).toBe('到期未证明 1 次。');
    expect(await runNow(old.platform, failCopies, {})).toBe('到期未证明 0 次。');
    expect((await newest())?.state).toBe('failed');
    expect(await answer(former)).toMatchObject({ kind: 'conflict' });
    const found = await findings();
    expect(new Set(found.map(({ holder, kind }) => `${holder} ${kind}`))).toEqual(new Set(['institution missing']));
    expect(await tasks()).toEqual(['培训机构一方的录像副本未能证明']);
    for (const actor of [old.room.officer, old.cityOfficer])
      expect(await mattersOf(actor)).toMatchObject([
        { kind: 'task', subject: '/keeping?show=pressing', about: old.room.school.name },
      ]);
    for (const actor of [old.stranger, clerk(), old.discipline]) expect(await mattersOf(actor)).toEqual([]);
    for (const actor of [old.room.officer, clerk()])
      expect((await resultOf(old.platform, listKeeping, actor, {})).rows[0]).toMatchObject({ next: 'finding' });
    const audiences = await old.room.rows(sql<{ audience: string }>`select distinct audience from messages
      where subject_type = 'copies' and text like '%未能证明%' order by 1`);
    expect(audiences.map(({ audience }) => audience)).toEqual(['city', 'county', 'institution']);
    for (const { id } of found) {
      const settle = { classId: old.room.classId, findingId: id, note: '机构硬盘损坏，本局一份完好，另立案核实' };
      expect(await run(old.platform, settleCopyFinding, old.stranger, settle)).toMatchObject({ kind: 'missing' });
      expect(await run(old.platform, settleCopyFinding, clerk(), settle)).toMatchObject({ kind: 'forbidden' });
      await resultOf(old.platform, settleCopyFinding, old.room.officer, settle);
      expect(await run(old.platform, settleCopyFinding, old.room.officer, settle)).toMatchObject({ kind: 'conflict' });
    }
    expect(await tasks()).toEqual([]);
    await expect(old.room.rows(sql`update copy_challenges set state = 'asked', closed_at = null`)).rejects.toThrow();
  });
});

describe('the bureau’s own copy', () => {
  it('is read and held against what was registered: what is gone or changed is found and logged', async () => {
    const { recordings: store } = old.platform.services;
    for (const { id, bytes } of recordings.slice(0, 2)) {
      const changed = Buffer.from(bytes);
      for (let at = 3; at < changed.length; at += testBlockBytes) changed[at] = (changed[at] ?? 0) ^ 1;
      await writeFile(store.pathOf(id), changed);
    }
    await store.remove(recordings[2]?.id ?? '');
    old.goOnTo('2021-03-22');
    const warned: string[] = [];
    await runNow(old.platform, drawCopies, {}, (sentence) => warned.push(sentence));
    expect(warned.join()).toContain('8 块缺失或内容已变，已逐块核对并请机构补送');
    const found = (await findings()).filter(({ settledAt }) => !settledAt);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ holder, kind }) => holder === 'bureau' && ['missing', 'altered'].includes(kind))).toBe(true);
    expect(await tasks()).toEqual(['人社部门一方的录像副本未能证明']);
    const logged = await old.room.rows(
      sql`select 1 from log_events where action = 'copy.fail' and detail ->> 'holder' = 'bureau'`,
    );
    expect(logged).toHaveLength(1);
  });

  it('never makes the institution answer for it', async () => {
    expect(await answer(await rightAnswers())).toMatchObject({ result: { spared: 8, wrong: 0, isProved: true } });
    const found = (await findings()).filter(({ settledAt }) => !settledAt);
    expect(found.every(({ holder }) => holder === 'bureau')).toBe(true);
  });
});
