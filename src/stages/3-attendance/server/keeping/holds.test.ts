import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { movesOf } from '#kernel/lifecycle';
import { addMonths, plainDate } from '#kernel/plain-date';
import type { Actor } from '#platform/operation';
import { addUser, resultOf, run } from '#platform/testing-platform';
import { challengeLifecycle } from '../../domain/recordings/copies';
import { repairLifecycle } from '../../domain/recordings/repair';
import { holdLifecycle } from '../../domain/retention/hold';
import { purgeLifecycle } from '../../domain/retention/purge';
import { showKeeping } from './class-queries';
import { askLift, decideLift, placeHold } from './hold-commands';
import { listKeeping } from './overview';
import { type OldClass, openOldClass } from './testing-keeping';

let old: OldClass;
beforeAll(async () => {
  old = await openOldClass(2);
});
afterAll(() => old.room.close());

const reason = { reason: '群众举报，正在核实', document: '博人社函〔2021〕7号' };
const show = (actor: Actor) => resultOf(old.room.platform, showKeeping, actor, { classId: old.room.classId });
const holdOf = async (actor: Actor) => (await show(actor)).holds.at(-1);
const place = (actor: Actor) => run(old.room.platform, placeHold, actor, { classId: old.room.classId, ...reason });
async function wish(actor: Actor, version?: number) {
  const hold = await holdOf(actor);
  return { classId: old.room.classId, holdId: hold?.id ?? '', version: version ?? hold?.version ?? 1 };
}

