import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { checkDigit } from '#law/identity-number';
import { freshDatabase } from '#platform/database/testing';
import { inScope } from '#platform/database/scope';
import { newId } from '#platform/identifiers';
import { nameKeys } from '#platform/names';
import type { Actor } from '#platform/operation';
import { addInstitution, addUser, resultOf, run, type TestPlatform, testPlatform } from '#platform/testing-platform';
import { registerHistory } from '../register-history';
import { listTrainees } from '../trainees';
import { confirmMerge, mergeTrainees, refuseMerge, splitTrainee, withdrawMerge } from './keep';
import { compareTrainees, listMerges, showTrainee } from './show';

let platform: TestPlatform;
let boai: Actor;
let xiuwu: Actor;
let city: Actor;
let colleague: Actor;
let signatory: Actor;
let clerk: Actor;
const schools = new Map<string, string>();

beforeAll(async () => {
  platform = await testPlatform(await freshDatabase());
  for (const region of ['410822', '410821']) {
    schools.set(region, await addInstitution(platform, region, `测试学校 ${region}`));
  }
  boai = await addUser(platform, { role: 'countyOfficer', regionCode: '410822', name: '钱科员' });
  xiuwu = await addUser(platform, { role: 'countyOfficer', regionCode: '410821' });
  city = await addUser(platform, { role: 'cityOfficer', name: '市局甲' });
  colleague = await addUser(platform, { role: 'cityOfficer', name: '市局乙' });
  signatory = await addUser(platform, { role: 'citySignatory', name: '市局负责人' });
  clerk = await addUser(platform, {
    role: 'institutionClerk',
    regionCode: '410822',
    institutionId: schools.get('410822') ?? '',
  });
});
afterAll(() => platform.close());

let made = 0;
/** Two numbers of one woman, the second with two neighbouring digits of its sequence swapped. */
function twoNumbers(): readonly [string, string] {
  made += 1;
  const day = String(1 + (made % 28)).padStart(2, '0');
  const right = `410822198506${day}12${(made % 4) * 2 + 2}`;
  const wrong = `410822198506${day}21${(made % 4) * 2 + 2}`;
  return [right + checkDigit(right), wrong + checkDigit(wrong)];
}

interface Enrolment {
  readonly number: string;
  readonly name?: string;
  readonly region?: string;
  readonly day?: string;
  readonly classId?: string;
}

/** A filed class with this trainee in it and her time booked on one morning; gives the class and the person. */
async function enrol({ number, name = '郝桂花', region = '410822', day = '2026-04-01', classId = newId() }: Enrolment) {
  const { secrets } = platform.services;
  const index = secrets.index('identityNumber', number);
  const personId = newId();
  const rowId = `r${number.slice(-6)}`;
  await inScope(platform.pool, { reach: 'system' }, async (tx) => {
    const { pinyin, initials, pairs } = nameKeys(name);
    await sql`insert into training_classes (region_code, id, institution_id, state, starts_on, ends_on, created_by,
        created_at, changed_at)
      values (${region}, ${classId}, ${schools.get(region)}, 'drafted', ${day}, ${day}, ${city.userId}, now(), now())
      on conflict do nothing`.execute(tx);
    await sql`insert into roster_rows (region_code, class_id, id, position, name, pinyin, initials, id_sealed, id_index,
        phone_sealed, category, cells)
      values (${region}, ${classId}, ${rowId}, 0, ${name}, ${pinyin}, ${initials},
        ${secrets.seal('identityNumber', `${classId}/${rowId}`, number)}, ${index},
        ${secrets.seal('phone', `${classId}/${rowId}`, '13800000000')}, 'ruralTransferWorker', '{}')`.execute(tx);
    await sql`insert into occupations (code, name, pinyin, initials)
      values ('4-10-01-05', '养老护理员', 'yanglaohuliyuan', 'ylhly') on conflict do nothing`.execute(tx);
    await sql`update training_classes set state = 'filed', occupation_code = '4-10-01-05', level = 5, filed_at = now(),
        filed_on = '2026-03-02', due_on = '2026-03-09', filing_number = ${`F-${classId.slice(-6)}`}
      where id = ${classId} and state = 'drafted'`.execute(tx);
    await sql`insert into people (id, person_index, id_sealed, tail_index, name, pinyin, initials, name_pairs, sex, birth,
        first_seen_at)
      values (${personId}, ${index}, ${secrets.seal('identityNumber', personId, number)},
        ${secrets.index('identityTail', number.slice(-4))}, ${name}, ${pinyin}, ${initials}, ${pairs}, '女',
        '1985-06-01', now()) on conflict do nothing`.execute(tx);
    await sql`insert into person_slots (person_index, day, part, region_code, class_id)
      values (${index}, ${day}, 1, ${region}, ${classId}) on conflict do nothing`.execute(tx);
  });
  const found = await inScope(platform.pool, { reach: 'system' }, (tx) =>
    tx.selectFrom('people').select('id').where('person_index', '=', index).executeTakeFirstOrThrow(),
  );
  return { classId, personId: found.id };
}

