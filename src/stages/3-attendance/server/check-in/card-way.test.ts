import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf, run } from '#platform/testing-platform';
import { checkByCard } from './check-by-card';
import { listChecks, showCheckPicture } from './check-queries';
import { issueCodes } from './codes';
import { chooseWay } from './consent-commands';
import { listSessions, showBoard, showHours, showStation } from './queries';
import { closeStation, openStation } from './stations';
import { openClassroom, type TestClassroom } from './testing-classroom';
import { markedPicture } from './testing-faces';
import { currentConsentText } from '../../domain/enrolment/consent';

let room: TestClassroom;
let picture: string;
beforeAll(async () => {
  room = await openClassroom(4);
  picture = await markedPicture({ person: 1 });
});
afterAll(() => room.close());

const open = async () => {
  const { platform, clerk, classId } = room;
  return resultOf(platform, openStation, clerk, { classId, kind: 'kiosk' });
};

const codeFor = async (row: string): Promise<string> => {
  const { platform, clerk, classId } = room;
  const { codes } = await resultOf(platform, issueCodes, clerk, { classId, rows: [row] });
  return codes[0]?.code ?? '';
};

/** Who stands at the station as the `nth` of the roster shows the card. */
async function show(stationId: string, nth: number, more: Partial<Parameters<typeof run>[3]> = {}) {
  const { platform, clerk, classId, tails } = room;
  const code = await codeFor(`r${nth}`);
  const input = { classId, stationId, card: tails[nth - 1] ?? '', code, picture, direction: 'in' as const, ...more };
  return resultOf(platform, checkByCard, clerk, input);
}

const board = async () => (await resultOf(room.platform, showBoard, room.clerk, { classId: room.classId })).board;

