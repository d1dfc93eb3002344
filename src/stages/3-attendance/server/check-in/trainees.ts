import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Reading } from '#platform/operation';
import type { ConsentChoice } from '../../domain/enrolment/consent';
import type { EnrolmentState } from '../../domain/enrolment/lifecycle';
import type { TaughtClass } from './taught-class';

/** A trainee of a class with what was chosen and taken before the first lesson. */
export interface ClassTrainee {
  readonly rowId: string;
  readonly name: string;
  readonly initials: string;
  readonly joinedOn: PlainDate | undefined;
  readonly withdrawnOn: PlainDate | undefined;
  readonly choice: ConsentChoice | undefined;
  readonly choiceVersion: number | undefined;
  readonly choiceAt: string | undefined;
  readonly enrolment: EnrolmentState | undefined;
  readonly enrolmentVersion: number;
  readonly frames: number;
  /** The engine has read the frames; without, they are for people’s eyes only. */
  readonly hasTemplates: boolean;
  readonly returnedReason: string;
  readonly personCode: string | undefined;
  readonly portraitId: string | undefined;
}

interface Found {
  readonly row_id: string;
  readonly name: string;
  readonly initials: string;
  readonly joined_on: PlainDate | null;
  readonly withdrawn_on: PlainDate | null;
  readonly choice: ConsentChoice | null;
  readonly text_version: number | null;
  readonly chosen_at: string | null;
  readonly enrolment: EnrolmentState | null;
  readonly version: number | null;
  readonly frames: number;
  readonly templates: number;
  readonly reason: string | null;
  readonly person_code: string | null;
  readonly portrait_id: string | null;
}

const traineeOf = (row: Found): ClassTrainee => ({
  rowId: row.row_id,
  name: row.name,
  initials: row.initials,
  joinedOn: row.joined_on ?? undefined,
  withdrawnOn: row.withdrawn_on ?? undefined,
  choice: row.choice ?? undefined,
  choiceVersion: row.text_version ?? undefined,
  choiceAt: row.chosen_at ?? undefined,
  enrolment: row.enrolment ?? undefined,
  enrolmentVersion: row.version ?? 0,
  frames: row.frames,
  hasTemplates: row.templates > 0,
  returnedReason: row.enrolment === 'returned' ? (row.reason ?? '') : '',
  personCode: row.person_code ?? undefined,
  portraitId: row.portrait_id ?? undefined,
});

/** Everybody ever on the roster of a class, in its order. */
export async function traineesOf(
  { tx }: Pick<Reading, 'tx'>,
  { id, regionCode }: Pick<TaughtClass, 'id' | 'regionCode'>,
): Promise<ClassTrainee[]> {
  const { rows } = await sql<Found>`
    select r.id as row_id, r.name, r.initials, r.joined_on, r.withdrawn_on, c.choice, c.text_version,
      c.recorded_at as chosen_at, e.state as enrolment, e.version, e.reason, d.person_code, a.id as portrait_id,
      (select count(*)::int from enrolment_frames f where f.region_code = r.region_code and f.class_id = r.class_id
        and f.row_id = r.id) as frames,
      (select count(f.template_sealed)::int from enrolment_frames f where f.region_code = r.region_code
        and f.class_id = r.class_id and f.row_id = r.id) as templates
    from roster_rows r
    left join lateral (select choice, text_version, recorded_at from attendance_consents k
      where k.region_code = r.region_code and k.class_id = r.class_id and k.row_id = r.id
      order by recorded_at desc, k.id desc limit 1) c on true
    left join enrolments e on e.region_code = r.region_code and e.class_id = r.class_id and e.row_id = r.id
    left join device_people d on d.region_code = r.region_code and d.class_id = r.class_id and d.row_id = r.id
    left join lateral (select p.id from attachments p where p.region_code = r.region_code and p.class_id = r.class_id
      and p.kind = 'portrait' and p.removed_at is null and (p.row_id = r.id or p.holder_index = r.id_index)
      order by p.added_at desc limit 1) a on true
    where r.region_code = ${regionCode} and r.class_id = ${id}
    order by r.position, r.id`.execute(tx);
  return rows.map(traineeOf);
}

/** A trainee as the boards of many classes need one. */
export type ListedTrainee = Pick<ClassTrainee, 'rowId' | 'name' | 'joinedOn' | 'withdrawnOn'>;

/** The rosters of several classes, read together, each in its order. */
export async function rostersOf(
  { tx }: Pick<Reading, 'tx'>,
  classes: readonly Pick<TaughtClass, 'id' | 'regionCode'>[],
): Promise<Map<string, ListedTrainee[]>> {
  const { rows } = await sql<Pick<Found, 'row_id' | 'name' | 'joined_on' | 'withdrawn_on'> & { class_id: string }>`
    select class_id, id as row_id, name, joined_on, withdrawn_on from roster_rows
    where region_code = any(${[...new Set(classes.map(({ regionCode }) => regionCode))]}::text[])
      and class_id = any(${classes.map(({ id }) => id)}::uuid[])
    order by position, id`.execute(tx);
  const byClass = new Map<string, ListedTrainee[]>(classes.map(({ id }) => [id, []]));
  for (const { class_id, row_id, name, joined_on, withdrawn_on } of rows)
    byClass
      .get(class_id)
      ?.push({ rowId: row_id, name, joinedOn: joined_on ?? undefined, withdrawnOn: withdrawn_on ?? undefined });
  return byClass;
}

/** Whether a trainee belonged to the class on a day. */
export const isOnRosterOn = (
  { joinedOn, withdrawnOn }: Pick<ClassTrainee, 'joinedOn' | 'withdrawnOn'>,
  day: PlainDate,
): boolean => (!joinedOn || joinedOn <= day) && (!withdrawnOn || withdrawnOn > day);

/** The trainees on a roster whose identity number ends in these four; two may share them. */
export async function findByTail(
  { tx, services }: Pick<Reading, 'tx' | 'services'>,
  { id, regionCode }: Pick<TaughtClass, 'id' | 'regionCode'>,
  tail: string,
): Promise<{ readonly rowId: string; readonly name: string }[]> {
  const index = services.secrets.index('identityTail', tail.toUpperCase());
  const { rows } = await sql<{ rowId: string; name: string }>`
    select r.id as "rowId", r.name from roster_rows r join people p on p.person_index = r.id_index
    where r.region_code = ${regionCode} and r.class_id = ${id} and r.withdrawn_on is null and p.tail_index = ${index}
    order by r.position`.execute(tx);
  return rows;
}

/** The trainee whose whole identity number was read from the card or its code. */
export async function findByNumber(
  { tx, services }: Pick<Reading, 'tx' | 'services'>,
  { id, regionCode }: Pick<TaughtClass, 'id' | 'regionCode'>,
  identityNumber: string,
): Promise<{ readonly rowId: string; readonly name: string }[]> {
  const index = services.secrets.index('identityNumber', identityNumber.toUpperCase());
  const { rows } = await sql<{ rowId: string; name: string }>`
    select r.id as "rowId", r.name from roster_rows r
    where r.region_code = ${regionCode} and r.class_id = ${id} and r.withdrawn_on is null and r.id_index = ${index}
    order by r.position`.execute(tx);
  return rows;
}
