import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { checkIdentityNumber } from '#law/identity-number';
import { findRegion } from '#law/regions';
import type { Reading } from '#platform/operation';
import type { PersonKind } from '../../domain/enrolment/person';
import { classNameOf, type FoundClass } from '../check-in/taught-class';

/** One of the two of a pair. */
export interface PairSide {
  readonly kind: PersonKind;
  readonly classId: string;
  readonly regionCode: string;
  /** The row of the roster, or the id of the teacher. */
  readonly rowId: string;
  /** The person in the register of trainees, or the teacher. */
  readonly personId: string;
  readonly name: string;
  readonly sex: string;
  readonly birth: PlainDate | undefined;
  readonly className: string;
  readonly institutionId: string;
  readonly institution: string;
  readonly region: string;
  readonly startsOn: PlainDate;
  readonly endsOn: PlainDate;
  readonly hasPictures: boolean;
}

/** A side as the database gives it. */
export interface FoundSide extends Omit<FoundClass, 'id'> {
  readonly kind: PersonKind;
  readonly class_id: string;
  readonly row_id: string;
  readonly person_id: string;
  readonly name: string;
  /** Of a trainee; what a teacher’s number tells is read from its seal. */
  readonly sex: string | null;
  readonly birth: PlainDate | null;
  readonly has_pictures: boolean;
}

/** What the sealed number of a teacher tells, by teacher. */
export type Told = ReadonlyMap<string, { readonly sex: string; readonly birth: PlainDate }>;

export const sideOf = (found: FoundSide, told: Told): PairSide => ({
  kind: found.kind,
  classId: found.class_id,
  regionCode: found.region_code,
  rowId: found.row_id,
  personId: found.person_id,
  name: found.name,
  sex: found.sex ?? told.get(found.person_id)?.sex ?? '',
  birth: found.birth ?? told.get(found.person_id)?.birth,
  className: classNameOf(found),
  institutionId: found.institution_id,
  institution: found.institution,
  region: findRegion(found.region_code)?.name ?? found.region_code,
  startsOn: found.starts_on,
  endsOn: found.ends_on,
  hasPictures: found.has_pictures,
});

/** One side of `face_pairs f` as one value; null where it is out of sight. */
export const sideColumn = (prefix: 'one' | 'other') => {
  const [region, of, key, trainee, teacher] =
    prefix === 'one'
      ? [sql`f.region_code`, sql`f.class_id`, sql`f.row_id`, sql`f.trainee_row`, sql`f.teacher_id`]
      : [
          sql`f.other_region_code`,
          sql`f.other_class_id`,
          sql`f.other_row_id`,
          sql`f.other_trainee_row`,
          sql`f.other_teacher_id`,
        ];
  return sql`(select jsonb_build_object('kind', case when t.id is null then 'trainee' else 'teacher' end,
      'region_code', c.region_code, 'class_id', c.id, 'row_id', ${key}, 'person_id', coalesce(p.id, t.id),
      'name', coalesce(r.name, t.name), 'sex', p.sex, 'birth', p.birth, 'institution_id', i.id, 'institution', i.name,
      'occupation', o.name, 'level', c.level, 'class_number', c.class_number, 'starts_on', c.starts_on,
      'ends_on', c.ends_on, 'has_pictures', exists (select from enrolment_frames e where e.region_code = c.region_code
        and e.class_id = c.id and e.row_id = ${key}))
    from training_classes c
      join institutions i on i.id = c.institution_id join occupations o on o.code = c.occupation_code
      left join roster_rows r on r.region_code = c.region_code and r.class_id = c.id and r.id = ${trainee}
      left join people p on p.person_index = r.id_index
      left join teachers t on t.id = ${teacher}
    where c.region_code = ${region} and c.id = ${of} and num_nonnulls(p.id, t.id) = 1)`;
};

/** Opens what the numbers of teachers tell: they are kept nowhere else. */
export async function toldByNumbers(
  { tx, services }: Pick<Reading, 'tx' | 'services'>,
  teachers: readonly FoundSide[],
): Promise<Told> {
  const ids = [...new Set(teachers.map(({ person_id }) => person_id))];
  if (ids.length === 0) return new Map();
  const rows = await tx.selectFrom('teachers').select(['id', 'id_sealed']).where('id', 'in', ids).execute();
  return new Map(
    rows.flatMap(({ id, id_sealed }) => {
      const checked = checkIdentityNumber(services.secrets.open('identityNumber', id, id_sealed));
      return checked.ok ? [[id, { sex: checked.sex, birth: checked.birth }] as const] : [];
    }),
  );
}