describe('checking in without a face (2021.4.1)', () => {
  it('needs card, one-time code of a witness and photo of the room, and counts like any other', async () => {
    room.at('07:50');
    const { stationId } = await open();
    expect(await show(stationId, 1)).toMatchObject({
      kind: 'judged',
      verdict: 'accepted',
      direction: 'in',
      remarks: [],
    });
    expect(await board()).toMatchObject({ expected: 4, here: 1, missing: 3 });
    room.at('11:02');
    expect(await show(stationId, 1, { direction: 'out' })).toMatchObject({ verdict: 'accepted', direction: 'out' });
    const hours = await resultOf(room.platform, showHours, room.clerk, { classId: room.classId });
    const first = hours.rows.find(({ rowId }) => rowId === 'r1');
    expect(first?.cells[0]).toMatchObject({ state: 'present', minutes: 180 });
    expect(first?.doneMinutes).toBe(180);
  });

  it('takes a code once, for whom it was given, and stores it nowhere', async () => {
    room.at('08:05');
    const { stationId } = await open();
    const { platform, clerk, classId, tails } = room;
    const code = await codeFor('r2');
    const masked = expect.stringMatching(/^\p{L}\*/u);
    const input = { classId, stationId, card: tails[1] ?? '', code, picture, direction: 'in' as const };
    const other = await resultOf(platform, checkByCard, clerk, { ...input, card: tails[2] ?? '' });
    expect(other).toMatchObject({ verdict: 'refused', remarks: [{ code: 'cardIncomplete' }], name: masked });
    expect(await resultOf(platform, checkByCard, clerk, input)).toMatchObject({ verdict: 'accepted' });
    expect(await resultOf(platform, checkByCard, clerk, input)).toMatchObject({ verdict: 'refused' });
    const [stored] = await room.rows(sql<{ text: string }>`select coalesce(string_agg(c::text, ''), '') ||
      (select coalesce(string_agg(k::text, ''), '') from commands k where k.name = 'attendance.issue-codes') as text
      from attendance_codes c`);
    expect(stored?.text).not.toContain(`"${code}"`);
  });

  it('asks which of two with the same last four signs it is, by masked names that differ', async () => {
    room.at('08:10');
    const { stationId } = await open();
    const of = sql`where person_index = (select id_index from roster_rows where id = 'r3')`;
    const [own] = await room.rows(sql<{ tail: Buffer; name: string }>`select tail_index as tail,
      (select name from roster_rows where id = 'r3') as name from people ${of}`);
    const become = async (tail: unknown, name: unknown) => {
      await room.rows(sql`update people set tail_index = ${tail} ${of} returning 1`);
      await room.rows(sql`update roster_rows set name = ${name} where id = 'r3' returning 1`);
    };
    const tailOfSecond = sql`(select p.tail_index from people p join roster_rows r on r.id_index = p.person_index
      where r.id = 'r2')`;
    const names = async (name: string) => {
      await become(tailOfSecond, name);
      const asked = await show(stationId, 2);
      return asked.kind === 'several' ? asked.people.map((each) => each.name) : asked;
    };
    expect(await names('王小英')).toEqual(['郝*花', '王*英']);
    // Masks that are alike would leave nothing to choose by.
    expect(await names('郝大花')).toEqual(['郝桂花', '郝大花']);
    await become(own?.tail, own?.name);
  });

  it('is tried five times at most before the witness looks again', async () => {
    room.at('08:20');
    const { stationId } = await open();
    const { platform, clerk, classId, tails } = room;
    const wrong = { classId, stationId, card: tails[3] ?? '', code: '000000', picture, direction: 'in' as const };
    for (let time = 0; time < 5; time += 1)
      expect(await resultOf(platform, checkByCard, clerk, wrong)).toMatchObject({ verdict: 'refused' });
    expect(await run(platform, checkByCard, clerk, wrong)).toMatchObject({ outcome: 'refused', kind: 'conflict' });
    const marked = await room.rows(sql`select 1 from attendance_checks where row_id = 'r4' and verdict = 'refused'`);
    expect(marked).toHaveLength(5);
  });

  it('arrives late from an offline queue, twice and out of order, and is one mark each', async () => {
    room.at('14:00');
    const { stationId } = await open();
    const { platform, clerk, classId, tails } = room;
    const sent = [];
    for (const minute of ['14:01', '14:02']) {
      room.at(minute);
      const code = await codeFor('r3');
      const takenAt = new Date(Date.parse(platform.clock.now()) + 5).toISOString();
      const direction = minute === '14:01' ? ('in' as const) : ('out' as const);
      sent.push({
        commandId: randomUUID(),
        input: { classId, stationId, card: tails[2] ?? '', code, picture, direction, takenAt },
      });
    }
    room.at('14:30');
    for (const { commandId, input } of [...sent].reverse())
      expect(await resultOf(platform, checkByCard, clerk, input, { commandId })).toMatchObject({
        verdict: 'doubted',
        at: input.takenAt,
        remarks: [{ code: 'lateArrival' }, { code: 'notSigned' }],
      });
    for (const { commandId, input } of sent)
      await expect(run(platform, checkByCard, clerk, input, { commandId })).rejects.toThrow('done before');
    const kept = await room.rows(sql`select 1 from attendance_checks where row_id = 'r3' and verdict = 'doubted'`);
    expect(kept).toHaveLength(2);
  });

  it('has no station without a lesson, none beyond its day, and none that was closed', async () => {
    room.at('18:30');
    const { platform, clerk, classId } = room;
    expect(await run(platform, openStation, clerk, { classId, kind: 'kiosk' })).toMatchObject({ kind: 'conflict' });
    room.at('14:40');
    const { stationId } = await open();
    await resultOf(platform, closeStation, clerk, { classId, stationId });
    room.at('14:45');
    const input = { classId, stationId, card: '0017', code: '123456', picture, direction: 'in' as const };
    expect(await run(platform, checkByCard, clerk, input)).toMatchObject({ kind: 'conflict' });
  });
});

