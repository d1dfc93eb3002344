import { sql } from 'kysely';
import { type PlainDate, partsOf } from '#kernel/plain-date';
import { blocked, type Finding } from '#law/rule';
import { type Refused, refused, type Transaction } from '#platform/operation';
import { countOf } from '../domain/judge-opening';

/** How a rule struck: it warned of what was filed, stopped a filing, or was given as the reason of a return. */
export type StrikeKind = 'warned' | 'stopped' | 'returned';

/** Whose class it was. */
interface Owner {
  readonly region_code: string;
  readonly institution_id: string;
}

/** The first day of the month a day is in. */
const monthOf = (day: PlainDate): string => {
  const { year, month } = partsOf(day);
  return `${year}-${String(month).padStart(2, '0')}-01`;
};

/** Counts once for each rule that it struck, and in how many places; part of the filing or return it belongs to. */
export async function countStrikes(
  tx: Transaction,
  { region_code, institution_id }: Owner,
  day: PlainDate,
  kind: StrikeKind,
  rules: readonly string[],
): Promise<void> {
  const places = new Map<string, number>();
  for (const rule of rules) places.set(rule, (places.get(rule) ?? 0) + 1);
  if (places.size === 0) return;
  const names = [...places.keys()].sort();
  await sql`insert into rule_strikes as kept (region_code, institution_id, month, rule, kind, times, places)
    select ${region_code}, ${institution_id}::uuid, ${monthOf(day)}::date, struck.rule, ${kind}, 1, struck.places
    from unnest(${names}::text[], ${names.map((name) => places.get(name) ?? 1)}::int[]) as struck(rule, places)
    on conflict (region_code, institution_id, month, rule, kind)
      do update set times = kept.times + 1, places = kept.places + excluded.places`.execute(tx);
}

/** Counts what a filing was taken with. */
export const countWarnings = (tx: Transaction, owner: Owner, day: PlainDate, findings: readonly Finding[]) =>
  countStrikes(
    tx,
    owner,
    day,
    'warned',
    findings.map(({ rule }) => rule),
  );

/** The refusal of a filing that something blocks; what stopped it is counted though the filing leaves nothing else. */
export function refusedBy(owner: Owner, day: PlainDate, findings: readonly Finding[], whatNow: string): Refused {
  const stopping = findings.filter((finding) => blocked([finding])).map(({ rule }) => rule);
  return {
    ...refused(`还有 ${countOf(findings, 'blocks')} 处须改，改好后${whatNow}。`, 'blocked', findings),
    leaves: (tx) => countStrikes(tx, owner, day, 'stopped', stopping),
  };
}
