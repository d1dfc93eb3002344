import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Reading } from '#platform/operation';
import { enrolmentColumns, enrolmentJoins, type FoundEnrolment, personOf, type PersonToCheckIn } from './enrolled';
import type { TaughtClass } from './taught-class';

/** A trainee of a class with what was chosen and taken before the first lesson. */
export interface ClassTrainee extends PersonToCheckIn {
  readonly kind: 'trainee';
  readonly initials: string;
  readonly joinedOn: PlainDate | undefined;
  readonly withdrawnOn: PlainDate | undefined;
  readonly portraitId: string | undefined;
}

interface Found extends FoundEnrolment {
  readonly initials: string;
  readonly joined_on: PlainDate | null;
  readonly withdrawn_on: PlainDate | null;
  readonly portrait_id: string | null;
}

const traineeOf = (row: Found): ClassTrainee => ({
  ...personOf('trainee', row),
  initials: row.initials,
  joinedOn: row.joined_on ?? undefined,
  withdrawnOn: row.withdrawn_on ?? undefined,
  portraitId: row.portrait_id ?? undefined,
});

/** Everybody ever on the roster of a class, in its order. */
export async function traineesOf(
  { tx }: Pick<Reading, 'tx'>,
  { id, regionCode }: Pick<TaughtClass, 'id' | 'regionCode'>,
): Promise<ClassTrainee[]> {
  const { rows } = await sql<Found>`
    with who as (
      select region_code, class_id, id as key, name, initials, joined_on, withdrawn_on, id_index, position
      from roster_rows where region_code = ${regionCode} and class_id = ${id}
    )
    select who.key as row_id, who.name, who.initials, who.joined_on, who.withdrawn_on, a.id as portrait_id,
      ${enrolmentColumns}
    from who ${enrolmentJoins}
    left join lateral (select p.id from attachments p where p.region_code = who.region_code and p.class_id = who.class_id
      and p.kind = 'portrait' and p.removed_at is null and (p.row_id = who.key or p.holder_index = who.id_index)
      order by p.added_at desc limit 1) a on true
    order by who.position, who.key`.execute(tx);
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