describe('at the door', () => {
  const ask = async (action: string, token: string, body: object = {}) =>
    room.door.app.inject({
      method: 'POST',
      url: `/station/${action}`,
      headers: { 'sec-fetch-site': 'same-origin', 'station-token': token, 'command-id': randomUUID() },
      payload: body,
    });

  it('a tablet works with its token alone, for its own class alone, and not with another', async () => {
    room.at('14:50');
    const { token, stationId } = await open();
    const state = await ask('state', token);
    expect(state.json()).toMatchObject({ result: { kind: 'kiosk', isOpen: true, takesFaces: false, expected: 4 } });
    expect((await ask('state', 'x'.repeat(32))).statusCode).toBe(401);
    expect((await ask('nothing', token)).statusCode).toBe(404);
    const code = await codeFor('r1');
    const input = {
      card: room.tails[0],
      code,
      picture,
      direction: 'in',
      classId: randomUUID(),
      stationId: randomUUID(),
    };
    expect((await ask('card', token, input)).json()).toMatchObject({ result: { verdict: 'accepted' } });
    const told = await resultOf(room.platform, showStation, room.clerk, { classId: room.classId, stationId });
    expect(told.latest[0]).toMatchObject({ way: 'card' });
  });

  it('a telephone needs the code of the room, and the place speaks where it is known', async () => {
    room.at('15:00');
    const { platform, clerk, classId } = room;
    const screen = await resultOf(platform, openStation, clerk, { classId, kind: 'screen' });
    const { roomCode } = await resultOf(platform, showStation, clerk, { classId, stationId: screen.stationId });
    const send = async (more: object) =>
      (
        await ask('phone', '', {
          stationId: screen.stationId,
          card: room.numbers[1],
          code: await codeFor('r2'),
          picture,
          direction: 'in',
          ...more,
        })
      ).json();
    const wrong = roomCode === '000000' ? '000001' : '000000';
    expect(await send({ roomCode: wrong })).toMatchObject({
      kind: 'conflict',
      message: '签到码不对或没有填。请看教室屏幕上现在的签到码再签。',
    });
    expect(await send({ roomCode })).toMatchObject({
      result: { verdict: 'doubted', remarks: [{ code: 'placeUnknown' }] },
    });
    expect(await send({ roomCode })).toMatchObject({
      result: { verdict: 'refused', remarks: [{ code: 'codeReplayed' }, { code: 'placeUnknown' }] },
    });
    room.at('15:03');
    expect(await send({ roomCode })).toMatchObject({
      result: { verdict: 'refused', remarks: [{ code: 'codeExpired' }, { code: 'placeUnknown' }] },
    });
  });
});

describe('what was judged', () => {
  it('is listed with its reasons, what was refused alone, and each picture opened is logged', async () => {
    const { platform, clerk, officer, classId } = room;
    const refused = await resultOf(platform, listChecks, officer, { classId });
    expect(new Set(refused.rows.map(({ verdict }) => verdict))).toEqual(new Set(['refused']));
    expect(refused.rows.every(({ remarks }) => remarks.length > 0)).toBe(true);
    const all = await resultOf(platform, listChecks, clerk, { classId, show: 'all' });
    expect(all.rows.filter(({ verdict }) => verdict === 'refused')).toEqual(refused.rows);
    const waiting = all.rows.filter(({ waits }) => waits);
    expect(new Set(waiting.map(({ verdict }) => verdict))).toEqual(new Set(['doubted']));
    const checkId = all.rows[0]?.id ?? '';
    const shown = await resultOf(platform, showCheckPicture, officer, {
      classId,
      checkId,
      position: 0,
      purpose: 'inspection',
    });
    expect(shown.body.subarray(0, 2).toString('hex')).toBe('ffd8');
    const [hash] = await room.rows(sql<{ hash: string }>`select picture_hashes[1] as hash from attendance_checks
      where id = ${checkId}`);
    const stored = await platform.services.files.get(hash?.hash ?? '');
    expect(stored.subarray(0, 2).toString('hex')).not.toBe('ffd8');
    expect(
      await run(platform, showCheckPicture, officer, { classId, checkId, position: 2, purpose: 'settling' }),
    ).toMatchObject({
      kind: 'missing',
    });
    const logged = await room.rows(
      sql<{ reason: string }>`select detail ->> 'reason' as reason from log_events
        where action = 'attendance.check-picture' and outcome = 'shown'`,
    );
    expect(logged).toEqual([{ reason: '日常检查抽看' }]);
  });
});

describe('a withdrawn consent', () => {
  it('is written beside the one it ends, and leaves the place in the class', async () => {
    const { platform, clerk, classId } = room;
    const choose = (choice: 'face' | 'withdrawn') =>
      run(platform, chooseWay, clerk, {
        classId,
        rows: ['r1'],
        choice,
        textVersion: currentConsentText('trainee').version,
      });
    expect(await choose('withdrawn')).toMatchObject({ outcome: 'refused' });
    expect(await choose('face')).toMatchObject({ outcome: 'done' });
    expect(await choose('withdrawn')).toMatchObject({ outcome: 'done' });
    const kept = await room.rows(sql<{ choice: string }>`select choice from attendance_consents order by recorded_at`);
    expect(kept.map(({ choice }) => choice)).toEqual(['face', 'withdrawn']);
    const { rows } = await resultOf(platform, listSessions, clerk, {});
    expect(rows).toMatchObject([{ id: classId, expected: 4, lessonCount: 2 }]);
  });
});
