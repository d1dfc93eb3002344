import { checkIdentityNumber } from '#law/identity-number';
import type { Reading } from '#platform/operation';
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

/** The teacher whose card this is: the whole number as read, or the last four signs of who is named. */
export async function findTeacher(
  { tx, services }: Pick<Reading, 'tx' | 'services'>,
  { institutionId }: TaughtClass,
  card: string,
  teacherId: string | undefined,
): Promise<Teacher | undefined> {
  const teachers = tx
    .selectFrom('teachers')
    .select(['id', 'name', 'id_sealed'])
    .where('institution_id', '=', institutionId);
  if (card.length === 18) {
    const checked = checkIdentityNumber(card);
    if (!checked.ok) return undefined;
    const found = await teachers
      .where('id_index', '=', services.secrets.index('identityNumber', checked.number))
      .executeTakeFirst();
    return found && (teacherId === undefined || found.id === teacherId)
      ? { id: found.id, name: found.name }
      : undefined;
  }
  const named = teacherId === undefined ? undefined : await teachers.where('id', '=', teacherId).executeTakeFirst();
  if (!named) return undefined;
  const number = services.secrets.open('identityNumber', named.id, named.id_sealed);
  return number.toUpperCase().endsWith(card.toUpperCase()) ? { id: named.id, name: named.name } : undefined;
}
