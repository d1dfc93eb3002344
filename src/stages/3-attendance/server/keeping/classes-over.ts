import { sql } from 'kysely';
import type { JobContext } from '#platform/jobs/job';
import { classColumns, classTables, type TaughtClass, taughtClassOf } from '../check-in/taught-class';

export type { TaughtClass };

const withTemplates = sql`exists (select from enrolment_frames f
  where f.region_code = c.region_code and f.class_id = c.id and f.template_sealed is not null)`;
const withAnything = sql`(exists (select from recordings r where r.region_code = c.region_code and r.class_id = c.id
    and r.received_at is not null)
  or exists (select from enrolment_frames f where f.region_code = c.region_code and f.class_id = c.id)
  or exists (select from attendance_checks k where k.region_code = c.region_code and k.class_id = c.id
    and cardinality(k.picture_hashes) > 0)
  or exists (select from roll_calls l where l.region_code = c.region_code and l.class_id = c.id
    and l.picture_hash is not null)
  or exists (select from impersonation_evidence v where v.class_id = c.id)
  or exists (select from absence_papers a where a.region_code = c.region_code and a.class_id = c.id)
  or exists (select from device_events e where e.institution_id = c.institution_id and e.picture_hash is not null
    and e.received_at between c.starts_on and c.ends_on + 1))
  and not exists (select from evidence_purges p where p.class_id = c.id and p.state <> 'withdrawn')`;

/** Classes that are over and still have something stored that a job looks after. */
export async function classesOver(
  { tx, today }: Pick<JobContext, 'tx' | 'today'>,
  what: 'templates' | 'anything',
): Promise<TaughtClass[]> {
  const { rows } = await sql<Parameters<typeof taughtClassOf>[0]>`select ${classColumns} from ${classTables}
    where c.state = 'approved' and c.ends_on < ${today} and ${what === 'templates' ? withTemplates : withAnything}
    order by c.ends_on, c.id`.execute(tx);
  return rows.map(taughtClassOf);
}
