import { resolve } from 'node:path';
import { Client } from 'pg';
import { startEmbedded } from '../src/platform/database/embedded';
import { migrate } from '../src/platform/database/migrate';
import { openPool } from '../src/platform/database/pool';

/** How many of everything there are: some years of the whole city. */
export interface CitySize {
  readonly people: number;
  readonly classes: number;
  /** Trainees of one class. */
  readonly size: number;
}

const uuidOf = (what: string, number: string): string => `md5('${what}' || ${number})::uuid`;
const hashOf = (what: string, number: string): string => `sha256(convert_to('${what}' || ${number}, 'UTF8'))`;
const regionOf = (number: string): string =>
  `(array['410802','410803','410804','410811','410821','410822','410823','410825','410882','410883'])[1 + ${number} % 10]`;
const topics =
  "(array['协助进食进水','体位转换与移动','清洁照护','生命体征测量','心肺复苏','压疮预防','失智照护沟通','用药安全'])";

/** What classes rest on: trades, institutions, teachers, rooms. */
const masters = `
  insert into occupations (code, name, pinyin, initials)
    select '9-01-01-' || lpad(n::text, 2, '0'), '职业' || n, 'z', 'z' from generate_series(1, 20) n;
  insert into occupation_levels (occupation_code, level, required_hours, valid_from)
    select '9-01-01-' || lpad(n::text, 2, '0'), 5, 40, '2021-01-01' from generate_series(1, 20) n;
  insert into institutions (id, region_code, name, pinyin, initials, credit_code, licence_number, licence_until, address,
      principal_name, phone_sealed, bank_name, bank_account_name, bank_account_sealed, bank_account_index, bank_account_tail)
    select ${uuidOf('institution', 'n')}, ${regionOf('n')}, '第' || n || '职业培训学校', 'x', 'x', 'C' || n, 'L', '2040-01-01', 'x',
      'x', '', 'x', '第' || n || '职业培训学校', '', '', '0000' from generate_series(0, 99) n;
  insert into users (id, username, display_name, role, region_code, institution_id, password_hash, password_changed_at, created_at)
    select ${uuidOf('user', 'n')}, 'clerk' || n, '经办人', 'institutionClerk', ${regionOf('n')}, ${uuidOf('institution', 'n')}, '',
      now(), now() from generate_series(0, 99) n;
  insert into venues (id, region_code, institution_id, name, kind, address, capacity)
    select ${uuidOf('venue', 'n')}, ${regionOf('n / 2')}, ${uuidOf('institution', 'n / 2')}, '教室' || n,
      case n % 2 when 0 then 'theory' else 'practice' end, 'x', 60 from generate_series(0, 199) n;
  insert into teachers (id, region_code, institution_id, name, pinyin, initials, id_sealed, id_index, phone_sealed,
      occupation_code, level, qualification)
    select ${uuidOf('teacher', 'n')}, ${regionOf('n / 4')}, ${uuidOf('institution', 'n / 4')}, '教师' || n, 'j', 'j', '',
      ${hashOf('teacher', 'n')}, '', '9-01-01-01', 3, '三级' from generate_series(0, 399) n;`;