/** One woman under two numbers, in a class each. */
async function twice(second: Partial<Enrolment> = {}) {
  const [right, wrong] = twoNumbers();
  const kept = await enrol({ number: right });
  const merged = await enrol({ number: wrong, day: '2026-05-06', ...second });
  return { kept, merged, right, wrong };
}

const why = { reason: '首次申报时证号写错两位', evidence: '查验身份证原件' };
const ask = (keptId: string, mergedId: string, actor = city, conflictsSeen = 0) =>
  run(platform, mergeTrainees, actor, { personId: keptId, mergedId, conflictsSeen, ...why });
const confirm = (mergeId: string, actor = signatory, conflictsSeen = 0) =>
  run(platform, confirmMerge, actor, { mergeId, conflictsSeen, opinion: '核对无误' });
async function merge(keptId: string, mergedId: string, conflictsSeen = 0) {
  const input: z.input<typeof mergeTrainees.input> = { personId: keptId, mergedId, conflictsSeen, ...why };
  const { mergeId } = await resultOf(platform, mergeTrainees, city, input);
  await resultOf(platform, confirmMerge, signatory, { mergeId, conflictsSeen, opinion: '核对无误' });
  return mergeId;
}
const show = (personId: string, actor = city) => resultOf(platform, showTrainee, actor, { personId });
const listed = async (search: string, actor = city) => (await resultOf(platform, listTrainees, actor, { search })).rows;

describe('comparing two records', () => {
  it('shows both masked, and says where the numbers differ without telling them', async () => {
    const { kept, merged, right, wrong } = await twice();
    const view = await resultOf(platform, compareTrainees, city, { personId: kept.personId, otherId: merged.personId });
    expect(view.difference).toMatchObject({ isSwap: true });
    expect(view).toMatchObject({ isSameName: true, isSameBirth: true, conflicts: [], whyNotLeft: undefined });
    expect(view.left.classes).toHaveLength(1);
    const told = JSON.stringify(view);
    expect([told.includes(right), told.includes(wrong)]).toEqual([false, false]);
  });

  it('names the classes that one person cannot have been in at once', async () => {
    const { kept, merged } = await twice({ day: '2026-04-01' });
    const overlapping = await resultOf(platform, compareTrainees, city, {
      personId: kept.personId,
      otherId: merged.personId,
    });
    expect(overlapping.conflicts).toMatchObject([{ kind: 'overlap', days: 1, from: '2026-04-01' }]);
    const [right, wrong] = twoNumbers();
    const { classId, personId } = await enrol({ number: right, day: '2026-06-01' });
    const other = await enrol({ number: wrong, day: '2026-06-01', classId });
    const same = await resultOf(platform, compareTrainees, city, { personId, otherId: other.personId });
    expect(same.conflicts.map(({ kind }) => kind)).toEqual(['sameClass']);
  });

  it('is for the bureaus, each over records it sees', async () => {
    const { kept, merged } = await twice({ region: '410821' });
    const input = { personId: kept.personId, otherId: merged.personId };
    expect(await run(platform, compareTrainees, boai, input)).toMatchObject({ kind: 'missing' });
    expect(await run(platform, compareTrainees, clerk, input)).toMatchObject({ kind: 'forbidden' });
    expect(await run(platform, compareTrainees, city, input)).toMatchObject({ outcome: 'done' });
  });
});

