import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { findRegion } from '#law/regions';
import type { Context, Reading } from '#platform/operation';
import { type FacePairState, facePairStates } from '../../domain/doubt/lifecycle';
import { classNameOf } from '../check-in/taught-class';

/** One of the two of a pair. */
export interface PairSide {
  readonly classId: string;
  readonly regionCode: string;
  readonly rowId: string;
  readonly personId: string;
  readonly name: string;
  readonly sex: string;
  readonly birth: PlainDate;
  readonly className: string;
  readonly institutionId: string;
  readonly institution: string;
  readonly region: string;
  readonly startsOn: PlainDate;
  readonly endsOn: PlainDate;
  readonly hasPictures: boolean;
}

export interface Pair {
  readonly id: string;
  readonly kind: 'enrolment' | 'probe';
  readonly state: FacePairState;
  readonly version: number;
  readonly score: number;
  readonly threshold: number;
  readonly engineId: string;
  readonly foundAt: string;
  readonly follow: 'reported' | 'merge' | undefined;
  readonly reason: string;
  readonly decidedBy: string | undefined;
  readonly decidedAt: string | undefined;
  readonly sides: readonly [PairSide, PairSide];
}

interface FoundSide {
  readonly region_code: string;
  readonly class_id: string;
  readonly row_id: string;
  readonly person_id: string;
  readonly name: string;
  readonly sex: string;
  readonly birth: PlainDate;
  readonly institution_id: string;
  readonly institution: string;
  readonly occupation: string;
  readonly level: number;
  readonly class_number: number;
  readonly starts_on: PlainDate;
  readonly ends_on: PlainDate;
  readonly has_pictures: boolean;
}

interface FoundPairRow {
  readonly id: string;
  readonly kind: 'enrolment' | 'probe';
  readonly state: string;
  readonly version: number;
  readonly score: number;
  readonly threshold: number;
  readonly engine_id: string;
  readonly found_at: string;
  readonly follow: 'reported' | 'merge' | null;
  readonly reason: string;
  readonly decided_by_name: string | null;
  readonly decided_at: string | null;
  readonly one: FoundSide;
  readonly other: FoundSide;
}

const sideOf = (found: FoundSide): PairSide => ({
  classId: found.class_id,
  regionCode: found.region_code,
  rowId: found.row_id,
  personId: found.person_id,
  name: found.name,
  sex: found.sex,
  birth: found.birth,
  className: classNameOf(found),
  institutionId: found.institution_id,
  institution: found.institution,
  region: findRegion(found.region_code)?.name ?? found.region_code,
  startsOn: found.starts_on,
  endsOn: found.ends_on,
  hasPictures: found.has_pictures,
});

const stored = (state: string): FacePairState => {
  const known = facePairStates.find((each) => each === state);
  if (!known) throw new Error(`unknown state of a pair: ${state}`);
  return known;
};

const side = (prefix: 'one' | 'other') => {
  const [region, of, row] =
    prefix === 'one'
      ? [sql`f.region_code`, sql`f.class_id`, sql`f.row_id`]
      : [sql`f.other_region_code`, sql`f.other_class_id`, sql`f.other_row_id`];
  return sql`(select jsonb_build_object('region_code', c.region_code, 'class_id', c.id, 'row_id', r.id,
      'person_id', p.id, 'name', r.name, 'sex', p.sex, 'birth', p.birth, 'institution_id', i.id, 'institution', i.name,
      'occupation', o.name, 'level', c.level, 'class_number', c.class_number, 'starts_on', c.starts_on,
      'ends_on', c.ends_on, 'has_pictures', exists (select from enrolment_frames e where e.region_code = r.region_code
        and e.class_id = r.class_id and e.row_id = r.id))
    from roster_rows r join training_classes c on c.region_code = r.region_code and c.id = r.class_id
      join institutions i on i.id = c.institution_id join occupations o on o.code = c.occupation_code
      join people p on p.person_index = r.id_index
    where r.region_code = ${region} and r.class_id = ${of} and r.id = ${row})`;
};

const pairOf = (row: FoundPairRow): Pair => ({
  id: row.id,
  kind: row.kind,
  state: stored(row.state),
  version: row.version,
  score: row.score,
  threshold: row.threshold,
  engineId: row.engine_id,
  foundAt: row.found_at,
  follow: row.follow ?? undefined,
  reason: row.reason,
  decidedBy: row.decided_by_name ?? undefined,
  decidedAt: row.decided_at ?? undefined,
  sides: [sideOf(row.one), sideOf(row.other)],
});

const mostPairs = 200;

/** Pairs in sight, those that wait first, the most alike before the less; or one of them. */
export async function findPairs(
  { tx }: Pick<Reading, 'tx'>,
  wish: { readonly id: string } | { readonly isWaiting: boolean },
): Promise<Pair[]> {
  const which =
    'id' in wish ? sql`f.id = ${wish.id}` : wish.isWaiting ? sql`f.state in ('waiting', 'unclear')` : sql`true`;
  const { rows } = await sql<FoundPairRow>`
    select f.id, f.kind, f.state, f.version, f.score, f.threshold, f.engine_id, f.found_at, f.follow, f.reason,
      f.decided_by_name, f.decided_at, ${side('one')} as one, ${side('other')} as other
    from face_pairs f where ${which}
    order by (f.state = 'waiting') desc, f.score desc, f.found_at, f.id limit ${mostPairs}`.execute(tx);
  return rows.filter(({ one, other }) => one !== null && other !== null).map(pairOf);
}

/** What speaks for one person behind the two, beside the faces. */
export function factsOf([one, other]: Pair['sides']) {
  const reversed = [...one.name].toReversed().join('');
  return {
    sameBirth: one.birth === other.birth,
    sameName: one.name === other.name,
    reversedName: one.name.length > 1 && one.name !== other.name && reversed === other.name,
    sameSex: one.sex === other.sex,
    sameInstitution: one.institutionId === other.institutionId,
    sameClass: one.classId === other.classId,
    overlaps: one.startsOn <= other.endsOn && other.startsOn <= one.endsOn,
  };
}

/** A pair in sight with nobody else able to move it, for somebody who has seen its version. */
export async function takePair(context: Context, id: string): Promise<Pair | undefined> {
  await context.tx.selectFrom('face_pairs').select('id').where('id', '=', id).forUpdate().execute();
  return (await findPairs(context, { id }))[0];
}
