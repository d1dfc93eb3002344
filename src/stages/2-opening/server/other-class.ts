import { type RawBuilder, sql } from 'kysely';
import { regions } from '#law/regions';
import type { Context } from '#platform/operation';
import type { OtherClass } from '../domain/city-evidence';
import type { ClassRecord } from './records';

/** Another class as the queries across the city give it. */
export interface OtherClassRow {
  readonly region_code: string;
  readonly filing_number: string | null;
  readonly occupation: string | null;
}

/** BA-2026-0007 养老护理员 */
export const otherClassName = ({ filing_number, occupation }: OtherClassRow): string =>
  `${filing_number ?? '未编号'} ${occupation ?? ''}`.trim();

export const regionName = (code: string): string => regions.find((region) => region.code === code)?.name ?? code;

/** What evidence may say of another class: its number, trade and county; nobody in it. */
export const otherClassOf = (row: OtherClassRow): OtherClass => ({
  otherClass: otherClassName(row),
  otherRegion: regionName(row.region_code),
});

/**
 * Classes, named `held`, that count as evidence against this one: under way or approved, and filed before it. Who filed
 * first is not called to account for what another took over from it later.
 */
export async function heldBefore({ tx }: Context, record: ClassRecord): Promise<RawBuilder<boolean>> {
  const first = await tx
    .selectFrom('filings')
    .select('filed_at')
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .where('number', '=', 1)
    .executeTakeFirst();
  return sql<boolean>`held.id <> ${record.id} and held.state in ('filed', 'verified', 'approved')
    and exists (select from filings first where first.region_code = held.region_code and first.class_id = held.id
      and first.number = 1 and first.filed_at < ${first?.filed_at ?? 'infinity'}::timestamptz)`;
}
