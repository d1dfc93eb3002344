import { checkIdentityNumber } from '#law/identity-number';
import { type Reading, refused } from '#platform/operation';
import type { CardHolder } from '../check-in/check-by-card';
import { classTeachers } from '../check-in/people';
import type { TaughtClass } from '../check-in/taught-class';

/** A teacher of the institution. */
export interface Teacher {
  readonly id: string;
  readonly name: string;
}

export const teachersOf = ({ tx }: Pick<Reading, 'tx'>, { institutionId }: TaughtClass): Promise<Teacher[]> =>
  tx
    .selectFrom('teachers')
    .select(['id', 'name'])
    .where('institution_id', '=', institutionId)
    .orderBy('pinyin')
    .orderBy('id')
    .limit(500)
    .execute();

type Sealed = { readonly id: string; readonly name: string; readonly id_sealed: Buffer };

/** Sealed numbers are opened only of those who may be meant: the one named, else the teachers of the class. */
async function endingIn(
  { tx, services }: Pick<Reading, 'tx' | 'services'>,
  { institutionId }: TaughtClass,
  ids: readonly string[],
  tail: string,
): Promise<Teacher[]> {
  if (ids.length === 0) return [];
  const teachers: readonly Sealed[] = await tx
    .selectFrom('teachers')
    .select(['id', 'name', 'id_sealed'])
    .where('institution_id', '=', institutionId)
    .where('id', 'in', [...ids])
    .orderBy('pinyin')
    .orderBy('id')
    .execute();
  const ends = tail.toUpperCase();
  return teachers
    .filter(({ id, id_sealed }) => services.secrets.open('identityNumber', id, id_sealed).toUpperCase().endsWith(ends))
    .map(({ id, name }) => ({ id, name }));
}

async function withNumber(
  { tx, services }: Pick<Reading, 'tx' | 'services'>,
  { institutionId }: TaughtClass,
  card: string,
): Promise<Teacher[]> {
  const checked = checkIdentityNumber(card);
  if (!checked.ok) return [];
  return tx
    .selectFrom('teachers')
    .select(['id', 'name'])
    .where('institution_id', '=', institutionId)
    .where('id_index', '=', services.secrets.index('identityNumber', checked.number))
    .execute();
}

export const noTeacher = refused('本机构没有这名教师，或证号不对。请核对后再试。', 'invalid');

/**
 * The teacher whose card this is: any of the institution by the whole number as read, or by name and the last four
 * signs; by the last four signs alone one whom the plan of the class names.
 */
export async function findTeacherHolder(
  reading: Pick<Reading, 'tx' | 'services'>,
  held: TaughtClass,
  card: string,
  chosen: string | undefined,
): Promise<CardHolder> {
  const ids = chosen === undefined ? (await classTeachers(reading, held)).map(({ rowId }) => rowId) : [chosen];
  const found = card.length === 18 ? await withNumber(reading, held, card) : await endingIn(reading, held, ids, card);
  const people = found
    .filter(({ id }) => chosen === undefined || id === chosen)
    .map(({ id, name }) => ({ rowId: id, name }));
  const [only, ...others] = people;
  if (!only) return { kind: 'nobody' };
  return others.length > 0 ? { kind: 'several', people } : { kind: 'found', person: { kind: 'teacher', ...only } };
}
