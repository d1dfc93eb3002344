import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { Client } from 'pg';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaceEngine } from '#platform/faces/engine';
import { boxesOfChance } from '#platform/files/testing-pictures';
import { runJob } from '#platform/jobs/run-job';
import { runNow } from '#platform/jobs/testing';
import type { Actor } from '#platform/operation';
import { addUser, resultOf, run } from '#platform/testing-platform';
import { openClassroom, type TestClass, type TestClassroom } from '../check-in/testing-classroom';
import { markEngine } from '../check-in/testing-faces';
import { answerRollCall } from './answer-commands';
import { callRoll, openRollCall, reviewRollCall } from './call-commands';
import { compareRollCallPictures } from './compare-job';
import { countRollCallHeads } from './jobs';
import { showLikePicture } from './picture-operations';
import { listRollCalls, showRollCall } from './queries';

let room: TestClassroom;
let city: Actor;
const choices = { signal: new AbortController().signal, warn: () => undefined };
const counting: FaceEngine = { ...markEngine, count: async () => ({ isRead: true, faceCount: 2 }) };

beforeAll(async () => {
  room = await openClassroom(4, counting);
  city = await addUser(room.platform, { role: 'cityOfficer', name: '周科长' });
  room.at('09:00');
});
afterAll(() => room.close());

const cut = (picture: Buffer) =>
  sharp(picture).extract({ left: 140, top: 60, width: 1000, height: 800 }).jpeg({ quality: 70 }).toBuffer();

async function called({ classId, officer, clerk }: TestClass = room): Promise<{ callId: string; code: string }> {
  const { callId } = await resultOf(room.platform, callRoll, officer, { classId });
  const { code } = await resultOf(room.platform, openRollCall, clerk, { classId, callId });
  return { callId, code };
}
const told = ['r1', 'r2', 'r3', 'r4'].map((row) => ({ row, isPresent: true, reason: '' }));
const answer = (
  { callId, code }: { callId: string; code: string },
  picture: Buffer,
  { classId, clerk }: TestClass = room,
) =>
  run(room.platform, answerRollCall, clerk, {
    classId,
    callId,
    code,
    picture: picture.toString('base64'),
    told,
  });
const show = (callId: string, actor = room.officer, { classId }: Pick<TestClass, 'classId'> = room) =>
  resultOf(room.platform, showRollCall, actor, { classId, callId });
const compare = () => runNow(room.platform, compareRollCallPictures, {});
async function close(callId: string, of: TestClass = room): Promise<void> {
  const { version } = await show(callId, of.officer, of);
  const { classId } = of;
  await resultOf(room.platform, reviewRollCall, of.officer, { classId, callId, version, note: '已核对' });
}
async function answered(picture: Buffer): Promise<string> {
  const of = await called();
  expect(await answer(of, picture)).toMatchObject({ outcome: 'done' });
  await compare();
  await close(of.callId);
  return of.callId;
}

