import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { addDays, plainDate } from '../src/kernel/plain-date';
import { checkDigit } from '../src/law/identity-number';
import { openPool } from '../src/platform/database/pool';
import { inScope } from '../src/platform/database/scope';
import { folderStore } from '../src/platform/files/store';
import { newId } from '../src/platform/identifiers';
import { type Actor, type Context, scopeOf } from '../src/platform/operation';
import { contextFor } from '../src/platform/operation-context';
import type { Platform } from '../src/platform/run-operation';
import { newKeyRing } from '../src/platform/secrets/keys';
import { openSecrets } from '../src/platform/secrets/secrets';
import { openSignIn } from '../src/platform/sign-in/service';
import { openRecordingFolder } from '../src/platform/video/recording-folder';
import { judgeOpening } from '../src/stages/2-opening/domain/judge-opening';
import type { Lesson } from '../src/stages/2-opening/domain/opening';
import { emptyCells, type RosterRow } from '../src/stages/2-opening/domain/roster/row';
import { openingFacts } from '../src/stages/2-opening/server/facts';
import type { ClassRecord } from '../src/stages/2-opening/server/records';
import { findClass, readParts, savePlan, savePosts, saveRoster } from '../src/stages/2-opening/server/store';
import { inTheCity, openCrowdedCity } from './crowded-city';
import { type BenchReport, medianOf } from './report';

const people = 50_000;
const trainees = 50;
/** Trainees who have been trained before, whose telephones, photos and posts are known. */
const known = 20;
const runs = 40;
const today = plainDate('2026-12-01');
const institution = '00000000-0000-7000-8000-0000000000aa';
const clerk = '00000000-0000-7000-8000-0000000000bb';
const theClass = '00000000-0000-7000-8000-0000000000cc';
const teacher = '00000000-0000-7000-8000-0000000000dd';
const room = '00000000-0000-7000-8000-0000000000ee';

const numberOf = (at: number): string => {
  const first = `4108221985${String(601 + (at % 28)).padStart(4, '0')}${String(100 + at)}`;
  return first + checkDigit(first);
};

const phoneOf = (at: number): string => `139${String(10_000_000 + at)}`;

const rows: readonly RosterRow[] = Array.from({ length: trainees }, (_, at) => ({
  id: `r${at}`,
  cells: { ...emptyCells(), name: `学员${at}`, id: numberOf(at), phone: phoneOf(at), category: '农村转移就业劳动者' },
}));

const startsOn = addDays(today, 13);
const lessons: readonly Lesson[] = Array.from({ length: 20 }, (_, at) => ({
  id: newId(),
  taughtOn: addDays(startsOn, Math.floor(at / 2)),
  startsMinute: at % 2 === 0 ? 510 : 870,
  endsMinute: at % 2 === 0 ? 690 : 1050,
  lessonHours: 4,
  kind: 'practice',
  content: `本班的第 ${at + 1} 项操作：${'协助清洁测量转移沟通急救用药记录'.slice(at % 12, (at % 12) + 4)}`,
  teacherId: teacher,
  venueId: room,
}));

/** The class that is checked: a draft of another institution, with some trainees whom the city knows. */
async function enterClass(context: Context, superuser: Pool): Promise<ClassRecord> {
  await superuser.query(
    `insert into institutions (id, region_code, name, pinyin, initials, credit_code, licence_number, licence_until, address,
      principal_name, phone_sealed, bank_name, bank_account_name, bank_account_sealed, bank_account_index, bank_account_tail)
      values ($1, '410822', '测速学校', 'c', 'c', 'X', 'X', '2040-01-01', 'x', 'x', '', 'x', '测速学校', '', '', '0000')`,
    [institution],
  );
  await superuser.query(
    `insert into users (id, username, display_name, role, region_code, institution_id, password_hash,
      password_changed_at, created_at) values ($1, 'bench', 'bench', 'institutionClerk', '410822', $2, '', now(), now())`,
    [clerk, institution],
  );
  await superuser.query(
    `insert into teachers (id, region_code, institution_id, name, pinyin, initials, id_sealed, id_index, phone_sealed,
      occupation_code, level, qualification)
      values ($1, '410822', $2, '教师', 'j', 'j', '', ${inTheCity.hashOf('teacher', '7')}, '', '9-01-01-01', 3, '三级')`,
    [teacher, institution],
  );
  await superuser.query(
    `insert into venues (id, region_code, institution_id, name, kind, address, capacity)
      values ($1, '410822', $2, '101', 'both', 'x', 60)`,
    [room, institution],
  );
  await superuser.query(
    `insert into training_classes (region_code, id, institution_id, state, occupation_code, level, starts_on, ends_on,
      created_by, created_at, changed_at) values ('410822', $1, $2, 'drafted', '9-01-01-01', 5, $3, $4, $5, now(), now())`,
    [theClass, institution, startsOn, addDays(startsOn, 9), clerk],
  );
  const record = await findClass(context, theClass);
  if (!record) throw new Error('the class is out of sight');
  await saveRoster(context, record, rows);
  await savePlan(context, record, lessons);
  await savePosts(
    context,
    record,
    Array.from({ length: 8 }, (_, at) => ({
      id: newId(),
      employer: `第${4_000 + at}公司`,
      creditCode: '',
      address: 'x',
      post: `岗位${at}`,
      headcount: 20,
      wageFromFen: 300_000,
      wageToFen: undefined,
      contact: 'x',
      phone: '03913560001',
      validUntil: addDays(startsOn, 90),
    })),
  );
  return record;
}

