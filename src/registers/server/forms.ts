import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { type PlainDate, parsePlainDate } from '#kernel/plain-date';
import { regions } from '#law/regions';

/** What the questions of the registers have in common. */

export const readers = [
  'institutionClerk',
  'institutionPrincipal',
  'countyOfficer',
  'countySignatory',
  'cityOfficer',
  'citySignatory',
  'disciplineOfficer',
] as const;

export const plainDay = z.string('应为日期').transform((value, context): PlainDate => {
  const day = parsePlainDate(value);
  if (day) return day;
  context.addIssue({ code: 'custom', message: '应为日期，形如 2026-12-14' });
  return z.NEVER;
});

export const searchWords = z.string().trim().max(50, '不超过 50 个字');
export const regionCode = z.string().regex(/^4108\d{2}$/, '县（市、区）不正确');
export const pageCursor = z.string().max(400);

export const regionName = (code: string): string => regions.find((region) => region.code === code)?.name ?? code;

/** `words` anywhere in a text, for `like`. */
export const within = (words: string): string => `%${words.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;

/** All conditions together; none of them is no condition. */
export const allOf = (parts: readonly (RawBuilder<SqlBool> | undefined)[]): RawBuilder<unknown> =>
  sql.join([sql<SqlBool>`true`, ...parts.flatMap((part) => part ?? [])], sql` and `);

/** “含‘王’”: a search in the words of a title. */
export const searchedFor = (words: string | undefined): string | undefined => (words ? `含“${words}”` : undefined);