describe('a merge', () => {
  it('takes two people: the one who asked cannot confirm, nor can a county', async () => {
    const { kept, merged } = await twice();
    const asked = await ask(kept.personId, merged.personId);
    if (asked.outcome === 'refused') throw new Error(asked.message);
    const { mergeId } = asked.result;
    expect(await confirm(mergeId, city)).toMatchObject({
      kind: 'forbidden',
      message: expect.stringContaining('第二人'),
    });
    expect(await confirm(mergeId, boai)).toMatchObject({ kind: 'forbidden' });
    expect((await show(merged.personId)).mergedInto).toBeUndefined();
    expect(await confirm(mergeId, colleague)).toMatchObject({ outcome: 'done' });
    expect((await show(merged.personId)).mergedInto).toEqual({ id: kept.personId, name: '郝桂花' });
  });

  it('may be asked for by a county of both records, and is shown to it and the city', async () => {
    const { kept, merged } = await twice();
    expect(await ask(kept.personId, merged.personId, xiuwu)).toMatchObject({ kind: 'missing' });
    expect(await ask(kept.personId, merged.personId, clerk)).toMatchObject({ kind: 'forbidden' });
    const asked = await ask(kept.personId, merged.personId, boai);
    if (asked.outcome === 'refused') throw new Error(asked.message);
    const { mergeId } = asked.result;
    const rowFor = async (actor: Actor) =>
      (await resultOf(platform, listMerges, actor, {})).rows.find(({ id }) => id === mergeId);
    expect(await rowFor(boai)).toMatchObject({ state: 'requested', requestedBy: '钱科员', actions: ['withdraw'] });
    expect(await rowFor(city)).toMatchObject({ actions: ['confirm', 'refuse'] });
    expect(await rowFor(xiuwu)).toBeUndefined();
    expect(await ask(merged.personId, kept.personId)).toMatchObject({
      message: expect.stringContaining('等第二人确认'),
    });
  });

  it('puts all classes under the record that is kept; lists and searches find it by either number', async () => {
    const { kept, merged, right, wrong } = await twice({ name: '郝贵花' });
    await merge(kept.personId, merged.personId);
    const view = await show(kept.personId);
    expect([view.classes.length, view.behind.map(({ name, classes }) => [name, classes.length])]).toEqual([
      1,
      [['郝贵花', 1]],
    ]);
    for (const words of [right.slice(-4), wrong.slice(-4), '郝贵花']) {
      const rows = (await listed(words)).filter(({ id }) => id === kept.personId);
      expect(rows.map(({ classes }) => classes.length)).toEqual([2]);
      expect((await listed(words)).some(({ id }) => id === merged.personId)).toBe(false);
    }
  });

  it('leads a county that only has the merged record to the one that stands for it', async () => {
    const { kept, merged } = await twice({ region: '410821', name: '郝又名' });
    expect(await run(platform, showTrainee, xiuwu, { personId: kept.personId })).toMatchObject({ kind: 'missing' });
    await merge(kept.personId, merged.personId);
    expect((await show(merged.personId, xiuwu)).mergedInto?.id).toBe(kept.personId);
    const view = await show(kept.personId, xiuwu);
    expect(view.classes).toEqual([]);
    expect(view.behind[0]?.classes).toHaveLength(1);
    expect((await listed('郝又名', xiuwu)).map(({ id }) => id)).toEqual([kept.personId]);
  });

  it('with conflicts wants them seen by both: what changed meanwhile stops it', async () => {
    const { kept, merged } = await twice({ day: '2026-04-01' });
    expect(await ask(kept.personId, merged.personId, city, 0)).toMatchObject({ kind: 'conflict' });
    const asked = await ask(kept.personId, merged.personId, city, 1);
    if (asked.outcome === 'refused') throw new Error(asked.message);
    expect(await confirm(asked.result.mergeId, signatory, 0)).toMatchObject({ kind: 'conflict' });
    expect(await confirm(asked.result.mergeId, signatory, 1)).toMatchObject({ outcome: 'done' });
  });

  it('rewrites nothing: rosters, sealed numbers and both records stay as they were', async () => {
    const { kept, merged } = await twice();
    const digest = () =>
      inScope(platform.pool, { reach: 'system' }, async (tx) => {
        const { rows } = await sql<{ sum: string }>`select md5(string_agg(t::text, '' order by t::text)) as sum from (
          select r::text from roster_rows r union all select p::text from people p
          union all select s::text from person_slots s) t`.execute(tx);
        return rows[0]?.sum;
      });
    const before = await digest();
    await merge(kept.personId, merged.personId);
    expect(await digest()).toBe(before);
  });

  it('is flat: a record goes into one that stands for itself, and one with records behind it is kept', async () => {
    const { kept, merged } = await twice();
    const third = await enrol({ number: twoNumbers()[0], day: '2026-07-01' });
    await merge(kept.personId, merged.personId);
    expect(await ask(third.personId, merged.personId)).toMatchObject({
      message: expect.stringContaining('已经并入别的档'),
    });
    expect(await ask(merged.personId, third.personId)).toMatchObject({ kind: 'conflict' });
    expect(await ask(third.personId, kept.personId)).toMatchObject({
      message: expect.stringContaining('选为保留的一档'),
    });
    await merge(kept.personId, third.personId);
    expect((await show(kept.personId)).behind).toHaveLength(2);
    const chained = inScope(platform.pool, { reach: 'system' }, (tx) =>
      sql`insert into merged_people (person_id, person_index, merged_into, merge_id)
        select p.id, p.person_index, ${merged.personId}, (select id from person_merges limit 1) from people p
        where p.id = ${kept.personId}`.execute(tx),
    );
    await expect(chained).rejects.toMatchObject({ constraint: 'merge_is_flat' });
  });

  it('is settled once, also when two settle in the same moment', async () => {
    const { kept, merged } = await twice();
    const asked = await ask(kept.personId, merged.personId, boai);
    if (asked.outcome === 'refused') throw new Error(asked.message);
    const { mergeId } = asked.result;
    const outcomes = await Promise.all([
      confirm(mergeId),
      confirm(mergeId, colleague),
      run(platform, refuseMerge, city, { mergeId, reason: '照片不像' }),
    ]);
    expect(outcomes.filter(({ outcome }) => outcome === 'done')).toHaveLength(1);
    expect(await run(platform, withdrawMerge, boai, { mergeId })).toMatchObject({ kind: 'conflict' });
  });

  it('refused or withdrawn leaves both as they were, with the reason on file', async () => {
    const { kept, merged } = await twice();
    const first = await resultOf(platform, mergeTrainees, boai, {
      personId: kept.personId,
      mergedId: merged.personId,
      conflictsSeen: 0,
      ...why,
    });
    await resultOf(platform, refuseMerge, city, { mergeId: first.mergeId, reason: '照片不是一个人' });
    const again = await resultOf(platform, mergeTrainees, boai, {
      personId: kept.personId,
      mergedId: merged.personId,
      conflictsSeen: 0,
      ...why,
    });
    expect(await run(platform, withdrawMerge, xiuwu, { mergeId: again.mergeId })).toMatchObject({ kind: 'missing' });
    await resultOf(platform, withdrawMerge, boai, { mergeId: again.mergeId });
    const { merges, behind } = await show(kept.personId);
    expect(behind).toEqual([]);
    expect(merges.map(({ state, settlement }) => [state, settlement])).toEqual([
      ['withdrawn', ''],
      ['refused', '照片不是一个人'],
    ]);
    const { entries } = await resultOf(platform, registerHistory, city, { type: 'trainee', id: kept.personId });
    expect(entries.map(({ operation }) => operation)).toEqual([
      'trainee.withdraw-merge',
      'trainee.merge',
      'trainee.refuse-merge',
      'trainee.merge',
    ]);
  });
});