describe('the picture of a roll call (2021 四)', () => {
  it('is clean when it shows something new', async () => {
    await answered(await boxesOfChance(1));
    const second = await answered(await boxesOfChance(2));
    expect(await show(second)).toMatchObject({ likes: [], findings: [] });
  });

  it('is known again when it was saved anew, cut at its edges or turned left to right, and is asked about, not refused', async () => {
    const old = await boxesOfChance(3);
    const first = await answered(old);
    const copies = [
      await sharp(old).resize(900).webp({ quality: 60 }).toBuffer(),
      await cut(old),
      await sharp(old).flop().jpeg({ quality: 70 }).toBuffer(),
    ];
    for (const [at, copy] of copies.entries()) {
      const seen = await show(await answered(copy));
      expect(seen.likes.map(({ callId }) => callId)).toContain(first);
      expect(seen.likes.find(({ callId }) => callId === first)?.isMirrored).toBe(at === 2);
      expect(seen.findings[0]).toMatchObject({ rule: 'attendance.roll-call-picture-like', severity: 'warns' });
    }
  });

  it('is not called a copy where the camera stood still and others sit in the room, and is where nobody has moved', async () => {
    const empty = await boxesOfChance(27);
    const withPeople = async (seed: number) => {
      const people = await sharp(await boxesOfChance(seed))
        .extract({ left: 300, top: 400, width: 560, height: 480 })
        .toBuffer();
      return sharp(empty)
        .composite([{ input: people, left: 360, top: 440 }])
        .jpeg({ quality: 80 })
        .toBuffer();
    };
    const [first, second] = [await withPeople(28), await withPeople(29)];
    const known = await answered(first);
    expect(await show(await answered(second))).toMatchObject({ likes: [], findings: [] });
    const again = await sharp(first).modulate({ brightness: 1.1 }).jpeg({ quality: 40 }).toBuffer();
    expect((await show(await answered(again))).likes.map(({ callId }) => callId)).toEqual([known]);
  });

  it('is opened beside its like by the bureau alone, and the institution is told of neither', async () => {
    const { rows } = await resultOf(room.platform, listRollCalls, room.officer, {});
    const doubted = rows.find(({ findings }) => findings.length > 0);
    const callId = doubted?.id ?? '';
    const [like] = (await show(callId)).likes;
    expect(like?.canOpen).toBe(true);
    const asked = { classId: room.classId, callId, otherId: like?.callId ?? '' };
    const { body } = await resultOf(room.platform, showLikePicture, room.officer, asked);
    expect((await sharp(body).metadata()).format).toBe('jpeg');
    expect((await show(callId, city)).likes.every(({ canOpen }) => canOpen)).toBe(true);
    expect(await run(room.platform, showLikePicture, room.clerk, asked)).toMatchObject({ kind: 'forbidden' });
    expect(await run(room.platform, showLikePicture, room.officer, { ...asked, otherId: callId })).toMatchObject({
      kind: 'missing',
    });
    expect(await show(callId, room.clerk)).toMatchObject({ likes: [], findings: [] });
    const own = await resultOf(room.platform, listRollCalls, room.clerk, {});
    expect(own.rows.every(({ findings }) => findings.length === 0)).toBe(true);
  });

  it('of two answers at once to two calls leaves exactly one clean: the other is refused or asked about', async () => {
    const there = await room.second('410823');
    const both = async (one: Buffer, other: Buffer) => {
      const calls = [
        { call: await called(), of: room, picture: one },
        { call: await called(there), of: there, picture: other },
      ];
      const outcomes = await Promise.all(calls.map(({ call, of, picture }) => answer(call, picture, of)));
      await Promise.all([compare(), compare()]);
      const seen = await Promise.all(calls.map(({ call, of }) => show(call.callId, city, of)));
      for (const [at, { call, of }] of calls.entries()) {
        // Whoever was refused answers with a picture of its own, so that no call is left open.
        if (outcomes[at]?.outcome !== 'done') await answer(call, await boxesOfChance(7), of);
        await compare();
        await close(call.callId, of);
      }
      return { outcomes: outcomes.map(({ outcome }) => outcome).sort(), seen };
    };
    const copied = await both(await boxesOfChance(5), await cut(await boxesOfChance(5)));
    expect(copied.outcomes).toEqual(['done', 'done']);
    const asked = copied.seen.filter(({ likes }) => likes.length > 0);
    expect(asked).toHaveLength(1);
    const here = await show(asked[0]?.id ?? '', asked[0]?.classId === there.classId ? there.officer : room.officer, {
      classId: asked[0]?.classId ?? '',
    });
    expect(here.likes).toMatchObject([{ canOpen: false, calledAt: undefined }]);
    const picture = await boxesOfChance(4);
    expect((await both(picture, picture)).outcomes).toEqual(['done', 'refused']);
  });
});

