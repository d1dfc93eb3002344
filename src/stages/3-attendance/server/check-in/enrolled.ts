import { type RawBuilder, sql } from 'kysely';
import type { ConsentChoice } from '../../domain/enrolment/consent';
import type { PlainDate } from '#kernel/plain-date';
import type { EnrolmentState } from '../../domain/enrolment/lifecycle';
import type { PersonKind } from '../../domain/enrolment/person';

/** Somebody who checks in to a class, as judged at the door. */
export interface CheckedPerson {
  readonly kind: PersonKind;
  /** The row of the roster, or the id of the teacher. */
  readonly rowId: string;
  readonly name: string;
}

/** Somebody with what was chosen and taken before the first lesson of a class. */
export interface PersonToCheckIn extends CheckedPerson {
  readonly choice: ConsentChoice | undefined;
  readonly choiceVersion: number | undefined;
  readonly choiceAt: string | undefined;
  readonly enrolment: EnrolmentState | undefined;
  readonly enrolmentVersion: number;
  readonly frames: number;
  /** The head was turned as the server asked. */
  readonly isTurned: boolean;
  /** The engine has read the frames; without, they are for people’s eyes only. */
  readonly hasTemplates: boolean;
  /** Two of the frames are the very same file: no camera gives that. */
  readonly isRepeated: boolean;
  readonly returnedReason: string;
  readonly personCode: string | undefined;
  /** The day a trainee left the class. */
  readonly withdrawnOn?: PlainDate | undefined;
}

/** How a person of either kind is named in the tables that know both. */
export const columnsOf = ({ kind, rowId }: Pick<CheckedPerson, 'kind' | 'rowId'>) =>
  kind === 'teacher' ? { row_id: null, teacher_id: rowId } : { row_id: rowId, teacher_id: null };

/** In which column of check-ins and codes a kind of person stands. */
export const columnFor = { trainee: 'row_id', teacher: 'teacher_id' } as const satisfies Record<PersonKind, string>;

export interface FoundEnrolment {
  readonly row_id: string;
  readonly name: string;
  readonly choice: ConsentChoice | null;
  readonly text_version: number | null;
  readonly chosen_at: string | null;
  readonly enrolment: EnrolmentState | null;
  readonly version: number | null;
  readonly frames: number;
  readonly templates: number;
  readonly pictures: number;
  readonly reason: string | null;
  readonly is_turned: boolean | null;
  readonly person_code: string | null;
}

/** What is asked of everybody whose key stands in `who.key`, beside the class of `who`. */
export const enrolmentColumns: RawBuilder<unknown> = sql`c.choice, c.text_version, c.recorded_at as chosen_at,
  e.state as enrolment, e.version, e.reason, e.is_turned, d.person_code, f.frames, f.templates, f.pictures`;

/** The last choice, the enrolment with its frames and the code in the devices; expects `who (region_code, class_id, key)`. */
export const enrolmentJoins: RawBuilder<unknown> = sql`
  left join lateral (select choice, text_version, recorded_at from attendance_consents k
    where k.region_code = who.region_code and k.class_id = who.class_id and k.row_id = who.key
    order by recorded_at desc, k.id desc limit 1) c on true
  left join enrolments e on e.region_code = who.region_code and e.class_id = who.class_id and e.row_id = who.key
  left join device_people d on d.region_code = who.region_code and d.class_id = who.class_id and d.row_id = who.key
  cross join lateral (select count(*)::int as frames, count(x.template_sealed)::int as templates,
      count(distinct x.picture_digest)::int as pictures
    from enrolment_frames x where x.region_code = who.region_code and x.class_id = who.class_id
      and x.row_id = who.key) f`;

export const personOf = <Kind extends PersonKind>(kind: Kind, row: FoundEnrolment) => ({
  kind,
  rowId: row.row_id,
  name: row.name,
  choice: row.choice ?? undefined,
  choiceVersion: row.text_version ?? undefined,
  choiceAt: row.chosen_at ?? undefined,
  enrolment: row.enrolment ?? undefined,
  enrolmentVersion: row.version ?? 0,
  frames: row.frames,
  isTurned: row.is_turned ?? false,
  hasTemplates: row.templates > 0,
  isRepeated: row.pictures < row.frames,
  returnedReason: row.enrolment === 'returned' ? (row.reason ?? '') : '',
  personCode: row.person_code ?? undefined,
});

/** Whether somebody’s face may be sought at the door: with consent, and confirmed by the bureau. */
export const showsFace = ({ choice, enrolment }: Pick<PersonToCheckIn, 'choice' | 'enrolment'>): boolean =>
  choice === 'face' && enrolment === 'confirmed';
