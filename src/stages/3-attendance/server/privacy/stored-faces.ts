import { sql } from 'kysely';
import { figuresOn } from '#law/figures';
import type { Reading } from '#platform/operation';
import {
  type FilingStanding,
  filingStanding,
  nextStoredFaceStep,
  storedFaceLevel,
  storedFaceLevels,
  type StoredFaceCrossing,
  type StoredFaceLevel,
} from '../../domain/privacy/stored-faces';

interface StoredFaces {
  /** People of whom an enrolment picture or a template is stored; who is in two classes counts once. */
  readonly people: number;
  /** Those of them whose template is stored. */
  readonly templates: number;
}

/** Counts people, not rows: by the keyed hash of the identity number, of trainees and teachers alike. */
export async function countStoredFaces({ tx }: Pick<Reading, 'tx'>): Promise<StoredFaces> {
  const { rows } = await sql<StoredFaces>`
    with stored as (select region_code, class_id, row_id, bool_or(template_sealed is not null) as has_template
      from enrolment_frames group by region_code, class_id, row_id),
    persons as (select coalesce(r.id_index, t.id_index, decode(md5(s.class_id || '/' || s.row_id), 'hex')) as person,
        s.has_template
      from stored s left join roster_rows r
        on r.region_code = s.region_code and r.class_id = s.class_id and r.id = s.row_id
      left join teachers t on t.id::text = s.row_id)
    select count(distinct person)::int as people,
      count(distinct person) filter (where has_template)::int as templates from persons`.execute(tx);
  return rows[0] ?? { people: 0, templates: 0 };
}

/** People who did not consent, or no longer do, of whom an enrolment or a face of a check-in is stored all the same. */
export async function countUnpurged({ tx }: Pick<Reading, 'tx'>): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    with chosen as (select distinct on (region_code, class_id, row_id) region_code, class_id, row_id, choice
      from attendance_consents order by region_code, class_id, row_id, recorded_at desc, id desc)
    select count(*)::int as people from chosen c where c.choice <> 'face' and (
      exists (select from enrolment_frames e where e.region_code = c.region_code and e.class_id = c.class_id
        and e.row_id = c.row_id)
      or exists (select from check_probes p where p.region_code = c.region_code and p.class_id = c.class_id
        and p.row_id = c.row_id))`.execute(tx);
  return rows[0]?.people ?? 0;
}

async function crossingsOf({ tx }: Pick<Reading, 'tx'>): Promise<StoredFaceCrossing[]> {
  const rows = await tx.selectFrom('stored_face_crossings').select(['level', 'crossed_on']).orderBy('id').execute();
  return rows.flatMap(({ level, crossed_on }) => {
    const known = storedFaceLevels.find((each) => each === level);
    return known ? [{ level: known, on: crossed_on }] : [];
  });
}

interface StoredFaceStanding extends StoredFaces {
  readonly level: StoredFaceLevel;
  /** Where the next step begins. */
  readonly nextAt: number | undefined;
  readonly filing: FilingStanding;
  readonly lastLevel: StoredFaceLevel | undefined;
}

/** How many there are and what that asks today; read with sight of the whole city. */
export async function storedFaceStanding(reading: Reading): Promise<StoredFaceStanding> {
  const { tx, today, calendar, laterFigures } = reading;
  const figure = figuresOn(today, laterFigures);
  const faces = await countStoredFaces(reading);
  const level = storedFaceLevel(faces.people, figure);
  const crossings = await crossingsOf(reading);
  const filed = await tx.selectFrom('face_filings').select('id').limit(1).executeTakeFirst();
  const facts = { level, crossings, isFiled: filed !== undefined };
  return {
    ...faces,
    level,
    nextAt: nextStoredFaceStep(level, figure),
    filing: filingStanding(facts, today, calendar, figure),
    lastLevel: crossings.at(-1)?.level,
  };
}