/** As the owner of the tables, whom no grant binds. */
async function asOwner(...statements: readonly string[]): Promise<void> {
  const client = new Client(room.platform.database.owner);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
const keysOf = () =>
  room.rows(sql<{ call_id: string; keys: Buffer }>`select call_id, keys from roll_call_pictures order by call_id`);

describe('the comparison behind the desk', () => {
  it('is waited for before the call is closed, and whoever looked before has to look again at what it found', async () => {
    const old = await boxesOfChance(21);
    const first = await answered(old);
    const of = await called();
    expect(await answer(of, await cut(old))).toMatchObject({ outcome: 'done' });
    const before = await show(of.callId);
    expect(before).toMatchObject({ isComparing: true, likes: [], findings: [] });
    expect((await show(of.callId, room.clerk)).isComparing).toBe(false);
    const wish = { classId: room.classId, callId: of.callId, version: before.version, note: '已核对' };
    const review = () => run(room.platform, reviewRollCall, room.officer, wish);
    expect(await review()).toMatchObject({ kind: 'conflict', message: expect.stringContaining('比完才能办结') });
    await expect(
      room.rows(sql`update roll_calls set state = 'reviewed', version = version + 1,
      reviewed_by = called_by, reviewed_by_name = '某人', reviewed_at = now(), review_note = '无'
      where id = ${of.callId}`),
    ).rejects.toThrow(/roll_call_compared_before_review/);
    expect(await compare()).toContain('比对点名照片 1 张，大半相同的 1 张');
    expect(await compare()).toContain('比对点名照片 0 张');
    const after = await show(of.callId);
    expect(after.isComparing).toBe(false);
    expect(after.likes.map(({ callId }) => callId)).toEqual([first]);
    expect(await review()).toMatchObject({ kind: 'conflict', message: expect.stringContaining('刚有变动') });
    const told = await room.rows(sql<{ text: string }>`select text from messages where text like '%请对看%'`);
    expect(told.length).toBeGreaterThan(0);
    await close(of.callId);
    await expect(
      room.rows(sql`update roll_calls set picture_compared_at = now(), findings = '[]' where id = ${of.callId}`),
    ).rejects.toThrow(/不能/);
  });

  it('passes over a picture that is lost, tells the operator, and compares the others', async () => {
    const lost = await called();
    expect(await answer(lost, await boxesOfChance(31))).toMatchObject({ outcome: 'done' });
    await asOwner(
      'alter table roll_calls disable trigger user',
      `update roll_calls set picture_hash = repeat('0', 64) where id = '${lost.callId}'`,
      'alter table roll_calls enable trigger user',
    );
    const told: string[] = [];
    const outcome = await runNow(room.platform, compareRollCallPictures, {}, (sentence) => told.push(sentence));
    expect(outcome).toContain('比对点名照片 0 张');
    expect(told).toEqual([expect.stringContaining('照片读不出')]);
    expect((await show(lost.callId)).isComparing).toBe(true);
    await answered(await boxesOfChance(32));
    expect((await show(lost.callId)).isComparing).toBe(true);
  });

  it('finds what was answered before the upgrade: by the words kept then, or by reading the picture once', async () => {
    const [worded, unread] = [await boxesOfChance(22), await boxesOfChance(23)];
    const [withWords, without] = [await answered(worded), await answered(unread)];
    const kept = await keysOf();
    const migration = await readFile('migrations/0033-roll-call-pictures.sql', 'utf8');
    const backfill = migration.slice(migration.indexOf('insert into roll_call_pictures'));
    await asOwner(
      'alter table roll_calls disable trigger roll_call_move_declared',
      `update roll_calls set picture_words = null, picture_places = null where id = '${without}'`,
      'alter table roll_calls enable trigger roll_call_move_declared',
      'alter table roll_call_pictures disable trigger append_only',
      'delete from roll_call_pictures',
      'alter table roll_call_pictures enable trigger append_only',
      backfill,
    );
    expect(await keysOf()).toEqual(kept.filter(({ call_id }) => call_id !== without));
    expect(await compare()).toContain('补读以前的 1 张');
    expect(await keysOf()).toEqual(kept);
    for (const [old, first] of [
      [worded, withWords],
      [unread, without],
    ] as const) {
      const { likes } = await show(await answered(await cut(old)));
      expect(likes.map(({ callId }) => callId)).toEqual([first]);
    }
  });
});

describe('the heads in it', () => {
  it('are counted afterwards, once, and said where far fewer are seen than told', async () => {
    const callId = await answered(await boxesOfChance(6));
    await runJob(room.platform, countRollCallHeads, { callId }, choices);
    await runJob(room.platform, countRollCallHeads, { callId }, choices);
    const seen = await show(callId);
    expect(seen.headCount).toBe(2);
    expect(seen.findings).toMatchObject([{ rule: 'attendance.roll-call-heads', severity: 'warns' }]);
    expect(seen.findings[0]?.message).toContain('2 张脸');
    await expect(room.rows(sql`update roll_calls set head_count = 9 where id = ${callId}`)).rejects.toThrow(/不能/);
  });
});
