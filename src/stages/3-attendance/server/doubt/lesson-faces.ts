import { sql } from 'kysely';
import type { FaceEngine } from '#platform/faces/engine';
import type { JobContext } from '#platform/jobs/job';
import type { LessonCheck } from '../../domain/doubt/suspicions';
import type { PersonKind } from '../../domain/enrolment/person';
import { type KnownFace, knownFaces } from '../check-in/frames';
import type { TaughtClass } from '../check-in/taught-class';
import { openPictures } from './grounds';

/** A check-in of a lesson that is over, as it lies in the database. */
export interface EndedCheck {
  readonly id: string;
  readonly kind: PersonKind;
  /** The row of the roster, or the id of the teacher. */
  readonly row_id: string;
  readonly way: 'face' | 'card';
  readonly verdict: 'accepted' | 'doubted' | 'refused';
  readonly remarks: readonly string[];
  readonly may_compare: boolean;
}

/** The named check-ins of a lesson; `may_compare` where the face of the trainee or teacher is known and used with consent. */
export async function endedChecks(
  { tx }: Pick<JobContext, 'tx'>,
  { id, regionCode }: TaughtClass,
  lessonId: string,
): Promise<readonly EndedCheck[]> {
  const { rows } = await sql<EndedCheck>`
    select k.id, case when k.teacher_id is null then 'trainee' else 'teacher' end as kind, who.key as row_id, k.way, k.verdict, k.remarks,
      (k.way = 'card' and c.choice = 'face' and e.state = 'confirmed' and cardinality(k.picture_hashes) > 0) as may_compare
    from attendance_checks k
    cross join lateral (select coalesce(k.row_id, k.teacher_id::text) as key) who
    left join lateral (select choice from attendance_consents a where a.region_code = k.region_code
      and a.class_id = k.class_id and a.row_id = who.key order by recorded_at desc, a.id desc limit 1) c on true
    left join enrolments e on e.region_code = k.region_code and e.class_id = k.class_id and e.row_id = who.key
    where k.region_code = ${regionCode} and k.class_id = ${id} and k.lesson_id = ${lessonId}::uuid
      and who.key is not null
    order by k.at, k.id`.execute(tx);
  return rows.map((row) => ({ ...row, may_compare: row.may_compare ?? false }));
}

/** How like the one clear face of a picture is to the known face; undefined where the picture shows none, or several. */
async function likenessOf(engine: FaceEngine, picture: Buffer | undefined, face: KnownFace | undefined) {
  if (!picture || !face) return undefined;
  const reading = await engine.read(picture);
  if (!reading.isRead || !reading.isClear || reading.faceCount !== 1) return undefined;
  return Math.max(...face.templates.map((known) => engine.compare(reading.template, known)));
}

/**
 * The check-ins of a lesson as they are looked at when it is over. Who goes the way without a face has no face to be
 * compared with; somebody’s known face in the picture of a check-in by card says whether it was that person.
 */
export async function lookedAt(
  context: Pick<JobContext, 'tx' | 'services'>,
  held: TaughtClass,
  checks: readonly EndedCheck[],
  engine: FaceEngine | undefined,
): Promise<LessonCheck[]> {
  const rows = checks.filter(({ may_compare }) => may_compare).map(({ row_id }) => row_id);
  const faces = new Map(
    engine
      ? (await knownFaces(context, held, [...new Set(rows)], engine.manifest.id)).map((face) => [face.rowId, face])
      : [],
  );
  const looked: LessonCheck[] = [];
  for (const { id, row_id, way, verdict, remarks, may_compare } of checks) {
    const picture = may_compare && engine ? (await openPictures(context, held, id))?.pictures[0] : undefined;
    looked.push({
      id,
      traineeId: row_id,
      way,
      isRefused: verdict === 'refused',
      hasLowLiveness: remarks.includes('lowLiveness'),
      wasNotChallenged: remarks.includes('challengeNotAsked'),
      likeness: engine ? await likenessOf(engine, picture, faces.get(row_id)) : undefined,
    });
  }
  return looked;
}
