import sharp from 'sharp';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { movesOf } from '#kernel/lifecycle';
import type { PlainDate } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { inScope } from '#platform/database/scope';
import { newId } from '#platform/identifiers';
import { resultOf, run } from '#platform/testing-platform';
import { correctionLifecycle, leaveLifecycle } from '../../domain/lifecycle';
import { workQueue } from '../../../2-opening/server/work-queue';
import { openStation } from '../check-in/stations';
import { checkByCard } from '../check-in/check-by-card';
import { issueCodes } from '../check-in/codes';
import { showHours } from '../check-in/queries';
import { markedPicture } from '../check-in/testing-faces';
import { openClassroom, type TestClassroom } from '../check-in/testing-classroom';
import { annulCorrection, approveCorrection, endorseCorrection, refuseCorrection } from './correction-commands';
import { requestCorrection } from './correction-request-commands';
import { annulLeave, approveLeave, refuseLeave, requestLeave, withdrawLeave } from './leave-commands';
import { addAbsencePaper, type PaperKind, showAbsencePaper } from './paper-commands';
import { listAbsences, listWaitingAbsences } from './queries';

let room: TestClassroom;
let day: PlainDate;
let morning = '';
let stationId = '';
let shades = 0;

beforeAll(async () => {
  room = await openClassroom(4);
  day = room.platform.clock.today();
  room.at('07:50');
  ({ stationId } = await resultOf(room.platform, openStation, room.clerk, { classId: room.classId, kind: 'kiosk' }));
  const { lessons } = await list();
  morning = lessons.find(({ from }) => from === '08:00')?.id ?? '';
});
afterAll(() => room.close());

const list = (actor = room.clerk) => resultOf(room.platform, listAbsences, actor, { classId: room.classId });

async function paper(kind: PaperKind): Promise<string> {
  const background = { r: (shades += 1) * 11, g: 80, b: 90 };
  const bytes = await sharp({ create: { width: 200, height: 150, channels: 3, background } })
    .jpeg()
    .toBuffer();
  const upload = { name: '证明.jpg', bytes };
  const input = { classId: room.classId, kind };
  return (await resultOf(room.platform, addAbsencePaper, room.clerk, input, { upload })).paperId;
}

async function checkIn(nth: number, time: string, direction: 'in' | 'out'): Promise<void> {
  room.at(time);
  const { platform, clerk, classId, tails } = room;
  const { codes } = await resultOf(platform, issueCodes, clerk, { classId, rows: [`r${nth}`] });
  await resultOf(platform, checkByCard, clerk, {
    classId,
    stationId,
    card: tails[nth - 1] ?? '',
    code: codes[0]?.code ?? '',
    picture: await markedPicture({ person: nth }),
    direction,
  });
}

/** Who has what in the work queue about this class. */
const waiting = async () => {
  const desks = [room.clerk, room.school.principal, room.officer];
  const queues = await Promise.all(desks.map((desk) => resultOf(room.platform, workQueue, desk, {})));
  return queues.flatMap(({ matters }, at) =>
    matters.filter(({ kind }) => kind === 'task').map(({ what }) => `${desks[at]?.role}: ${what}`),
  );
};

const leave = { row: 'r1', kind: 'personal' as const, reason: '家中有事' };
const ask = (more: object = {}) => ({
  classId: room.classId,
  ...leave,
  from: `${day}T08:00`,
  to: `${day}T11:00`,
  paperIds: [] as string[],
  ...more,
});
const morningOf = async (rowId: string) => {
  const { rows } = await resultOf(room.platform, showHours, room.clerk, { classId: room.classId });
  return rows.find((row) => row.rowId === rowId)?.cells.find(({ lessonId }) => lessonId === morning);
};

