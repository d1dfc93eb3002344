import { sql } from 'kysely';
import { z } from 'zod';
import { type PlainDate, plainDate } from '#kernel/plain-date';
import { type Context, done, query } from '#platform/operation';
import type { VenueUse } from '../../domain/institution/venue';
import { readers } from '../forms';
import { institutionId, missingInstitution } from './record';

interface Found {
  readonly id: string;
  readonly occupation: string | null;
  readonly filing_number: string | null;
  readonly class_year: number | null;
  readonly class_number: number | null;
  readonly trainees: number;
  readonly first_on: PlainDate;
  readonly last_on: PlainDate;
}

const nameOf = ({ occupation, filing_number, class_year, class_number }: Found): string => {
  const number = class_number === null ? (filing_number ?? '') : `${class_year} 年第 ${class_number} 期`;
  return `${occupation ?? '未选专业'}（${number}）`;
};

/** Filed and approved classes with a lesson in the room today or later, as far as the reader sees. */
export async function findVenueUses(
  { tx, today }: Pick<Context, 'tx' | 'today'>,
  venueId: string,
): Promise<VenueUse[]> {
  const found = await sql<Found>`
    select held.id, occupations.name as occupation, held.filing_number, held.class_year, held.class_number,
      (select count(*)::int from roster_rows enrolled where enrolled.region_code = held.region_code
        and enrolled.class_id = held.id and enrolled.withdrawn_on is null) as trainees,
      min(lessons.taught_on)::text as first_on, max(lessons.taught_on)::text as last_on
    from lessons
      join training_classes held on held.region_code = lessons.region_code and held.id = lessons.class_id
        and held.state in ('filed', 'verified', 'approved')
      left join occupations on occupations.code = held.occupation_code
    where lessons.venue_id = ${venueId} and lessons.taught_on >= ${today}::date
    group by held.region_code, held.id, occupations.name order by first_on, held.id`.execute(tx);
  return found.rows.map((row) => ({
    classId: row.id,
    name: nameOf(row),
    traineeCount: row.trainees,
    firstOn: plainDate(row.first_on),
    lastOn: plainDate(row.last_on),
  }));
}

/** 正在使用或将要使用一个场地的班 */
export const venueUses = query({
  name: 'institution.venue-uses',
  path: '/institutions/:institutionId/venues/:venueId/uses',
  title: '使用场地的班',
  by: readers,
  cites: ['2024.1.2'],
  input: z.object({ institutionId, venueId: z.uuid() }),
  async handle({ institutionId: id, venueId }, context) {
    const row = await context.tx.selectFrom('institutions').select('id').where('id', '=', id).executeTakeFirst();
    if (!row) return missingInstitution();
    return done({ uses: await findVenueUses(context, venueId) });
  },
});
