import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '#platform/database/scope';
import { resultOf, run } from '#platform/testing-platform';
import { checkByPhone } from './check-by-phone';
import { issueCodes } from './codes';
import { showStation } from './queries';
import { openStation } from './stations';
import { openClassroom, type TestClassroom } from './testing-classroom';
import { markedPicture } from './testing-faces';

let room: TestClassroom;
let stationId: string;
let picture: string;
const here = { latitude: 35.1, longitude: 113.06, accuracy: 10 };
const away = { ...here, latitude: 35.9 };

beforeAll(async () => {
  room = await openClassroom(5);
  picture = await markedPicture({ person: 1 });
  await inScope(room.platform.pool, { reach: 'system' }, (tx) =>
    sql`update venues set latitude = ${here.latitude}, longitude = ${here.longitude}`.execute(tx),
  );
  room.at('07:35');
  ({ stationId } = await resultOf(room.platform, openStation, room.clerk, { classId: room.classId, kind: 'screen' }));
});
afterAll(() => room.close());

const codeFor = async (row: string) =>
  (await resultOf(room.platform, issueCodes, room.clerk, { classId: room.classId, rows: [row] })).codes[0]?.code ?? '';
const roomCode = async () =>
  (await resultOf(room.platform, showStation, room.clerk, { classId: room.classId, stationId })).roomCode ?? '';
const other = (code: string) => (code === '000000' ? '000001' : '000000');

async function sign(row: string, code: string, more: object = {}) {
  const { platform, clerk, classId, tails } = room;
  const card = tails[Number(row.slice(1)) - 1] ?? '';
  const given = { classId, stationId, card, row, code, picture, direction: 'in' as const, place: here };
  return run(platform, checkByPhone, clerk, { ...given, roomCode: await roomCode(), ...more });
}
const verdictOf = async (signing: ReturnType<typeof sign>) => {
  const answer = await signing;
  if (answer.outcome !== 'done') return answer.kind;
  return answer.result.kind === 'judged' ? answer.result.verdict : answer.result.kind;
};
const open = async (row: string) =>
  (await room.rows(sql`select 1 from attendance_codes where row_id = ${row} and used_at is null`)).length;

describe('a one-time code (2021 四)', () => {
  it('stays good after a check-in that was refused, and is used up by the one that counts', async () => {
    room.at('03:00');
    const early = await codeFor('r1');
    room.at('07:50');
    const code = await codeFor('r1');
    expect(await verdictOf(sign('r1', code, { place: away }))).toBe('refused');
    expect(await verdictOf(sign('r1', code, { roomCode: other(await roomCode()) }))).toBe('conflict');
    expect(await open('r1')).toBe(2);
    expect(await verdictOf(sign('r1', code))).toBe('accepted');
    expect(await verdictOf(sign('r1', code))).toBe('refused');
    // The one given too long before was not touched, and is of no use any more.
    expect(await verdictOf(sign('r1', early))).toBe('refused');
    expect(await open('r1')).toBe(1);
  });

  it('is taken by exactly one of two check-ins that come with it at once', async () => {
    room.at('07:52');
    const code = await codeFor('r2');
    const both = await Promise.all([verdictOf(sign('r2', code)), verdictOf(sign('r2', code))]);
    expect(both.toSorted()).toEqual(['accepted', 'refused']);
    const kept = await room.rows(sql<{ verdict: string }>`select verdict from attendance_checks where row_id = 'r2'`);
    expect(kept.map(({ verdict }) => verdict).toSorted()).toEqual(['accepted', 'refused']);
  });

  it('is not found by guessing: after five wrong ones no more are tried, however many come at once', async () => {
    room.at('07:54');
    const code = await codeFor('r3');
    const tries = await Promise.all(Array.from({ length: 8 }, () => verdictOf(sign('r3', other(code)))));
    expect(tries.toSorted()).toEqual([...Array(3).fill('conflict'), ...Array(5).fill('refused')]);
    expect(await verdictOf(sign('r3', code))).toBe('conflict');
  });

  it('is not barred to its owner by whoever tries from outside with room codes made up', async () => {
    room.at('07:55');
    const code = await codeFor('r5');
    const made = other(await roomCode());
    for (let at = 0; at < 6; at += 1)
      expect(await verdictOf(sign('r5', other(code), { roomCode: made }))).toBe('conflict');
    expect(await room.rows(sql`select 1 from attendance_checks where row_id = 'r5'`)).toEqual([]);
    expect(await verdictOf(sign('r5', code))).toBe('accepted');
  });

  it('is not lost by being refused for the place however often', async () => {
    room.at('07:56');
    const code = await codeFor('r4');
    for (let at = 0; at < 6; at += 1) expect(await verdictOf(sign('r4', code, { place: away }))).toBe('refused');
    expect(await verdictOf(sign('r4', code))).toBe('accepted');
  });
});
