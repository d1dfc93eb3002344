import { sql } from 'kysely';
import type { Context, Reading } from '#platform/operation';
import { type FacePairState, facePairStates } from '../../domain/doubt/lifecycle';
import { type FoundSide, type PairSide, sideColumn, sideOf, type Told, toldByNumbers } from './pair-sides';

export type { PairSide } from './pair-sides';

/** What follows where both are one person: a suspicion of a trainee, a doubt about a teacher, or a register put right. */
export type PairFollow = 'reported' | 'teacherDoubt' | 'merge';

export interface Pair {
  readonly id: string;
  readonly kind: 'enrolment' | 'probe';
  readonly state: FacePairState;
  readonly version: number;
  readonly score: number;
  readonly threshold: number;
  readonly engineId: string;
  readonly foundAt: string;
  readonly follow: PairFollow | undefined;
  readonly reason: string;
  readonly decidedBy: string | undefined;
  readonly decidedAt: string | undefined;
  readonly sides: readonly [PairSide, PairSide];
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
  readonly follow: PairFollow | null;
  readonly reason: string;
  readonly decided_by_name: string | null;
  readonly decided_at: string | null;
  readonly one: FoundSide;
  readonly other: FoundSide;
}

const stored = (state: string): FacePairState => {
  const known = facePairStates.find((each) => each === state);
  if (!known) throw new Error(`unknown state of a pair: ${state}`);
  return known;
};

const pairOf = (row: FoundPairRow, told: Told): Pair => ({
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
  sides: [sideOf(row.one, told), sideOf(row.other, told)],
});

const mostPairs = 200;

/** Pairs in sight, those that wait first, the most alike before the less; or one of them. */
export async function findPairs(
  { tx, services }: Pick<Reading, 'tx' | 'services'>,
  wish: { readonly id: string } | { readonly isWaiting: boolean },
): Promise<Pair[]> {
  const which =
    'id' in wish ? sql`f.id = ${wish.id}` : wish.isWaiting ? sql`f.state in ('waiting', 'unclear')` : sql`true`;
  const { rows } = await sql<FoundPairRow>`
    select f.id, f.kind, f.state, f.version, f.score, f.threshold, f.engine_id, f.found_at, f.follow, f.reason,
      f.decided_by_name, f.decided_at, ${sideColumn('one')} as one, ${sideColumn('other')} as other
    from face_pairs f where ${which}
    order by (f.state = 'waiting') desc, f.score desc, f.found_at, f.id limit ${mostPairs}`.execute(tx);
  const whole = rows.filter(({ one, other }) => one !== null && other !== null);
  const told = await toldByNumbers(
    { tx, services },
    whole.flatMap(({ one, other }) => [one, other]).filter(({ kind }) => kind === 'teacher'),
  );
  return whole.map((row) => pairOf(row, told));
}

/** What speaks for one person behind the two, beside the faces. */
export function factsOf([one, other]: Pair['sides']) {
  const reversed = [...one.name].toReversed().join('');
  return {
    sameBirth: one.birth !== undefined && one.birth === other.birth,
    sameName: one.name === other.name,
    reversedName: one.name.length > 1 && one.name !== other.name && reversed === other.name,
    sameSex: one.sex === other.sex || one.sex === '' || other.sex === '',
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
