import { type RawBuilder, sql } from 'kysely';
import type { FaceEngine } from '#platform/faces/engine';
import { createFaceIndex, type FaceIndex } from '#platform/faces/search/face-index';
import { type FaceTemplate, meanTemplate, templateFrom } from '#platform/faces/template';
import { comparedFromVersion } from '../../domain/enrolment/consent';
import type { PersonKind } from '../../domain/enrolment/person';
import type { Services, Transaction } from '#platform/operation';

/** A trainee or teacher of a class whose face is known, as the register names one. */
export interface KnownPerson {
  readonly key: string;
  readonly regionCode: string;
  readonly classId: string;
  readonly kind: PersonKind;
  /** The row of the roster, or the id of the teacher. */
  readonly rowId: string;
  readonly version: number;
  /** The person behind it, as the keyed hash of the identity number in hexadecimal: one for a teacher at two institutions. */
  readonly person: string;
}

/** Every face of the city in memory, opened from its seal; gone when the process ends. */
export interface FaceRegister {
  readonly index: FaceIndex;
  readonly people: ReadonlyMap<string, KnownPerson>;
}

interface Held extends FaceRegister {
  readonly people: Map<string, KnownPerson>;
}

const registers = new WeakMap<Services['secrets'], Map<string, Held>>();

const heldOf = (secrets: Services['secrets'], { manifest }: FaceEngine): Held => {
  const ofSecrets = registers.get(secrets) ?? new Map<string, Held>();
  registers.set(secrets, ofSecrets);
  const held = ofSecrets.get(manifest.id) ?? { index: createFaceIndex(manifest.id, manifest.dims), people: new Map() };
  ofSecrets.set(manifest.id, held);
  return held;
};

export const faceKey = (classId: string, rowId: string): string => `${classId}/${rowId}`;

/** Forgets a face at once, where consent is withdrawn; should that be undone, the next refresh brings it back. */
export function forgetFace(secrets: Services['secrets'], classId: string, rowId: string): void {
  const key = faceKey(classId, rowId);
  for (const { index, people } of registers.get(secrets)?.values() ?? []) {
    index.remove(key);
    people.delete(key);
  }
}

/** Rows are opened so many at a time. */
const together = 500;

interface Reading {
  readonly tx: Transaction;
  readonly services: Pick<Services, 'secrets'>;
}

/** One template of the frames of each of these people, by key. */
export async function templatesOf(
  { tx, services }: Reading,
  engineId: string,
  people: readonly KnownPerson[],
): Promise<Map<string, FaceTemplate>> {
  const rows = JSON.stringify(
    people.map(({ regionCode, classId, rowId }) => ({ r: regionCode, c: classId, t: rowId })),
  );
  const found = await sql<{ class_id: string; row_id: string; position: number; template_sealed: Buffer }>`
    select f.class_id, f.row_id, f.position, f.template_sealed
    from jsonb_to_recordset(${rows}::jsonb) as k(r text, c uuid, t text)
    join enrolment_frames f on f.region_code = k.r and f.class_id = k.c and f.row_id = k.t
    where f.engine_id = ${engineId} and f.template_sealed is not null
    order by f.class_id, f.row_id, f.position`.execute(tx);
  const frames = new Map<string, [FaceTemplate, ...FaceTemplate[]]>();
  for (const { class_id, row_id, position, template_sealed } of found.rows) {
    const key = faceKey(class_id, row_id);
    const bytes = services.secrets.openBytes('faceTemplate', `${key}/${position}`, template_sealed);
    const template = templateFrom(engineId, bytes);
    const own = frames.get(key);
    if (own) own.push(template);
    else frames.set(key, [template]);
  }
  return new Map([...frames].map(([key, templates]) => [key, meanTemplate(templates)]));
}

interface FoundFace {
  readonly region: string;
  readonly class: string;
  readonly row: string;
  readonly version: number;
  readonly kind: PersonKind;
  readonly person: Buffer;
}

/** Whether the newest consent of who a row is about was given by a notice that tells of the comparison. */
export const agreedToComparison = (row: string): RawBuilder<boolean> =>
  sql`(select c.text_version from attendance_consents c where c.region_code = ${sql.ref(`${row}.region_code`)}
    and c.class_id = ${sql.ref(`${row}.class_id`)} and c.row_id = ${sql.ref(`${row}.row_id`)}
    order by c.recorded_at desc, c.id desc limit 1)
    >= case when ${sql.ref(`${row}.teacher_id`)} is null then ${comparedFromVersion.trainee}::int
      else ${comparedFromVersion.teacher}::int end`;

/**
 * Brings the register up to what is enrolled now: new faces in, changed ones anew, withdrawn ones out. A face is in it only
 * by the notice that tells of the comparison.
 */
export async function refreshedRegister(reading: Reading, engine: FaceEngine): Promise<FaceRegister> {
  const held = heldOf(reading.services.secrets, engine);
  const { rows } = await sql<FoundFace>`
    select e.region_code as region, e.class_id as class, e.row_id as row, e.version,
      case when e.teacher_id is null then 'trainee' else 'teacher' end as kind, coalesce(r.id_index, t.id_index) as person
    from enrolments e
      left join roster_rows r on r.region_code = e.region_code and r.class_id = e.class_id and r.id = e.trainee_row
      left join teachers t on t.id = e.teacher_id
    where e.state in ('captured', 'confirmed') and e.engine_id = ${engine.manifest.id}
      and num_nonnulls(r.id_index, t.id_index) = 1 and ${agreedToComparison('e')}`.execute(reading.tx);
  const now = new Map(
    rows.map((row): [string, KnownPerson] => {
      const key = faceKey(row.class, row.row);
      const of = { regionCode: row.region, classId: row.class, kind: row.kind, rowId: row.row, version: row.version };
      return [key, { key, ...of, person: row.person.toString('hex') }];
    }),
  );
  for (const key of [...held.people.keys()].filter((known) => !now.has(known))) {
    held.index.remove(key);
    held.people.delete(key);
  }
  const changed = [...now.values()].filter(({ key, version }) => held.people.get(key)?.version !== version);
  for (let from = 0; from < changed.length; from += together) {
    const part = changed.slice(from, from + together);
    const templates = await templatesOf(reading, engine.manifest.id, part);
    for (const person of part) {
      const template = templates.get(person.key);
      if (!template) continue;
      held.index.put(person.key, template);
      held.people.set(person.key, person);
    }
  }
  return held;
}
