import { PDFiumLibrary } from '@hyzyla/pdfium';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, plainDate } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { inSystem, runNow } from '#platform/jobs/testing';
import { numberWaiting } from '#platform/log/sequencer';
import { verifyLog } from '#platform/log/verify';
import type { Actor } from '#platform/operation';
import { resultOf, run, testPassword } from '#platform/testing-platform';
import { keptUntil } from '../../domain/retention/retention';
import { refreshedRegister } from '../check-in/face-register';
import { markEngine } from '../check-in/testing-faces';
import { purgeCertificate } from './certificate-query';
import { showKeeping } from './class-queries';
import { askLift, decideLift, placeHold } from './hold-commands';
import { drawCopies } from './copy-jobs';
import { listKeeping } from './overview';
import { startPurge, withdrawPurge, witnessPurge } from './purge-commands';
import { carryOutPurges, proposePurges } from './purge-jobs';
import { eraseTemplates } from './template-job';
import { type OldClass, openOldClass } from './testing-keeping';
import { addRecording, type TestRecording } from './testing-recordings';

let old: OldClass;
let recording: TestRecording;
beforeAll(async () => {
  old = await openOldClass(3);
  await old.enrol('r1', 1);
  await old.enrol('r2', 2);
  await old.checkIn(1);
  await old.checkIn(2);
  const { school, classId } = old.room;
  const owner = { ...school, classId, venueId: school.venueIds[0], userId: school.clerk.userId };
  recording = await addRecording(old.platform, owner);
});
afterAll(() => old.room.close());

const classId = () => old.room.classId;
const show = (actor: Actor = old.room.officer) => resultOf(old.platform, showKeeping, actor, { classId: classId() });
const count = (what: ReturnType<typeof sql<{ count: number }>>) => old.count(what);
const frames = () => count(sql`select count(*)::int as count from enrolment_frames`);
/** Faces opened in memory, after a look at what is stored. */
const inMemory = () =>
  inSystem(
    old.platform,
    async (tx) => (await refreshedRegister({ tx, services: old.platform.services }, markEngine)).people.size,
  );
const templates = () => count(sql`select count(template_sealed)::int as count from enrolment_frames`);
const files = () => count(sql`select count(*)::int as count from files`);
async function wish() {
  const { purge } = await show();
  return { classId: classId(), purgeId: purge?.id ?? '', version: purge?.version ?? 1 };
}

/** As the owner of the tables, whom no row policy binds. */
async function asOwner(statement: string, values: readonly unknown[] = []): Promise<unknown> {
  const client = new Client(old.room.platform.database.owner);
  await client.connect();
  try {
    return await client.query(statement, [...values]);
  } finally {
    await client.end();
  }
}

/** As the role that serves requests; what it refuses is undone. */
async function asApp(reach: string, statement: string): Promise<void> {
  const client = await old.room.platform.pool.connect();
  try {
    await client.query(`begin; set local mingxun.reach = '${reach}'`);
    await client.query(statement);
    await client.query('commit');
  } catch {
    await client.query('rollback');
  } finally {
    client.release();
  }
}

describe('face templates (C25–C27)', () => {
  it('stay while the class runs, and go the day after it', async () => {
    expect([await templates(), (await show()).amounts.templates, await inMemory()]).toEqual([6, 2, 2]);
    expect(await runNow(old.platform, eraseTemplates, {})).toContain('0 份');
    const { endsOn } = await show();
    old.goOnTo(endsOn);
    await runNow(old.platform, eraseTemplates, {});
    expect(await templates()).toBe(6);
    old.goOnTo(addDays(endsOn, 1));
    const { holdId } = await resultOf(old.platform, placeHold, old.room.officer, {
      classId: classId(),
      reason: '核实中',
      document: '博人社函〔2021〕7号',
    });
    await runNow(old.platform, eraseTemplates, {});
    expect(await templates()).toBe(6);
    const hold = { classId: classId(), holdId };
    await resultOf(old.platform, askLift, old.room.officer, { ...hold, version: 1, reason: '办结' });
    await resultOf(old.platform, decideLift, old.signatory, { ...hold, version: 2, agreed: true, reason: '同意' });
    expect(await runNow(old.platform, eraseTemplates, {})).toContain('6 份');
    expect([await templates(), await frames(), await inMemory()]).toEqual([0, 6, 0]);
    const seen = await show();
    expect(seen).toMatchObject({ erasedFaces: 2, amounts: { templates: 0, pictures: 10, records: 2, recordings: 1 } });
    expect((await resultOf(old.platform, listKeeping, old.room.officer, {})).faces).toBe(0);
    expect(await runNow(old.platform, eraseTemplates, {})).toContain('0 份');
  });
});

