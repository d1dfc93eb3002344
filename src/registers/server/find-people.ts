import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Secrets } from '#platform/secrets/secrets';

const isTail = (words: string): boolean => /^\d{3}[\dXx]$/.test(words);

/** Which `people` are meant: by name, two characters of it, pinyin, initials, or the last four of the identity number. */
export function peopleNamed(words: string, secrets: Secrets): RawBuilder<SqlBool> {
  const like = `${words.replace(/[\\%_]/g, '\\$&')}%`;
  const lower = like.toLowerCase();
  if (isTail(words)) return sql<SqlBool>`people.tail_index = ${secrets.index('identityTail', words.toUpperCase())}`;
  if (/^\p{Script=Han}{2}$/u.test(words)) return sql<SqlBool>`people.name_pairs @> array[${words}]::text[]`;
  return sql<SqlBool>`(people.name like ${like} or people.initials like ${lower} or people.pinyin like ${lower})`;
}
