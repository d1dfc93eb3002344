import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf } from '#platform/testing-platform';
import { checkByPhone } from '../check-in/check-by-phone';
import { issueCodes } from '../check-in/codes';
import { showStation } from '../check-in/queries';
import { openStation } from '../check-in/stations';
import { openClassroom, type TestClassroom } from '../check-in/testing-classroom';
import { showBehind, showDoubt } from './queries';

let room: TestClassroom;
const people = Array.from({ length: 10 }, (_, at) => `r${at + 1}`);
/** Somebody’s own telephone, and the one telephone that signs for most. */
const [own, lent] = [randomUUID(), randomUUID()];
const place = { latitude: 35.1712341, longitude: 113.0612341, accuracy: 17 };

/** Everybody signs in by telephone: eight with the one of a friend, from the same place to the last digit. */
async function signIn(start: string): Promise<void> {
  const { platform, clerk, classId } = room;
  room.at(start);
  const { stationId } = await resultOf(platform, openStation, clerk, { classId, kind: 'screen' });
  for (const [at, row] of people.entries()) {
    const { roomCode } = await resultOf(platform, showStation, clerk, { classId, stationId });
    const { codes } = await resultOf(platform, issueCodes, clerk, { classId, rows: [row] });
    const background = { r: at * 20, g: Number(start.slice(0, 2)) * 9, b: 120 };
    const picture = sharp({ create: { width: 320, height: 240, channels: 3, background } }).jpeg();
    await resultOf(platform, checkByPhone, clerk, {
      classId,
      stationId,
      roomCode: roomCode ?? '',
      card: room.numbers[at] ?? '',
      code: codes[0]?.code ?? '',
      picture: (await picture.toBuffer()).toString('base64'),
      direction: 'in',
      place,
      ...(at === 9 ? {} : { installation: at === 0 ? own : lent }),
    });
  }
}

beforeAll(async () => {
  room = await openClassroom(10);
  await room.rows(sql`update venues set latitude = 35.1712, longitude = 113.0612`);
  await signIn('07:50');
  await signIn('13:50');
  room.at('17:45');
});
afterAll(() => room.close());

const about = () => ({ classId: room.classId });

describe('what telephones leave of themselves', () => {
  it('is a distance, a step of accuracy and two marks, never a place or a number', async () => {
    const kept = await room.rows(
      sql<{ text: string; metres: number; accuracy_metres: number }>`
        select to_jsonb(c)::text as text, metres, accuracy_metres from attendance_checks c`,
    );
    expect(kept).toHaveLength(20);
    for (const { text, metres, accuracy_metres } of kept) {
      expect(metres).toBeLessThan(20);
      expect(accuracy_metres).toBe(20);
      expect(text).not.toMatch(/35\.17|113\.06/);
      expect(text).not.toContain(lent);
    }
    const logged = await room.rows(sql<{ text: string }>`select to_jsonb(l)::text as text from log_events l`);
    expect(logged.some(({ text }) => text.includes(lent) || text.includes('35.171234'))).toBe(false);
  });

  it('is salted by class: the same telephone and place look different in another', () => {
    const { secrets } = room.platform.services;
    const mark = (classId: string) => secrets.index('phoneMark', `${classId}/${lent}`).toString('hex');
    expect(mark(room.classId)).not.toBe(mark(randomUUID()));
  });

  it('says that one telephone signs for many and that all stand in one place, with the check-ins behind it', async () => {
    const { reasons } = await resultOf(room.platform, showDoubt, room.officer, about());
    const keys = reasons.map(({ key }) => key);
    expect(keys).toContain('oneOperator');
    expect(keys).toContain('fixedPlace');
    const phones = await resultOf(room.platform, showBehind, room.officer, { ...about(), key: 'oneOperator' });
    expect(phones.rows.map(({ rowId }) => rowId)).not.toContain('r1');
    expect(phones).toMatchObject({ count: 16 });
    expect(new Set(phones.rows.map(({ mark }) => mark))).toEqual(new Set([1]));
    const places = await resultOf(room.platform, showBehind, room.officer, { ...about(), key: 'fixedPlace' });
    expect(places.count).toBe(20);
    expect(places.rows[0]?.metres).toBeLessThan(20);
  });
});