describe('undoing a merge', () => {
  it('takes two people as well, and brings back what was', async () => {
    const { kept, merged } = await twice();
    await merge(kept.personId, merged.personId);
    const undo = { personId: merged.personId, reason: '两人是姐妹，不是同一人', evidence: '户口簿' };
    const { mergeId } = await resultOf(platform, splitTrainee, city, undo);
    expect((await show(merged.personId)).mergedInto?.id).toBe(kept.personId);
    expect(await confirm(mergeId, city)).toMatchObject({ kind: 'forbidden' });
    await resultOf(platform, confirmMerge, signatory, { mergeId, conflictsSeen: 0, opinion: '同意拆档' });
    expect((await show(merged.personId)).mergedInto).toBeUndefined();
    expect((await show(kept.personId)).behind).toEqual([]);
    expect((await show(kept.personId)).merges.map(({ kind, state }) => [kind, state])).toEqual([
      ['split', 'confirmed'],
      ['merge', 'confirmed'],
    ]);
    expect(await run(platform, splitTrainee, city, undo)).toMatchObject({ kind: 'conflict' });
  });

  it('gives back the time that was booked meanwhile for the other’s classes', async () => {
    const { kept, merged } = await twice();
    await merge(kept.personId, merged.personId);
    const slotsOf = (personId: string) =>
      inScope(platform.pool, { reach: 'system' }, async (tx) => {
        const { rows } = await sql<{ day: string }>`select booked.day::text from person_slots booked
          join people on people.person_index = booked.person_index where people.id = ${personId} order by 1`.execute(
          tx,
        );
        return rows.map(({ day }) => day);
      });
    await inScope(platform.pool, { reach: 'system' }, (tx) =>
      sql`insert into person_slots (person_index, day, part, region_code, class_id)
        select standing_person(people.person_index), '2026-05-07', 1, '410822', ${merged.classId} from people
        where people.id = ${merged.personId}`.execute(tx),
    );
    expect(await slotsOf(kept.personId)).toEqual(['2026-04-01', '2026-05-07']);
    const undo = { personId: merged.personId, reason: '不是同一人', evidence: '户口簿' };
    const { mergeId } = await resultOf(platform, splitTrainee, city, undo);
    await resultOf(platform, confirmMerge, signatory, { mergeId, conflictsSeen: 0, opinion: '同意拆档' });
    expect(await slotsOf(kept.personId)).toEqual(['2026-04-01']);
    expect(await slotsOf(merged.personId)).toEqual(['2026-05-06', '2026-05-07']);
  });
});
