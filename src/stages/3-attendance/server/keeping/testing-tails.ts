import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { inScope } from '#platform/database/scope';
import { newId } from '#platform/identifiers';
import type { Transaction } from '#platform/operation';
import type { OldClass } from './testing-keeping';

/** One thing of each kind that hangs on attendance: where it lies, and the file behind it. */
export interface Tails {
  readonly rollCall: { readonly id: string; readonly hash: string };
  readonly evidence: { readonly id: string; readonly hash: string };
  readonly paper: { readonly id: string; readonly hash: string };
  readonly device: { readonly hash: string };
  /** Of a person who is in another class too, which is still kept. */
  readonly others: { readonly hash: string };
}

async function stored({ room, platform }: OldClass, tx: Transaction, what: string): Promise<string> {
  const { hash, size } = await platform.services.files.put(Buffer.from(`${what} ${room.classId}`));
  await tx
    .insertInto('files')
    .values({ hash, media_type: 'application/octet-stream', size, stored_at: platform.clock.now() })
    .execute();
  return hash;
}

const digest = (what: string): Buffer => createHash('sha256').update(what).digest();

async function addRollCall(old: OldClass, tx: Transaction) {
  const { regionCode, institutionId } = old.room.school;
  const [id, hash] = [newId(), await stored(old, tx, 'roll call')];
  const owner = sql`${regionCode}, ${institutionId}, ${old.room.classId}`;
  await sql`insert into roll_calls (region_code, institution_id, class_id, id, lesson_id, lesson_words, called_by,
      called_by_name, called_at, due_at, state)
    values (${owner}, ${id}, 'l1', '上午', ${old.room.officer.userId}, '钱科员', '2021-03-11T00:10:00Z',
      '2021-03-11T00:25:00Z', 'called')`.execute(tx);
  await sql`update roll_calls set state = 'answered', answered_by = ${old.room.clerk.userId}, answered_by_name = '经办',
      answered_at = '2021-03-11T00:20:00Z', picture_hash = ${hash}, picture_digest = ${digest(hash)}, version = 2
    where id = ${id}`.execute(tx);
  return { id, hash };
}

async function addEvidence(old: OldClass, tx: Transaction) {
  const { regionCode, institutionId } = old.room.school;
  const [id, hash] = [newId(), await stored(old, tx, 'evidence')];
  const owner = sql`${regionCode}, ${institutionId}, ${old.room.classId}`;
  const now = old.platform.clock.now();
  await sql`insert into impersonation_cases (region_code, institution_id, class_id, stage, version, changed_at)
    values (${owner}, 'watching', 0, ${now})`.execute(tx);
  await sql`insert into impersonation_evidence (region_code, institution_id, class_id, id, title, file_digest,
      page_count, added_by, added_by_name, added_at)
    values (${owner}, ${id}, '现场照片', ${digest(hash)}, 1, ${old.room.officer.userId}, '钱科员', ${now})`.execute(tx);
  await sql`insert into impersonation_evidence_pages (region_code, institution_id, evidence_id, page, file_hash)
    values (${regionCode}, ${institutionId}, ${id}, 1, ${hash})`.execute(tx);
  return { id, hash };
}

async function addPaper(old: OldClass, tx: Transaction) {
  const [id, hash] = [newId(), await stored(old, tx, 'paper')];
  await sql`insert into absence_papers (region_code, class_id, id, kind, title, page_count, file_hashes, added_by,
      added_by_name, added_at)
    values (${old.room.school.regionCode}, ${old.room.classId}, ${id}, 'sickNote', '就诊记录', 1, ${[hash]},
      ${old.room.clerk.userId}, '经办', ${old.platform.clock.now()})`.execute(tx);
  return { id, hash };
}

/** A picture of a device of the institution, of the person with a code in its devices. */
export async function addDevicePicture(old: OldClass, tx: Transaction, sequence: number, at: string, person = 'P1') {
  const hash = await stored(old, tx, `device ${sequence}`);
  await sql`insert into device_events (region_code, device_id, series, sequence, told_key, institution_id, kind,
      person_code, told_time, received_at, method, verdict, direction, detail, flags, picture_hash, payload_digest,
      content_digest)
    values (${old.room.school.regionCode}, ${newId()}, 1, ${sequence}, '', ${old.room.school.institutionId}, 'checkIn',
      ${person}, '', ${at}, 'face', 'passed', 'in', '', '{}', ${hash}, ${digest(hash)}, ${digest(hash)})`.execute(tx);
  return { hash };
}

/** Puts one thing of each kind beside a class, and a picture of a device of later days, which is none of it. */
export const addTails = (old: OldClass): Promise<Tails> =>
  inScope(old.platform.pool, { reach: 'system' }, async (tx) => ({
    rollCall: await addRollCall(old, tx),
    evidence: await addEvidence(old, tx),
    paper: await addPaper(old, tx),
    device: await addDevicePicture(old, tx, 1, '2021-03-11T00:30:00Z'),
    others: await addDevicePicture(old, tx, 2, '2023-06-01T00:30:00Z'),
  }));