/** Classes of five years, each filed and approved, with roster, plan, posts and photos. */
const classes = ({ people, classes: count, size }: CitySize): string => `
  insert into people (id, person_index, id_sealed, tail_index, name, pinyin, initials, name_pairs, sex, birth, first_seen_at)
    select ${uuidOf('person', 'n')}, ${hashOf('person', 'n')}, '', '', '学员', 'x', 'x', '{}', '女', '1985-01-01', now()
    from generate_series(0, ${people - 1}) n;
  insert into training_classes (region_code, id, institution_id, state, occupation_code, level, starts_on, ends_on,
      final_exam_on, skills_assessment_on, class_mode, filing_number, filing_count, filed_at, filed_on, due_on, decided_at,
      class_year, class_number, trainee_count, created_by, created_at, changed_at)
    select ${regionOf('n % 100')}, ${uuidOf('class', 'n')}, ${uuidOf('institution', '(n % 100)')}, 'approved',
      '9-01-01-' || lpad((1 + n % 20)::text, 2, '0'), 5, day, day + 13, day + 13, day + 20, 'daytime', 'F-' || n, 1,
      day - 10, day - 10, day - 3, day - 5, extract(year from day)::int, n, ${size}, ${uuidOf('user', '(n % 100)')}, day, day
    from (select n, date '2022-01-03' + (n::bigint * 1800 / ${count})::int as day from generate_series(0, ${count - 1}) n) placed;
  insert into filings (region_code, class_id, number, filed_at, filed_by, statement, snapshot_sealed, digest, findings, figures)
    select region_code, id, 1, filed_at, created_by, 'x', '', '', '[]', '{}' from training_classes;
  insert into roster_rows (region_code, class_id, id, position, name, pinyin, initials, id_sealed, id_index, phone_sealed,
      phone_index, category, cells)
    select region_code, ${uuidOf('class', 'c')}, 'r' || n % ${size}, n % ${size}, '学员', 'x', 'x', '',
      ${hashOf('person', `(n % ${people})`)}, '', ${hashOf('phone', `(n % ${people})`)}, '④', '{}'
    from (select n, n / ${size} as c from generate_series(0, ${count * size - 1}) n) seat
    join training_classes held on held.id = ${uuidOf('class', 'c')};
  insert into lessons (region_code, class_id, id, position, taught_on, starts_minute, ends_minute, lesson_hours, kind, content,
      teacher_id, venue_id)
    select region_code, id, ${uuidOf('lesson', "id::text || '/' || n")}, n, starts_on + n / 2, 510 + 360 * (n % 2),
      690 + 360 * (n % 2), 4, 'practice', ${topics}[1 + n % 8] || '：第' || id || '班的做法' || n,
      ${uuidOf('teacher', '(class_number % 100 * 4 + n % 4)')}, ${uuidOf('venue', '(class_number % 100 * 2 + n % 2)')}
    from training_classes cross join generate_series(0, 19) n;
  insert into job_posts (region_code, class_id, id, position, employer, credit_code, address, post, headcount, wage_from_fen,
      contact, phone_sealed, valid_until)
    select region_code, id, ${uuidOf('post', "id::text || '/' || n")}, n, '第' || (class_number * 8 + n) % 5000 || '公司', '', '',
      '岗位' || n, 20, 300000, 'x', '', ends_on + 90 from training_classes cross join generate_series(0, 7) n;
  insert into attachments (region_code, class_id, id, kind, row_id, file_hash, file_name, added_by, added_at, holder_name,
      holder_index, source_digest, thumbnail_hash, sketch, sketch_bands)
    select region_code, class_id, ${uuidOf('photo', "class_id::text || '/' || id")}, 'portrait', id, 'x', 'x',
      ${uuidOf('user', '0')}, now(), name, id_index, digest, 'x', sketch,
      array(select (band << 16) + substring(sketch from band * 16 + 1 for 16)::int from generate_series(0, 15) band)
    from (select *, ${hashOf('photo', "encode(id_index, 'hex')")} as digest,
      ('x' || encode(${hashOf('sketch', "encode(id_index, 'hex')")}, 'hex'))::bit(256) as sketch from roster_rows) seat;
  insert into person_slots (person_index, day, part, region_code, class_id)
    select id_index, starts_on + n / 2, 1 + n % 2, held.region_code, held.id
    from roster_rows seat join training_classes held on held.id = seat.class_id cross join generate_series(0, 19) n
    on conflict do nothing;
  analyze;`;

/** A database of its own with a city of so many people in it, written past every command. */
export async function openCrowdedCity(folder: string, size: CitySize) {
  const server = await startEmbedded(folder, { source: process.env['MINGXUN_POSTGRES'] });
  await migrate(server.owner, resolve('migrations'));
  const client = new Client({ ...server.postgres, database: server.owner.database });
  await client.connect();
  await client.query("set session_replication_role = 'replica'");
  await client.query(masters);
  await client.query(classes(size));
  await client.end();
  const pool = openPool(server.app);
  return {
    pool,
    superuser: { ...server.postgres, database: server.owner.database },
    async close() {
      await pool.end();
      await server.stop();
    },
  };
}

/** Ids and hashes as the city has them, for a class that meets it. */
export const inTheCity = { uuidOf, hashOf, regionOf };