/** Twenty trainees have been in the city’s classes, five more share a telephone, five a photo. */
async function meetTheCity(superuser: Pool): Promise<void> {
  const { hashOf } = inTheCity;
  const person = hashOf('person', 'mine.position');
  for (const statement of [
    `insert into attachments (region_code, class_id, id, kind, row_id, file_hash, file_name, added_by, added_at, holder_name,
        holder_index, source_digest, thumbnail_hash, sketch, sketch_bands)
      select mine.region_code, mine.class_id, gen_random_uuid(), 'portrait', mine.id, 'x', 'x', $2, now(), mine.name,
        mine.id_index, other.source_digest, 'x', other.sketch, other.sketch_bands
      from roster_rows mine join lateral (select * from attachments where class_id <> mine.class_id
        order by id offset mine.position * 37 limit 1) other on true where mine.class_id = $1 and mine.position >= 45`,
    `insert into attachments (region_code, class_id, id, kind, row_id, file_hash, file_name, added_by, added_at, holder_name,
        holder_index, source_digest, thumbnail_hash, sketch, sketch_bands)
      select region_code, class_id, gen_random_uuid(), 'portrait', id, 'x', 'x', $2, now(), name, id_index, digest, 'x',
        sketch, array(select (band << 16) + substring(sketch from band * 16 + 1 for 16)::int from generate_series(0, 15) band)
      from (select *, sha256(id_index) as digest, ('x' || encode(sha256(id_index || 'x'), 'hex'))::bit(256) as sketch
        from roster_rows where class_id = $1 and position < 45) mine`,
    `update roster_rows city set id_index = mine.id_index from roster_rows mine
      where mine.class_id = $1 and $2::uuid is not null and mine.position < ${known} and city.id_index = ${person}`,
    `update roster_rows city set phone_index = mine.phone_index from roster_rows mine
      where mine.class_id = $1 and $2::uuid is not null and mine.position between ${known} and ${known + 4}
        and city.id_index = ${person}`,
  ])
    await superuser.query(statement, [theClass, clerk]);
}

const unused = (): never => {
  throw new Error('no forms here');
};

/** One look at the city, as an officer’s desk or a clerk’s save takes it: facts read, all rules asked. */
async function look(context: Context, record: ClassRecord): Promise<number> {
  const parts = await readParts(context, record);
  const began = performance.now();
  const facts = await openingFacts(context, record, today, parts);
  const findings = judgeOpening(facts, context.laterFigures);
  const took = performance.now() - began;
  if (!findings.some(({ rule }) => rule === 'opening.portrait-reused')) throw new Error('nothing was found');
  return took;
}

/** The limit: as many single reads by primary key as the look makes queries. */
async function bareReads(context: Context): Promise<number> {
  const began = performance.now();
  for (let at = 0; at < 20; at += 1)
    await context.tx.selectFrom('institutions').select('id').where('id', '=', institution).execute();
  return performance.now() - began;
}

/** A roster of fifty against every rule that looks past the class, in a city of fifty thousand. */
export async function benchCrossClass(): Promise<BenchReport> {
  const folder = mkdtempSync(join(tmpdir(), 'mx-bench-'));
  const city = await openCrowdedCity(join(folder, 'data'), { people, classes: 1_500, size: 40 });
  const superuser = openPool({ ...city.superuser, max: 1, options: '-c session_replication_role=replica' });
  try {
    const now = `${today}T01:00:00.000Z`;
    const secrets = openSecrets(newKeyRing(now));
    const { pool } = city;
    const typesetter = { pdf: unused, pages: unused, startedCount: () => 0, close: () => undefined };
    const platform: Platform = {
      pool,
      clock: { now: () => now, today: () => today },
      signIn: await openSignIn({ pool, secrets, isDemo: true }),
      services: {
        secrets,
        files: folderStore(join(folder, 'files')),
        recordings: openRecordingFolder(join(folder, 'recordings')),
        typesetter,
        isDemo: true,
      },
      whyNoWrites: async () => undefined,
    };
    const place = { regionCode: '410822', institutionId: institution };
    const actor: Actor = { userId: clerk, name: '测速', role: 'institutionClerk', ...place };
    const asClerk = <Result>(work: (context: Context) => Promise<Result>): Promise<Result> =>
      inScope(pool, scopeOf(actor), async (tx) =>
        work(await contextFor(platform, tx, { actor, input: {}, commandId: newId() }, () => undefined)),
      );
    await asClerk((context) => enterClass(context, superuser));
    await meetTheCity(superuser);
    await superuser.query('analyze');
    const looks: number[] = [];
    const reads: number[] = [];
    for (let run = 0; run < runs; run += 1)
      await asClerk(async (context) => {
        const record = await findClass(context, theClass);
        if (!record) throw new Error('the class is out of sight');
        reads.push(await bareReads(context));
        looks.push(await look(context, record));
      });
    const inOrder = [...looks].sort((a, b) => a - b);
    const p95 = inOrder[Math.floor(inOrder.length * 0.95)] ?? Number.NaN;
    return {
      claim: `${trainees} 人的花名册与全市 ${people} 人核对全部跨班规则（第 95 百分位 ${p95.toFixed(0)} ms）`,
      goal: '≤ 150 ms',
      met: p95 <= 150,
      series: [
        { name: '读取全部依据并判断（含本班全部规则）', unit: 'ms', values: looks },
        { name: '极限：同样多次按主键读一行', unit: 'ms', values: reads },
      ],
      notes: [
        `中位 ${medianOf(looks).toFixed(0)} ms，第 95 百分位 ${p95.toFixed(0)} ms；1500 个班、60000 人次、内置数据库，行级隔离开启。`,
      ],
    };
  } finally {
    await superuser.end();
    await city.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
