import { sql } from 'kysely';
import type { Services, Transaction } from '#platform/operation';
import { type ConsentChoice, currentConsentText } from '../../domain/enrolment/consent';
import type { EnrolmentState } from '../../domain/enrolment/lifecycle';
import { sealedFrame } from './frames';
import { digestsOf, keepPictures } from './keep-pictures';

interface Person {
  readonly id: string;
  readonly name: string;
}

/** What was chosen, taken and marked in one class of the demonstration. */
export interface ClassPast {
  readonly regionCode: string;
  readonly classId: string;
  readonly clerk: Person;
  readonly officer: Person;
  /** The notice the trainees were shown, where it was not the present one. */
  readonly textVersion?: number;
  /** Of trainees by their row, of teachers by their id. */
  readonly consents: readonly {
    readonly id: string;
    readonly row: string;
    readonly teacherId?: string;
    readonly choice: ConsentChoice;
    readonly at: string;
  }[];
  readonly enrolments: readonly {
    readonly row: string;
    readonly teacherId?: string;
    readonly state: EnrolmentState;
    readonly capturedAt: string;
    readonly decidedAt: string;
    readonly reason: string;
    readonly picture: Buffer | undefined;
  }[];
  readonly codes: readonly { readonly row: string; readonly code: string }[];
  readonly stations: readonly {
    readonly id: string;
    readonly venueId: string;
    readonly openedAt: string;
    readonly endsAt: string;
  }[];
  readonly checks: readonly {
    readonly id: string;
    readonly row: string;
    readonly lessonId: string;
    readonly stationId: string;
    readonly direction: 'in' | 'out';
    readonly way: 'face' | 'card';
    readonly at: string;
    /** The photo of the room that was taken with it, where one is shown. */
    readonly picture?: Buffer;
  }[];
  /** When the teachers signed. */
  readonly teaching: readonly {
    readonly id: string;
    readonly teacherId: string;
    readonly lessonId: string;
    readonly stationId: string;
    readonly direction: 'in' | 'out';
    readonly at: string;
    /** The photo of the room that was taken with it, where one is shown. */
    readonly picture?: Buffer;
  }[];
}

const rowsOf = (rows: readonly object[]): string => JSON.stringify(rows);

async function keepEnrolments(
  tx: Transaction,
  services: Pick<Services, 'secrets'>,
  { regionCode, classId, clerk, officer, enrolments }: ClassPast,
) {
  const rows = enrolments.map(({ row, teacherId = null, state, capturedAt, decidedAt, reason }) => ({
    row,
    teacher: teacherId,
    state,
    captured: capturedAt,
    decided: state === 'captured' ? null : decidedAt,
    reason,
  }));
  await sql`insert into enrolments (region_code, class_id, row_id, teacher_id, state, captured_by, captured_by_name, captured_at,
      decided_by, decided_by_name, decided_at, reason, erased_at)
    select ${regionCode}, ${classId}, e.row, e.teacher, e.state, ${clerk.id}, ${clerk.name}, e.captured,
      case when e.decided is null then null else ${officer.id}::uuid end,
      case when e.decided is null then null else ${officer.name} end, e.decided, e.reason,
      case when e.state = 'erased' then e.decided end
    from jsonb_to_recordset(${rowsOf(rows)}::jsonb) as e(row text, teacher uuid, state text, captured timestamptz, decided timestamptz,
      reason text)`.execute(tx);
  const frames = enrolments.flatMap(({ row, state, picture }) =>
    picture && state !== 'erased'
      ? [0, 1, 2].map((position) =>
          sealedFrame({ services }, { id: classId, regionCode }, row, { bytes: picture, reading: undefined }, position),
        )
      : [],
  );
  for (let from = 0; from < frames.length; from += 300)
    await tx
      .insertInto('enrolment_frames')
      .values(frames.slice(from, from + 300))
      .execute();
}

/** Keeps what happened in a class of the past in a handful of statements; for demonstrations. */
export async function keepAttendance(tx: Transaction, services: Services, past: ClassPast): Promise<void> {
  const { regionCode, classId, clerk, textVersion = currentConsentText('trainee').version } = past;
  await sql`insert into attendance_consents (region_code, class_id, id, row_id, teacher_id, choice, text_version,
      recorded_by, recorded_by_name, recorded_at)
    select ${regionCode}, ${classId}, c.id, c.row, c."teacherId", c.choice,
      case when c."teacherId" is null then ${textVersion} else ${currentConsentText('teacher').version} end::integer,
      ${clerk.id}, ${clerk.name}, c.at
    from jsonb_to_recordset(${rowsOf(past.consents)}::jsonb) as c(id uuid, row text, "teacherId" uuid, choice text,
      at timestamptz)`.execute(tx);
  await keepEnrolments(tx, services, past);
  await sql`insert into device_people (region_code, class_id, row_id, person_code)
    select ${regionCode}, ${classId}, p.row, p.code
    from jsonb_to_recordset(${rowsOf(past.codes)}::jsonb) as p(row text, code text)`.execute(tx);
  await sql`insert into attendance_stations (region_code, class_id, id, kind, venue_id, token_hash, opened_by,
      opened_by_name, opened_at, ends_at, closed_at)
    select ${regionCode}, ${classId}, s.id, 'kiosk', s."venueId", sha256(('closed ' || s.id)::bytea), ${clerk.id}, ${clerk.name},
      s."openedAt", s."endsAt", s."endsAt"
    from jsonb_to_recordset(${rowsOf(past.stations)}::jsonb) as s(id uuid, "venueId" uuid, "openedAt" timestamptz,
      "endsAt" timestamptz)`.execute(tx);
  await keepChecks(tx, services, past);
}

/** The check-ins of trainees and teachers, with the sealed photos that were taken with them. */
async function keepChecks(tx: Transaction, services: Services, past: ClassPast) {
  const { regionCode, classId, clerk } = past;
  const rows: object[] = [];
  for (const { picture, ...each } of [...past.checks, ...past.teaching.map((one) => ({ ...one, way: 'card' }))]) {
    const pictures = picture ? [picture] : [];
    const hashes = await keepPictures({ tx, services, now: each.at }, each.id, pictures);
    rows.push({ ...each, hashes, digests: digestsOf(pictures) });
  }
  await sql`insert into attendance_checks (region_code, class_id, id, row_id, teacher_id, lesson_id, direction, at,
      received_at, source, station_id, way, verdict, witness_id, witness_name, command_id, picture_hashes, picture_digests)
    select ${regionCode}, ${classId}, c.id, c.row, c."teacherId", c."lessonId", c.direction, c.at, c.at, 'kiosk',
      c."stationId", c.way, 'accepted', case when c.way = 'card' then ${clerk.id}::uuid end,
      case when c.way = 'card' then ${clerk.name} end, c.id, c.hashes, c.digests
    from jsonb_to_recordset(${rowsOf(rows)}::jsonb) as c(id uuid, row text, "teacherId" uuid, "lessonId" uuid,
      direction text, at timestamptz, "stationId" uuid, way text, hashes text[], digests text[])`.execute(tx);
}