describe('before its time nothing can be deleted, by anybody (2021.4.2)', () => {
  const statements = [
    'delete from files',
    'delete from enrolment_frames',
    'delete from enrolments',
    'delete from attendance_checks',
    'delete from recordings',
    'delete from evidence_holds',
    'truncate files cascade',
    'truncate enrolment_frames',
    'truncate recordings cascade',
    'update enrolment_frames set picture_sealed = picture_sealed || picture_sealed',
    'update attendance_checks set at = at',
  ];

  it('neither by the role that serves requests, whatever its reach, nor by the owner of the tables', async () => {
    const before = [await files(), await frames()];
    for (const statement of statements) {
      for (const reach of ['system', 'city', 'county', 'institution']) await asApp(reach, statement);
      if (!statement.includes('recordings'))
        await expect(asOwner(statement), statement).rejects.toThrow(/不能|只增不改|cannot/);
    }
    expect([await files(), await frames()]).toEqual(before);
  });

  it('nor through the functions of the purge', async () => {
    await expect(asOwner('select purge_item($1, 1)', [classId()])).rejects.toThrow();
    await expect(
      asOwner(`insert into evidence_purges (region_code, institution_id, class_id, id, state, ended_on, kept_until,
        proposed_at) select region_code, institution_id, id, gen_random_uuid(), 'witnessed', '2020-01-01', '2020-01-02', now()
      from training_classes`),
    ).rejects.toThrow(/须从提出开始/);
  });

  it('nor on the last day of the three years, by the clock of the program or of the database', async () => {
    const { lastDay, keptUntil: until } = await show();
    const [law] = await old.room.rows(sql<{ kept: string }>`select evidence_kept_until(${classId()}) as kept`);
    expect([until, law?.kept]).toEqual([keptUntil(lastDay, figuresOn(lastDay)), until]);
    old.goOnTo(until);
    expect(await runNow(old.platform, proposePurges, {})).toContain('0 个班');
    await asOwner(`create or replace function evidence_today() returns date stable language sql as
      $$ select date '${until}' $$`);
    old.goOnTo(addDays(until, 1));
    expect(await runNow(old.platform, proposePurges, {})).toContain('1 个班');
    await resultOf(old.platform, startPurge, old.room.officer, await wish());
    const early = { ...(await wish()), password: testPassword };
    await expect(run(old.platform, witnessPurge, old.signatory, early)).rejects.toThrow(/保管期未满/);
    await asOwner(`create or replace function evidence_today() returns date stable language sql as
      $$ select (now() at time zone 'Asia/Shanghai')::date $$`);
    const back = { ...(await wish()), reason: '先核对清单' };
    expect(await resultOf(old.platform, withdrawPurge, old.room.officer, back)).toMatchObject({ state: 'withdrawn' });
  });
});