describe('leave (2021 四)', () => {
  it('is refused with every reason where it touches no lesson, overlaps another, or a sick note is missing', async () => {
    const { platform, clerk } = room;
    const nowhere = await run(platform, requestLeave, clerk, ask({ from: `${day}T20:00`, to: `${day}T21:00` }));
    expect(nowhere).toMatchObject({ kind: 'blocked', findings: [{ rule: 'attendance.leave-touches-lesson' }] });
    const backwards = await run(platform, requestLeave, clerk, ask({ from: `${day}T11:00`, to: `${day}T08:00` }));
    expect(backwards).toMatchObject({ kind: 'blocked', findings: [{ rule: 'attendance.leave-times' }] });
    const nobody = await run(platform, requestLeave, clerk, ask({ row: 'r99' }));
    expect(nobody).toMatchObject({ kind: 'invalid' });
  });

  it('is granted by the principal and by nobody who asked for it, and makes no hours', async () => {
    const { platform, clerk, school } = room;
    const { leaveId } = await resultOf(platform, requestLeave, clerk, ask());
    expect(await run(platform, requestLeave, clerk, ask())).toMatchObject({
      findings: [{ rule: 'attendance.leave-twice' }],
    });
    const wish = { classId: room.classId, leaveId, version: 1 };
    expect((await resultOf(platform, listWaitingAbsences, school.principal, {})).rows).toMatchObject([{ leaves: 1 }]);
    expect(await waiting()).toEqual(['institutionPrincipal: 审批请假、确认补签']);
    await resultOf(platform, approveLeave, school.principal, wish);
    expect(await waiting()).toEqual([]);
    expect(await run(platform, approveLeave, school.principal, wish)).toMatchObject({ kind: 'conflict' });
    room.at('11:30');
    expect(await morningOf('r1')).toMatchObject({ state: 'onLeave', minutes: 0 });
    const annulled = { ...wish, version: 2, reason: '经核实在外务工' };
    await resultOf(platform, annulLeave, room.officer, annulled);
    expect(await morningOf('r1')).toMatchObject({ state: 'absent' });
  });

  it('can be refused with a reason or taken back', async () => {
    const { platform, clerk, school } = room;
    for (const [operation, actor, more] of [
      [refuseLeave, school.principal, { reason: '事由不清' }],
      [withdrawLeave, clerk, {}],
    ] as const) {
      const { leaveId } = await resultOf(platform, requestLeave, clerk, ask({ row: 'r4' }));
      const wish = { classId: room.classId, leaveId, version: 1, ...more };
      if (operation === refuseLeave) await resultOf(platform, refuseLeave, actor, { reason: '', ...wish });
      else await resultOf(platform, withdrawLeave, actor, wish);
    }
    expect(await waiting()).toEqual([]);
    const states = (await list()).leaves.filter(({ rowId }) => rowId === 'r4').map(({ state }) => state);
    expect(states.toSorted()).toEqual(['refused', 'withdrawn']);
  });
});

