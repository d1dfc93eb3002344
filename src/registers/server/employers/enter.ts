import { sql } from 'kysely';
import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { isRegionCode } from '#law/regions';
import { checkCreditCode } from '#law/unified-credit-code';
import { nameKeys } from '#platform/names';
import type { Context, Reading } from '#platform/operation';
import { type DormantEmployer, employerFaults } from '../../domain/employer';

/** What a filed job post tells of its employer. */
export interface NamedEmployer {
  readonly employer: string;
  readonly creditCode: string;
  readonly address: string;
  readonly contact: string;
  readonly phone: string;
}

/** The county a code was issued in, where it is one of ours. */
const seatOf = (regionPrefix: string): string | null => (isRegionCode(regionPrefix) ? regionPrefix : null);

/**
 * Enters the employers of filed posts, once each by code. Of a known one only what was missing is added: its name is
 * the register’s, kept by the bureaus. In the order of codes, so that two filings wait for each other.
 */
export async function enterEmployers(
  context: Context,
  posts: readonly NamedEmployer[],
  filedOn: PlainDate,
): Promise<void> {
  const byCode = new Map<string, NamedEmployer & { readonly seat: string | null }>();
  for (const post of posts) {
    const checked = checkCreditCode(post.creditCode);
    if (checked.ok && post.employer !== '' && !byCode.has(checked.code)) {
      byCode.set(checked.code, { ...post, seat: seatOf(checked.regionPrefix) });
    }
  }
  if (byCode.size === 0) return;
  const { secrets } = context.services;
  const values = [...byCode]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([credit_code, { employer, address, contact, phone, seat }]) => {
      const { pinyin, initials } = nameKeys(employer);
      return {
        credit_code,
        name: employer,
        pinyin,
        initials,
        seat_region: seat,
        address,
        contact,
        phone_sealed: phone === '' ? null : secrets.seal('phone', credit_code, phone),
        first_seen_at: context.now,
        entered_by: context.actor.userId,
        last_filed_on: filedOn,
      };
    });
  await context.acrossRegions(() =>
    context.tx
      .insertInto('employers')
      .values(values)
      .onConflict((conflict) =>
        conflict.column('credit_code').doUpdateSet((row) => ({
          last_filed_on: sql`greatest(employers.last_filed_on, excluded.last_filed_on)`,
          address: sql`case when employers.address = '' then excluded.address else employers.address end`,
          contact: sql`case when employers.contact = '' then excluded.contact else employers.contact end`,
          phone_sealed: sql`coalesce(employers.phone_sealed, excluded.phone_sealed)`,
          pinyin: sql`case when employers.name = excluded.name then excluded.pinyin else employers.pinyin end`,
          initials: sql`case when employers.name = excluded.name then excluded.initials else employers.initials end`,
          entered_by: sql`coalesce(employers.entered_by, ${row.ref('excluded.entered_by')})`,
        })),
      )
      .execute(),
  );
}

const faultForm = z.enum(employerFaults);

/** What stands, or stood, against the employers of these posts; a public fact, whoever asks. */
export async function readDormant(
  reading: Pick<Reading, 'tx' | 'acrossRegions'>,
  posts: readonly { readonly creditCode: string }[],
): Promise<DormantEmployer[]> {
  const codes = [...new Set(posts.flatMap(({ creditCode }) => creditCode.toUpperCase() || []))];
  if (codes.length === 0) return [];
  const rows = await reading.acrossRegions(() =>
    reading.tx
      .selectFrom('employer_standings')
      .select(['credit_code', 'kind', 'from_day', 'lifted_on'])
      .where('credit_code', 'in', codes)
      .orderBy('credit_code')
      .orderBy('from_day')
      .execute(),
  );
  return rows.map((row) => ({
    creditCode: row.credit_code,
    fault: faultForm.parse(row.kind),
    since: row.from_day,
    liftedOn: row.lifted_on ?? undefined,
  }));
}