describe('a purge (2021.4.2, 2021.A6.5)', () => {
  it('is proposed once, listed by one and witnessed by another, with the password', async () => {
    const { room, signatory, stranger } = old;
    await runNow(old.platform, proposePurges, {});
    expect(await runNow(old.platform, proposePurges, {})).toContain('0 个班');
    expect(await show()).toMatchObject({ purge: { state: 'proposed', actions: ['start', 'withdraw'] } });
    expect(await run(old.platform, startPurge, stranger, await wish())).toMatchObject({ kind: 'missing' });
    expect(await run(old.platform, startPurge, signatory, await wish())).toMatchObject({ kind: 'forbidden' });
    expect(await resultOf(old.platform, startPurge, room.officer, await wish())).toMatchObject({ items: 11 });
    const asked = { ...(await wish()), password: testPassword };
    expect(await run(old.platform, witnessPurge, room.officer, asked)).toMatchObject({ kind: 'forbidden' });
    expect(await run(old.platform, witnessPurge, signatory, { ...asked, password: 'x' })).toMatchObject({
      kind: 'forbidden',
    });
    await expect(
      room.rows(sql`update evidence_purges set state = 'witnessed', witnessed_by = started_by, witnessed_by_name = 'x',
        witnessed_at = now() where state = 'started'`),
    ).rejects.toThrow(/purge_by_two_persons/);
    await expect(
      room.rows(sql`insert into purge_items (region_code, institution_id, class_id, purge_id, number, kind, source, item_id,
        byte_length, hash) select region_code, institution_id, class_id, id, 99, 'recording', 'check', 'x', 1, repeat('a', 64)
        from evidence_purges where state = 'started'`),
    ).rejects.toThrow(/不能再加/);
    expect(await frames()).toBe(6);
  });

  it('is refused while a hold stands, even when it has been listed', async () => {
    const { room, signatory, cityOfficer, citySignatory } = old;
    const hold = { classId: classId(), reason: '审计调阅', document: '焦审函〔2024〕3号' };
    const { holdId } = await resultOf(old.platform, placeHold, cityOfficer, hold);
    const asked = { ...(await wish()), password: testPassword };
    expect(await run(old.platform, witnessPurge, signatory, asked)).toMatchObject({
      findings: [{ row: 'checkInPicture' }, { row: 'recording', rule: 'attendance.kept-long-enough' }],
    });
    const own = { classId: classId(), holdId };
    expect(await run(old.platform, askLift, room.officer, { ...own, version: 1, reason: '办结' })).toMatchObject({
      kind: 'forbidden',
    });
    await resultOf(old.platform, askLift, cityOfficer, { ...own, version: 1, reason: '办结' });
    await resultOf(old.platform, decideLift, citySignatory, { ...own, version: 2, agreed: true, reason: '同意' });
  });

  it('begun twice at once is begun once', async () => {
    const asked = { ...(await wish()), password: testPassword };
    const answers = await Promise.all([
      run(old.platform, witnessPurge, old.signatory, asked),
      run(old.platform, witnessPurge, old.citySignatory, asked),
    ]);
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['done', 'refused']);
    expect((await show()).purge?.state).toBe('witnessed');
  });

  it('interrupted at any step is carried to its end, and takes nothing that its certificate does not list', async () => {
    const before = await files();
    let left = 1;
    const breaking = {
      ...old.platform,
      services: {
        ...old.platform.services,
        files: {
          ...old.platform.services.files,
          async remove(hash: string) {
            await old.platform.services.files.remove(hash);
            left -= 1;
            if (left === 0) throw new Error('电源断了');
          },
        },
      },
    };
    const listed = await old.room.rows(sql<{ hash: string; source: string }>`select hash, source from purge_items
      join evidence_purges p on p.id = purge_id where p.state = 'witnessed'`);
    expect(await old.platform.services.recordings.sizeOf(recording.id)).toBe(recording.bytes.length);
    for (let step = 1; step <= 3; step += 1) {
      left = step;
      await expect(runNow(breaking, carryOutPurges, {})).rejects.toThrow('电源断了');
      expect([await files(), (await show()).purge?.state]).toEqual([before, 'witnessed']);
    }
    const job = () => runNow(old.platform, carryOutPurges, {});
    const ended = await Promise.all([job(), job()]);
    expect(ended.sort()).toEqual(['到期清除办完 0 个班。', '到期清除办完 1 个班。']);
    expect([await frames(), await files()]).toEqual([0, before - 4 + 1]);
    for (const { hash, source } of listed) {
      if (source === 'check') expect(await old.platform.services.files.has(hash)).toBe(false);
    }
    const kept = await old.room.rows(sql<{ picture_hashes: string[] }>`select picture_hashes from attendance_checks`);
    expect(kept).toHaveLength(2);
    for (const { picture_hashes } of kept)
      for (const hash of picture_hashes) expect(listed.map((each) => each.hash)).toContain(hash);
  });

  it('leaves a certificate as PDF/A with every digest, kept for good, and one entry in a log that still verifies', async () => {
    const { purge, amounts } = await show(old.room.clerk);
    expect(purge).toMatchObject({ state: 'done', items: 11, actions: [] });
    expect(amounts).toMatchObject({ records: 2, pictures: 0, templates: 0, recordings: 0 });
    expect(await old.platform.services.recordings.sizeOf(recording.id)).toBeUndefined();
    expect(await runNow(old.platform, drawCopies, {})).toBe('还没有录像可抽查。');
    const asked = { classId: classId(), purgeId: purge?.id ?? '' };
    const { body } = await resultOf(old.platform, purgeCertificate, old.room.officer, asked);
    expect(body.includes('pdfaid')).toBe(true);
    const library = await PDFiumLibrary.init();
    const document = await library.loadDocument(body);
    const text = [...document.pages()].map((page) => page.getText().replace(/\s/g, '')).join('');
    document.destroy();
    library.destroy();
    const items = await old.room.rows(sql<{
      hash: string;
      removed_at: string | null;
    }>`select hash, removed_at from purge_items
      where purge_id = ${purge?.id}`);
    for (const { hash, removed_at } of items) {
      expect(text).toContain(hash);
      expect(removed_at).not.toBeNull();
    }
    for (const word of ['销毁凭证', '签到照片10项', '列清单人：钱科员', purge?.digest ?? '-'])
      expect(text).toContain(word);
    expect(await run(old.platform, purgeCertificate, old.stranger, asked)).toMatchObject({ kind: 'missing' });
    const [entry] = await old.room.rows(sql<{ detail: { digest: string; items: number } }>`select detail from log_events
      where action = 'keeping.purge'`);
    expect(entry?.detail).toMatchObject({ items: 11, digest: purge?.digest });
    await expect(asOwner('delete from purge_items')).rejects.toThrow();
    await expect(asOwner('delete from files')).rejects.toThrow(/不能删除/);
    const now = old.platform.clock.now();
    await numberWaiting(old.platform.pool, now);
    expect(await verifyLog(old.platform.pool, { now })).toMatchObject({ faultCount: 0 });
  });

  it('leaves nothing to hold afterwards, and is not proposed again', async () => {
    expect(await runNow(old.platform, proposePurges, {})).toContain('0 个班');
    const hold = { classId: classId(), reason: '核实', document: '博人社函〔2024〕9号' };
    expect(await run(old.platform, placeHold, old.room.officer, hold)).toMatchObject({ kind: 'conflict' });
    expect(plainDate('2024-01-01') < (await show()).keptUntil).toBe(true);
  });
});
