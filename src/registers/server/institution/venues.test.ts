import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '#platform/database/scope';
import { newId } from '#platform/identifiers';
import { resultOf, run } from '#platform/testing-platform';
import { keptInstitution, type KeptInstitution, lastEntry, occupationCode, recordOf } from './testing-institution';
import { addVenue, changeVenue, closeVenue, reopenVenue } from './venue-commands';
import { checkVenue, saveEquipment } from './venue-upkeep';
import { venueUses } from './venue-uses';

let kept: KeptInstitution;
beforeAll(async () => {
  kept = await keptInstitution();
});
afterAll(() => kept.platform.close());

const workshop = {
  name: '护理实训室',
  kind: 'practice',
  address: '中山路 8 号实训楼',
  capacity: 40,
  floorArea: 120.5,
  longitude: 113.0712345,
  latitude: 35.171234,
} as const;
const roomNamed = async (name: string) => {
  const found = (await recordOf(kept, kept.officer)).venues.find((each) => each.name === name);
  if (!found) throw new Error(`no room ${name}`);
  return found;
};
const at = async (name: string) => {
  const { id, version } = await roomNamed(name);
  return { institutionId: kept.id, venueId: id, version };
};

/** A filed class of a day in the first room, past every policy: what a room is used for is asked, not how it was filed. */
const addClassIn = (venueId: string, taughtOn: string) =>
  inScope(kept.platform.pool, { reach: 'system' }, async (tx) => {
    const classId = newId();
    await sql`insert into training_classes (region_code, id, institution_id, state, occupation_code, level,
        created_by, created_at, changed_at)
      values ('410822', ${classId}, ${kept.id}, 'drafted', ${occupationCode}, 5, ${kept.clerk.userId}, now(), now())`.execute(
      tx,
    );
    await sql`update training_classes set state = 'filed', filing_number = ${`BA-2026-${classId.slice(-4)}`}, filed_at = now(),
      filed_on = '2026-03-02', filed_by = ${kept.clerk.userId}, due_on = '2026-03-09', filing_count = 1,
      starts_on = ${taughtOn}::date, ends_on = ${taughtOn}::date where id = ${classId}`.execute(tx);
    await sql`insert into lessons (region_code, class_id, id, position, taught_on, starts_minute, ends_minute, lesson_hours,
        kind, content, venue_id)
      values ('410822', ${classId}, ${newId()}, 1, ${taughtOn}::date, 480, 660, 4, 'theory', '课', ${venueId})`.execute(
      tx,
    );
  });

