import { sql } from 'kysely';
import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { maskPhone } from '#law/masks';
import type { Instant } from '#platform/clock';
import { type Context, done, missing, query } from '#platform/operation';
import { type EmployerFault, employerFaults } from '../../domain/employer';
import { readers, regionName } from '../forms';
import { creditCode, findEmployer } from './store';

const faultForm = z.enum(employerFaults);

/** A post of the employer in a class the reader sees. */
export interface EmployerPost {
  readonly id: string;
  readonly classId: string;
  readonly filingNumber: string;
  readonly occupation: string;
  readonly institution: string;
  readonly region: string;
  readonly state: string;
  readonly startsOn: PlainDate | undefined;
  /** As the filing named it; may differ from the register. */
  readonly employer: string;
  readonly post: string;
  readonly headcount: number | undefined;
  readonly validUntil: PlainDate | undefined;
}

/** What stands, or stood, against an employer, and on what ground. */
export interface EmployerStanding {
  readonly id: string;
  readonly fault: EmployerFault;
  readonly since: PlainDate;
  readonly source: string;
  readonly enteredBy: string;
  readonly enteredAt: Instant;
  readonly liftedOn: PlainDate | undefined;
  readonly liftedSource: string;
}

export interface EmployerView {
  readonly creditCode: string;
  readonly version: number;
  readonly name: string;
  readonly region: string;
  readonly address: string;
  readonly contact: string;
  readonly maskedPhone: string;
  readonly firstSeenAt: Instant;
  readonly lastFiledOn: PlainDate;
  readonly posts: readonly EmployerPost[];
  readonly standings: readonly EmployerStanding[];
  readonly mayKeep: boolean;
}

const mostPosts = 500;

async function postsOf({ tx }: Context, code: string): Promise<EmployerPost[]> {
  const found = await sql<{
    id: string;
    class_id: string;
    filing_number: string;
    occupation: string | null;
    institution: string;
    region_code: string;
    state: string;
    starts_on: PlainDate | null;
    employer: string;
    post: string;
    headcount: number | null;
    valid_until: PlainDate | null;
  }>`
    select named.id, held.id as class_id, held.filing_number, occupations.name as occupation,
      institutions.name as institution, held.region_code, held.state, held.starts_on, named.employer, named.post,
      named.headcount, named.valid_until
    from job_posts named
      join training_classes held on held.region_code = named.region_code and held.id = named.class_id
      join institutions on institutions.id = held.institution_id
      left join occupations on occupations.code = held.occupation_code
    where named.credit_code = ${code} and held.filing_number is not null
    order by held.starts_on desc nulls last, held.filing_number desc, named.position limit ${mostPosts}`.execute(tx);
  return found.rows.map((row) => ({
    id: row.id,
    classId: row.class_id,
    filingNumber: row.filing_number,
    occupation: row.occupation ?? '未选专业',
    institution: row.institution,
    region: regionName(row.region_code),
    state: row.state,
    startsOn: row.starts_on ?? undefined,
    employer: row.employer,
    post: row.post,
    headcount: row.headcount ?? undefined,
    validUntil: row.valid_until ?? undefined,
  }));
}

/** Who entered it is named by the desk, not the person, to an institution. */
async function standingsOf(context: Context, code: string): Promise<EmployerStanding[]> {
  const rows = await context.acrossRegions(() =>
    context.tx
      .selectFrom('employer_standings')
      .innerJoin('users', 'users.id', 'employer_standings.entered_by')
      .select([
        'employer_standings.id',
        'kind',
        'from_day',
        'source',
        'entered_at',
        'lifted_on',
        'lifted_source',
        'users.region_code as keeper',
      ])
      .where('credit_code', '=', code)
      .orderBy('from_day', 'desc')
      .orderBy('employer_standings.id', 'desc')
      .execute(),
  );
  return rows.map((row) => ({
    id: row.id,
    fault: faultForm.parse(row.kind),
    since: row.from_day,
    source: row.source,
    enteredBy: row.keeper ? `${regionName(row.keeper)}人社局` : '市人社局',
    enteredAt: row.entered_at,
    liftedOn: row.lifted_on ?? undefined,
    liftedSource: row.lifted_source,
  }));
}

/** 用人单位档案 */
export const showEmployer = query({
  name: 'employer.show',
  path: '/employers/:creditCode',
  title: '用人单位档案',
  by: readers,
  cites: ['2021.3.4'],
  input: z.object({ creditCode }),
  async handle(input, context) {
    const row = await findEmployer(context, input.creditCode);
    if (!row) return missing('这家用人单位');
    const { role, regionCode } = context.actor;
    const posts = await postsOf(context, row.credit_code);
    const isConcerned = row.seat_region === regionCode || posts.length > 0;
    const view: EmployerView = {
      creditCode: row.credit_code,
      version: row.version,
      name: row.name,
      region: row.seat_region ? regionName(row.seat_region) : '市本级或外地',
      address: row.address,
      contact: row.contact,
      maskedPhone: row.phone_sealed
        ? maskPhone(context.services.secrets.open('phone', row.credit_code, row.phone_sealed))
        : '',
      firstSeenAt: row.first_seen_at,
      lastFiledOn: row.last_filed_on,
      posts,
      standings: await standingsOf(context, row.credit_code),
      mayKeep: role === 'cityOfficer' || (role === 'countyOfficer' && isConcerned),
    };
    return done(view);
  },
});