describe('a correction (补签)', () => {
  const correction = (more: object = {}) => ({
    classId: room.classId,
    row: 'r2',
    lessonId: morning,
    direction: 'out' as const,
    at: `${day}T11:00`,
    reason: '设备断电，没有签退',
    paperIds: [] as string[],
    ...more,
  });

  it('needs evidence, the end of the lesson and a time within it', async () => {
    const { platform, clerk } = room;
    await checkIn(2, '07:55', 'in');
    room.at('10:00');
    const early = await run(platform, requestCorrection, clerk, correction({ at: `${day}T06:00` }));
    const rules = early.outcome === 'refused' ? early.findings.map(({ rule }) => rule) : [];
    expect(rules).toEqual([
      'attendance.correction-lesson',
      'attendance.correction-lesson-over',
      'attendance.correction-evidence',
    ]);
  });

  it('earns hours once the principal has vouched for it and the county has granted it', async () => {
    const { platform, clerk, school, officer } = room;
    room.at('11:40');
    expect((await morningOf('r2'))?.minutes).toBe(0);
    const paperIds = [await paper('deviceFault')];
    const { correctionId } = await resultOf(platform, requestCorrection, clerk, correction({ paperIds }));
    const wish = { classId: room.classId, correctionId, version: 1 };
    expect(await run(platform, approveCorrection, officer, wish)).toMatchObject({ kind: 'conflict' });
    expect(await waiting()).toEqual(['institutionPrincipal: 审批请假、确认补签']);
    await resultOf(platform, endorseCorrection, school.principal, wish);
    expect(await waiting()).toEqual(['countyOfficer: 审批补签']);
    expect((await resultOf(platform, listWaitingAbsences, officer, {})).rows).toMatchObject([{ corrections: 1 }]);
    expect((await morningOf('r2'))?.minutes).toBe(0);
    await resultOf(platform, approveCorrection, officer, { ...wish, version: 2 });
    expect(await morningOf('r2')).toMatchObject({ state: 'corrected', minutes: 180 });
    expect(await waiting()).toEqual([]);
    const shown = await resultOf(platform, showAbsencePaper, officer, {
      classId: room.classId,
      paperId: paperIds[0] ?? '',
    });
    expect((await sharp(shown.body).metadata()).width).toBe(200);
    const signatory = { ...officer, role: 'countySignatory' as const };
    const annulled = { ...wish, version: 3, reason: '录像不见本人' };
    await resultOf(platform, annulCorrection, signatory, annulled);
    expect((await morningOf('r2'))?.minutes).toBe(0);
  });

  it('is not taken twice with the same paper, and not for more than the month allows', async () => {
    const { platform, clerk, school } = room;
    const used = (await list()).papers[0]?.id ?? '';
    const again = await run(platform, requestCorrection, clerk, correction({ row: 'r3', paperIds: [used] }));
    expect(again).toMatchObject({ outcome: 'refused', kind: 'conflict' });
    expect((await list()).corrections.filter(({ rowId }) => rowId === 'r3')).toEqual([]);
    const refusedIds: string[] = [];
    const allowed = figuresOn(day)('correctionsPerMonth');
    for (let minute = 10; minute < 10 + allowed; minute += 1) {
      const asked = correction({ row: 'r3', at: `${day}T08:${minute}`, paperIds: [await paper('roomPhoto')] });
      refusedIds.push((await resultOf(platform, requestCorrection, clerk, asked)).correctionId);
    }
    const over = correction({ row: 'r3', at: `${day}T09:00`, paperIds: [await paper('roomPhoto')] });
    expect(await run(platform, requestCorrection, clerk, over)).toMatchObject({
      findings: [{ rule: 'attendance.correction-limit' }],
    });
    const wish = { classId: room.classId, correctionId: refusedIds[0] ?? '', version: 1, reason: '照片看不清' };
    await resultOf(platform, refuseCorrection, school.principal, wish);
    expect(await run(platform, requestCorrection, clerk, over)).toMatchObject({ outcome: 'done' });
  });

  it('or leave is put into the queue by the institution for its own classes only', async () => {
    const other = { reach: 'institution', institutionId: newId(), regionCode: room.officer.regionCode } as const;
    const raised = inScope(room.platform.pool, other, (tx) =>
      sql`insert into waiting_tasks (region_code, institution_id, id, key, audience, address, what, about, raised_at)
        select region_code, institution_id, ${newId()}, 'absences/county/x', 'county', '/attendance', 'x', 'x', now()
        from training_classes limit 1`.execute(tx),
    );
    expect((await raised).numAffectedRows).toBe(0n);
    const own = { ...other, institutionId: room.clerk.institutionId ?? '' };
    await room.rows(sql`insert into waiting_tasks (region_code, institution_id, id, key, audience, address, what, about,
      raised_at) values (${own.regionCode}, ${own.institutionId}, ${newId()}, 'doubt/x', 'county', '/doubts/x', '核查', '某班', now())`);
    const seen = await inScope(room.platform.pool, own, (tx) =>
      sql<{ key: string }>`select key from waiting_tasks where settled_at is null`.execute(tx),
    );
    expect(seen.rows.filter(({ key }) => !key.startsWith('absences/'))).toEqual([]);
    await expect(
      inScope(room.platform.pool, own, (tx) =>
        sql`insert into waiting_tasks (region_code, institution_id, id, key, audience, address, what, about, raised_at)
          values (${own.regionCode}, ${own.institutionId}, ${newId()}, 'doubt/y', 'county', '/x', 'x', 'x', now())`.execute(
          tx,
        ),
      ),
    ).rejects.toThrow(/row-level security/);
  });

  it('and leave move in the database as their lifecycles say, and what was asked never changes', async () => {
    const moves = await room.rows(
      sql<{ move: string }>`select subject || ':' || from_state || '>' || to_state as move from absence_moves`,
    );
    const declared = [
      ...movesOf(leaveLifecycle).map(({ from, to }) => `leave:${from}>${to}`),
      ...movesOf(correctionLifecycle).map(({ from, to }) => `correction:${from}>${to}`),
    ];
    expect(new Set(moves.map(({ move }) => move))).toEqual(new Set(declared));
    await expect(room.rows(sql`update attendance_corrections set at = at - interval '1 hour'`)).rejects.toThrow(
      /不能改/,
    );
    await expect(
      room.rows(sql`update attendance_leaves set state = 'approved' where state = 'refused'`),
    ).rejects.toThrow(/不能由/);
  });
});