describe('a room', () => {
  it('that the institution enters waits for the county to look at it', async () => {
    const { platform, clerk, officer, stranger } = kept;
    await resultOf(platform, addVenue, clerk, { institutionId: kept.id, ...workshop });
    expect(await roomNamed('护理实训室')).toMatchObject({
      capacity: 40,
      floorArea: 120.5,
      longitude: 113.071235,
      awaitsCheck: true,
    });
    const look = { ...(await at('护理实训室')), opinion: '现场看过' };
    expect(await run(platform, checkVenue, clerk, look)).toMatchObject({ kind: 'forbidden' });
    expect(await run(platform, checkVenue, stranger, look)).toMatchObject({ kind: 'missing' });
    await resultOf(platform, checkVenue, officer, look);
    expect(await roomNamed('护理实训室')).toMatchObject({ awaitsCheck: false, version: 2 });
  });

  it('has a name of its own and lies in Jiaozuo', async () => {
    const { platform, clerk } = kept;
    const again = await run(platform, addVenue, clerk, { institutionId: kept.id, ...workshop });
    expect(again).toMatchObject({ kind: 'conflict', message: expect.stringContaining('护理实训室') });
    const zhengzhou = { institutionId: kept.id, ...workshop, name: '郑州校区', longitude: 113.65, latitude: 34.76 };
    expect(await run(platform, addVenue, clerk, zhengzhou)).toMatchObject({ kind: 'invalid' });
  });

  it('shrinks at once, grows when the county has looked again, and a stale page changes nothing', async () => {
    const { platform, clerk, officer } = kept;
    const seen = await at('护理实训室');
    await resultOf(platform, changeVenue, clerk, { ...seen, ...workshop, capacity: 30, acknowledged: false });
    expect(await roomNamed('护理实训室')).toMatchObject({ capacity: 30, awaitsCheck: false });
    const stale = { ...seen, ...workshop, capacity: 90, acknowledged: false };
    expect(await run(platform, changeVenue, clerk, stale)).toMatchObject({ kind: 'conflict' });
    const larger = { ...workshop, capacity: 35, acknowledged: false };
    await resultOf(platform, changeVenue, clerk, { ...(await at('护理实训室')), ...larger });
    expect(await roomNamed('护理实训室')).toMatchObject({ capacity: 35, awaitsCheck: true });
    await resultOf(platform, changeVenue, officer, { ...(await at('护理实训室')), ...larger, capacity: 36 });
    expect(await roomNamed('护理实训室')).toMatchObject({ capacity: 36, awaitsCheck: false });
    expect(await lastEntry(kept)).toMatchObject({
      changes: [{ field: '核定人数', before: '35 人', after: '36 人' }],
      notes: [{ name: '场地', value: '护理实训室' }],
    });
  });

  it('names the classes that a smaller room or its closing would touch, and is changed once they are known', async () => {
    const { platform, clerk, venueId } = kept;
    await addClassIn(venueId, '2026-03-16');
    const { uses } = await resultOf(platform, venueUses, clerk, { institutionId: kept.id, venueId });
    expect(uses).toMatchObject([{ traineeCount: 0, firstOn: '2026-03-16', lastOn: '2026-03-16' }]);
    const close = { ...(await at('101 教室')), closedOn: '2026-03-16', reason: '房屋维修', acknowledged: false };
    const warned = await run(platform, closeVenue, clerk, close);
    expect(warned).toMatchObject({ kind: 'blocked', message: expect.stringContaining('养老护理员') });
    expect(await roomNamed('101 教室')).toMatchObject({ closedOn: undefined });
    await resultOf(platform, closeVenue, clerk, { ...close, acknowledged: true });
    expect(await roomNamed('101 教室')).toMatchObject({ closedOn: '2026-03-16', closeReason: '房屋维修' });
    expect(
      await run(platform, closeVenue, clerk, {
        ...(await at('101 教室')),
        closedOn: '2026-04-01',
        reason: '再次',
        acknowledged: true,
      }),
    ).toMatchObject({ kind: 'conflict' });
    await resultOf(platform, reopenVenue, clerk, await at('101 教室'));
    expect(await roomNamed('101 教室')).toMatchObject({ closedOn: undefined });
  });

  it('closes without a word where no class is taught after that day, never in the past', async () => {
    const { platform, clerk } = kept;
    const close = { ...(await at('101 教室')), reason: '房屋维修', acknowledged: false };
    expect(await run(platform, closeVenue, clerk, { ...close, closedOn: '2026-03-01' })).toMatchObject({
      kind: 'invalid',
    });
    await resultOf(platform, closeVenue, clerk, { ...close, closedOn: '2026-03-17' });
  });

  it('has its equipment listed, each for an occupation of the catalogue', async () => {
    const { platform, clerk } = kept;
    const bed = { name: '护理床', model: 'HL-2', count: 10, occupationCode };
    const strange = { ...bed, occupationCode: '9-99-99-99' };
    type Listed = { name: string; model: string; count: number; occupationCode?: string };
    const save = async (equipment: Listed[]) =>
      run(platform, saveEquipment, clerk, { ...(await at('护理实训室')), equipment });
    expect(await save([strange])).toMatchObject({ kind: 'invalid' });
    await save([bed, { name: '轮椅', model: '', count: 4 }]);
    await save([{ ...bed, count: 12 }]);
    expect((await roomNamed('护理实训室')).equipment).toEqual([{ ...bed, count: 12 }]);
    expect(await lastEntry(kept)).toMatchObject({
      changes: [
        { field: '设备', before: '护理床 HL-2 10 台（套）；轮椅 4 台（套）', after: '护理床 HL-2 12 台（套）' },
      ],
    });
  });
});