describe('a hold (2021.4.2)', () => {
  it('is placed at once by one officer with a reason and a document, of the own county only', async () => {
    const { room, stranger } = old;
    expect((await show(room.officer)).isHeld).toBe(false);
    expect(await place(stranger)).toMatchObject({ kind: 'missing' });
    expect(await place(room.clerk)).toMatchObject({ kind: 'forbidden' });
    expect(await place(old.signatory)).toMatchObject({ kind: 'forbidden' });
    const unsaid = { classId: room.classId, reason: '', document: '' };
    expect(await run(room.platform, placeHold, room.officer, unsaid)).toMatchObject({ kind: 'invalid' });
    expect(await place(room.officer)).toMatchObject({ outcome: 'done' });
    expect(await holdOf(room.officer)).toMatchObject({ state: 'placed', bench: 'county', actions: ['askLift'] });
  });

  it('is known to the institution, its reason is not', async () => {
    const seen = await show(old.room.clerk);
    expect(seen).toMatchObject({ isHeld: true, holds: [] });
    const rows = (await resultOf(old.room.platform, listKeeping, old.room.clerk, {})).rows;
    expect(rows).toMatchObject([{ next: 'held', isHeld: true }]);
    const told = await old.room.rows(sql<{ text: string }>`select text from messages where audience = 'institution'`);
    expect(told.some(({ text }) => text.includes('保全'))).toBe(true);
    expect(told.some(({ text }) => text.includes('举报'))).toBe(false);
  });

  it('is lifted only when one asks and another agrees, and stays when the other does not', async () => {
    const { room, signatory } = old;
    const early = { ...(await wish(room.officer)), agreed: true, reason: '已核实' };
    expect(await run(room.platform, decideLift, signatory, early)).toMatchObject({ kind: 'conflict' });
    await resultOf(room.platform, askLift, room.officer, { ...(await wish(room.officer)), reason: '查无实据' });
    const tasks = sql<{ what: string }>`select what from waiting_tasks where settled_at is null`;
    expect(await room.rows(tasks)).toEqual([{ what: '确认解除保全' }]);
    const kept = { ...(await wish(signatory)), agreed: false, reason: '还有一名学员未核实' };
    expect(await resultOf(room.platform, decideLift, signatory, kept)).toMatchObject({ state: 'placed' });
    await resultOf(room.platform, askLift, room.officer, { ...(await wish(room.officer)), reason: '全部核实' });
    expect(await run(room.platform, decideLift, room.officer, { ...kept, version: 4 })).toMatchObject({
      kind: 'forbidden',
    });
    const lift = { ...(await wish(signatory)), agreed: true, reason: '同意' };
    expect(await run(room.platform, decideLift, signatory, { ...lift, version: 2 })).toMatchObject({
      kind: 'conflict',
    });
    expect(await resultOf(room.platform, decideLift, signatory, lift)).toMatchObject({ state: 'lifted' });
    const seen = await show(room.officer);
    expect(seen.isHeld).toBe(false);
    expect(seen.holds[0]?.story.map(({ action }) => action)).toEqual(['lift', 'askLift', 'keep', 'askLift', 'place']);
    expect(await room.rows(tasks)).toEqual([]);
    expect(
      await room.rows(sql`select 1 from log_events where action like 'keeping.%' and outcome = 'done'`),
    ).toHaveLength(5);
  });

  it('of the discipline group is lifted by its own two people, and says nothing to others', async () => {
    const { room, discipline, citySignatory, cityOfficer } = old;
    expect(await place(discipline)).toMatchObject({ outcome: 'done' });
    expect(await holdOf(cityOfficer)).toMatchObject({ bench: 'discipline', document: '', actions: [] });
    expect((await holdOf(discipline))?.reason).toBe(reason.reason);
    const ask = { ...(await wish(discipline)), reason: '办结' };
    expect(await run(room.platform, askLift, cityOfficer, ask)).toMatchObject({ kind: 'forbidden' });
    await resultOf(room.platform, askLift, discipline, ask);
    const lift = { ...(await wish(discipline)), agreed: true, reason: '同意' };
    expect(await run(room.platform, decideLift, discipline, lift)).toMatchObject({
      message: expect.stringMatching('另一人'),
    });
    expect(await run(room.platform, decideLift, citySignatory, lift)).toMatchObject({ kind: 'forbidden' });
    const second = await addUser(room.platform, { role: 'disciplineOfficer', name: '纪检二' });
    expect(await resultOf(room.platform, decideLift, second, lift)).toMatchObject({ state: 'lifted' });
  });

  it('stands by itself while a case of impersonation of the class is open', async () => {
    const { room } = old;
    const standing = async () =>
      (await room.rows(sql<{ held: boolean }>`select evidence_held(${room.classId}) as held`))[0]?.held;
    await room.rows(sql`insert into impersonation_cases (region_code, institution_id, class_id, stage, version, changed_at)
      select region_code, institution_id, id, 'watching', 0, now() from training_classes where id = ${room.classId}`);
    expect([await standing(), (await show(room.officer)).isHeld]).toEqual([false, false]);
    await room.rows(sql`update impersonation_cases set suspected = 1, version = 1 where class_id = ${room.classId}`);
    expect([await standing(), (await show(room.officer)).isHeld]).toEqual([true, true]);
    await room.rows(sql`update impersonation_cases set suspected = 0, version = 2 where class_id = ${room.classId}`);
    expect([await standing(), (await show(room.officer)).isHeld]).toEqual([false, false]);
    await room.rows(sql`update impersonation_cases set stage = 'frozen', version = 3 where class_id = ${room.classId}`);
    expect([await standing(), (await show(room.officer)).hasOpenCase]).toEqual([true, true]);
    expect(await show(room.clerk)).toMatchObject({ isHeld: false, hasOpenCase: false });
    expect((await resultOf(room.platform, listKeeping, room.clerk, {})).rows).toMatchObject([{ isHeld: false }]);
    expect((await resultOf(room.platform, listKeeping, room.officer, {})).rows).toMatchObject([{ next: 'held' }]);
  });

  it('moves in the database as its lifecycle says, as do challenges and purges', async () => {
    for (const [table, lifecycle] of [
      ['hold_moves', holdLifecycle],
      ['purge_moves', purgeLifecycle],
      ['copy_challenge_moves', challengeLifecycle],
      ['copy_repair_moves', repairLifecycle],
    ] as const) {
      const moves = await old.room.rows(
        sql<{ move: string }>`select from_state || '>' || to_state as move from ${sql.table(table)}`,
      );
      const declared = movesOf<string, string, string>(lifecycle).map(({ from, to }) => `${from}>${to}`);
      expect(new Set(moves.map(({ move }) => move))).toEqual(new Set(declared));
    }
  });

  it('and the years follow a figure confirmed later, in the database as in the rules', async () => {
    const { room, cityOfficer, citySignatory } = old;
    const { keptUntil } = await show(room.officer);
    await room.rows(sql`insert into figure_lines (id, figure, effective_from, value, document, added_by, added_at)
      values (gen_random_uuid(), 'evidenceYears', '2021-02-01', 5, '焦人社〔2021〕3号', ${cityOfficer.userId}, now())`);
    expect((await show(room.officer)).keptUntil).toBe(keptUntil);
    await room.rows(sql`update figure_lines set confirmed_by = ${citySignatory.userId}, confirmed_at = now()`);
    const [law] = await room.rows(sql<{ kept: string }>`select evidence_kept_until(${room.classId}) as kept`);
    expect([(await show(room.officer)).keptUntil, law?.kept]).toEqual([
      addMonths(plainDate(keptUntil), 24),
      addMonths(plainDate(keptUntil), 24),
    ]);
  });

  it('keeps what it says, and is never deleted', async () => {
    const { room } = old;
    await expect(room.rows(sql`update evidence_holds set reason = 'x'`)).rejects.toThrow(/不能由/);
    await expect(room.rows(sql`delete from evidence_holds`)).rejects.toThrow();
    await expect(room.rows(sql`update hold_events set text = 'x'`)).rejects.toThrow();
    await expect(room.rows(sql`update evidence_holds set state = 'placed' where state = 'lifted'`)).rejects.toThrow();
  });
});
