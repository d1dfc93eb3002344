import { describe, expect, it } from 'vitest';
import type { LogVerdict, WitnessedHead } from './faults';
import { readLogState } from './reading';
import { numberWaiting } from './sequencer';
import { entry, exportText, filledLog, inChunks, linesOf, minutes, now, write } from './testing';
import { verifyLog } from './verify';
import { verifyExport } from './verify-export';

const kinds = (verdict: LogVerdict) => [...new Set(verdict.faults.map(({ kind }) => kind))];

describe('verifying the log', () => {
  it('finds an untouched log sound, in the database and offline', async () => {
    const log = await filledLog();
    const state = await readLogState(log.pool);
    const witnessed = [{ size: 24, root: state.root?.toString('hex') ?? '' }];
    const verdict = await verifyLog(log.pool, { now, witnessed });
    expect(verdict).toMatchObject({ size: 24, headCount: 4, faults: [], faultCount: 0, root: witnessed[0]?.root });
    expect(await verifyExport(linesOf(log.pool), witnessed)).toEqual(verdict);
    expect(await verifyExport(inChunks(await exportText(log.pool), 13))).toEqual(verdict);
    await log.drop();
  });

  const at = (position: number) => `(select event_id from log_positions where position = ${position})`;
  const moved = `insert into log_events select gen_random_uuid(), happened_at, actor_id, actor_name, role, action, outcome,
    subject_type, subject_id, region_code, institution_id, command_id, detail, leaf_hash from log_events where id = ${at(3)}`;

  it.each<[string, string[], string[]]>([
    ['an edited name', [`update log_events set actor_name = '李四' where id = ${at(7)}`], ['eventChanged']],
    [
      'a moved microsecond',
      [`update log_events set happened_at = happened_at + '1 microsecond' where id = ${at(7)}`],
      ['eventChanged'],
    ],
    [
      'an edited detail',
      [`update log_events set detail = jsonb_set(detail, '{n}', '8') where id = ${at(7)}`],
      ['eventChanged'],
    ],
    [
      'a number written otherwise',
      [`update log_events set detail = jsonb_set(detail, '{n}', '7.0') where id = ${at(7)}`],
      ['eventChanged'],
    ],
    [
      'a number changed beyond what JavaScript holds',
      [`update log_events set detail = jsonb_set(detail, '{n}', '7.00000000000000000001') where id = ${at(7)}`],
      ['eventChanged'],
    ],
    ['a field emptied', [`update log_events set region_code = null where id = ${at(7)}`], ['eventChanged']],
    ['a deleted entry', [`delete from log_events where id = ${at(7)}`], ['eventMissing']],
    [
      'a deleted entry with its number',
      [`delete from log_events where id = ${at(7)}`, 'delete from log_positions where position = 7'],
      ['positionMissing', 'headWrong'],
    ],
    [
      'a deleted number',
      ['delete from log_positions where position = 7'],
      ['positionMissing', 'headWrong', 'eventUnnumbered'],
    ],
    ['an inserted entry', [moved], ['eventUnnumbered']],
    [
      'an inserted entry, numbered at the end',
      [
        moved,
        `insert into log_positions select 24, id, leaf_hash from log_events e where not exists (select from log_positions where event_id = e.id)`,
      ],
      ['eventChanged', 'headMissing'],
    ],
    [
      'two numbers swapped',
      [
        `update log_positions p set event_id = o.event_id, leaf_hash = o.leaf_hash from log_positions o where (p.position, o.position) in ((7, 9), (9, 7))`,
      ],
      ['headWrong'],
    ],
    [
      'two contents swapped',
      [
        `update log_events e set subject_id = o.subject_id from log_events o where (e.id, o.id) in ((${at(7)}, ${at(9)}), (${at(9)}, ${at(7)}))`,
      ],
      ['eventChanged'],
    ],
    [
      'a leaf rewritten with its entry',
      [`update log_positions set leaf_hash = decode(repeat('ab', 32), 'hex') where position = 7`],
      ['eventChanged', 'headWrong'],
    ],
    [
      'a rewritten root',
      [`update log_heads set root = decode(repeat('ab', 32), 'hex') where size = 12`],
      ['headWrong'],
    ],
    [
      'a rewritten frontier',
      [`update log_heads set frontier = decode(repeat('ab', 64), 'hex') where size = 12`],
      ['headWrong'],
    ],
    [
      'a head too far',
      [`insert into log_heads select 99, root, frontier, made_at from log_heads where size = 24`],
      ['headMisplaced'],
    ],
    [
      'the last entries cut off',
      ['delete from log_positions where position > 20'],
      ['headMisplaced', 'eventUnnumbered'],
    ],
    ['a waiting entry deleted', [`insert into log_waiting values (gen_random_uuid())`], ['waitingWithoutEvent']],
  ])('finds %s', async (_, statements, expected) => {
    const log = await filledLog();
    // The unique key of event_id stands in the way of a swap; a superuser would drop it.
    await log.tamper('alter table log_positions drop constraint event_numbered_once', ...statements);
    const verdict = await verifyLog(log.pool, { now });
    expect(kinds(verdict).toSorted()).toEqual(expected.toSorted());
    expect(verdict.faults[0]?.message).toMatch(/[一-鿿]/);
    await log.drop();
  });

  it('names the place: the entry, its number, or the batch it is in', async () => {
    const log = await filledLog();
    await log.tamper(`update log_events set role = 'auditAdministrator' where id = ${at(13)}`);
    const [fault] = (await verifyLog(log.pool, { now })).faults;
    expect(fault).toMatchObject({ kind: 'eventChanged', position: 13, message: expect.stringContaining('第 13 条') });
    await log.drop();
  });

  it('goes on after a broken batch, so that a later fault is found too', async () => {
    const log = await filledLog();
    await log.tamper('delete from log_positions where position in (2, 20)');
    const { faults } = await verifyLog(log.pool, { now });
    expect(faults.filter(({ kind }) => kind === 'headWrong').map(({ position }) => position)).toEqual([0, 18]);
    await log.drop();
  });

  it('finds a log rewritten with all its heads only by a head kept outside', async () => {
    const [honest, rewritten] = [await filledLog(), await filledLog()];
    const kept = await readLogState(honest.pool);
    const witnessed: WitnessedHead[] = [{ size: 24, root: kept.root?.toString('hex') ?? '' }];
    expect((await verifyLog(rewritten.pool, { now })).faultCount).toBe(0);
    expect(kinds(await verifyLog(rewritten.pool, { now, witnessed }))).toEqual(['witnessDiffers']);
    const shorter = await filledLog(2);
    expect(kinds(await verifyLog(shorter.pool, { now, witnessed }))).toEqual(['witnessDiffers']);
    for (const log of [honest, rewritten, shorter]) await log.drop();
  });

  it('finds entries that wait too long for their number, and not those that just came', async () => {
    const log = await filledLog(1);
    await write(log.pool, entry(30));
    expect(kinds(await verifyLog(log.pool, { now: entry(30).happenedAt }))).toEqual([]);
    expect(kinds(await verifyLog(log.pool, { now: minutes(5) }))).toEqual(['waitingTooLong']);
    await log.drop();
  });

  it('stops numbering on a changed head instead of building on it', async () => {
    const log = await filledLog(1);
    await log.tamper(`update log_heads set root = decode(repeat('ab', 32), 'hex')`);
    await write(log.pool, entry(9));
    await expect(numberWaiting(log.pool, now)).rejects.toThrow('verify-log');
    await log.drop();
  });
});
