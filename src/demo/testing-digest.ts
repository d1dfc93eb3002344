import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Pool } from 'pg';
import { inScope } from '#platform/database/scope';

/** The class a row hangs on, by what it is rather than by the id the product drew for it. */
const nameOfClass = `(select c.institution_id::text || c.created_at::text from training_classes c where c.id = class_id)`;

/** What of each table follows from seed and day; sealed bytes, drawn ids and the hours of loading do not. */
const contents: Readonly<Record<string, string>> = {
  occupations: `select code, name from occupations`,
  levels: `select * from occupation_levels`,
  editions: `select id, catalogue, document_number, from_day, until_day, content, added_at, confirmed_at
    from catalogue_editions`,
  listed: `select edition_id, institution_id, name from edition_institutions`,
  strikes: `select * from rule_strikes`,
  institutions: `select id, region_code, name, credit_code, licence_until, address, bank_account_index, suspended_on
    from institutions`,
  designations: `select * from designations`,
  venues: `select * from venues`,
  teachers: `select id, institution_id, name, id_index, occupation_code, level, version, joined_on, left_on, stopped_on,
    employer_name from teachers`,
  qualifications: `select teacher_id, position, title, certificate_number, valid_until from teacher_qualifications`,
  consents: `select teacher_id, employer_name, valid_until, page_count from teacher_consents`,
  employers: `select credit_code, name, seat_region, version, first_seen_at, last_filed_on from employers`,
  standings: `select credit_code, kind, from_day, source, lifted_on from employer_standings`,
  merges: `select region_code, kind, state, requested_by, requested_at, settled_by, settled_at from person_merges`,
  users: `select id, username, display_name, role, region_code, institution_id from users`,
  classes: `select institution_id, state, version, occupation_code, level, starts_on, ends_on, final_exam_on,
    class_mode, theory_venue_id, class_lead_name, filing_number, filing_count, filed_at, filed_on, filed_by, due_on,
    verified_by, verified_at, decided_by, decided_at, class_year, class_number, trainee_count, blocking_count,
    warning_count, created_at, changed_at from training_classes`,
  roster: `select ${nameOfClass}, id, position, name, id_index, phone_index, category, cells from roster_rows`,
  posts: `select ${nameOfClass}, id, position, employer, credit_code, post, headcount, valid_until from job_posts`,
  lessons: `select ${nameOfClass}, id, taught_on, starts_minute, ends_minute, kind, content, teacher_id, venue_id
    from lessons`,
  filings: `select ${nameOfClass}, number, filed_at, filed_by, digest, findings, figures from filings`,
  events: `select ${nameOfClass}, action, actor_id, reason, findings, happened_at, command_id from class_events`,
  marks: `select ${nameOfClass}, filing_number, item, verdict, note, marked_by, marked_at from check_marks`,
  decisions: `select ${nameOfClass}, filing_number, rule, row_id, accepted, reason, decided_at from warning_decisions`,
  points: `select ${nameOfClass}, filing_number, part, row_id, reason, answer, answered_at from return_points`,
  slots: `select ${nameOfClass}, person_index, day, part from person_slots`,
  people: `select person_index, tail_index, name, sex, birth, first_seen_at from people`,
  changes: `select ${nameOfClass}, number, state, version, kinds, reason, effective_on, filed_on, due_on, verified_by,
    decided_by, opinion from class_changes`,
  batches: `select region_code, number, register, state from exchange_batches`,
  messages: `select region_code, institution_id, audience, text, sent_at from messages`,
  log: `select action, outcome, actor_id, happened_at, command_id from log_events
    where outcome = 'done' and action like 'class.%'`,
  checks: `select ${nameOfClass}, row_id, direction, at, way from attendance_checks`,
  consentsToFaces: `select ${nameOfClass}, row_id, choice, recorded_at from attendance_consents`,
  enrolments: `select ${nameOfClass}, row_id, state, captured_at, decided_at from enrolments`,
  counters: `select * from counters`,
};

/** A digest of each table’s contents, in which two loads of the same city agree. */
export const digestCity = (pool: Pool): Promise<Record<string, string>> =>
  inScope(pool, { reach: 'system' }, async (tx) => {
    const digests: Record<string, string> = {};
    for (const [name, content] of Object.entries(contents)) {
      const { rows } = await sql<{ line: string }>`select row(t)::text as line from (${sql.raw(content)}) t`.execute(
        tx,
      );
      const lines = rows.map(({ line }) => line).sort();
      digests[name] = `${lines.length}:${createHash('sha256').update(lines.join('\n')).digest('hex')}`;
    }
    return digests;
  });
