import { sql } from 'kysely';
import { z } from 'zod';
import { addMonths, type PlainDate, plainDate } from '#kernel/plain-date';
import { done, query } from '#platform/operation';
import { readers } from './class-show';
import type { StrikeKind } from './rule-strikes';

/** How often a rule struck in a month: in how many filings or returns, and in how many places of them. */
export interface RuleStrike {
  readonly rule: string;
  /** The first day of the month. */
  readonly month: PlainDate;
  readonly kind: StrikeKind;
  readonly times: number;
  readonly places: number;
}

/** 规则命中统计：近十二个月，本人管辖范围内 */
export const listRuleStrikes = query({
  name: 'rule.strikes',
  path: '/rule-strikes',
  title: '规则命中统计',
  by: readers,
  cites: ['2024.1.2', '2024.2.1.1'],
  input: z.object({ rule: z.string().trim().max(80).optional() }),
  async handle({ rule }, { tx, today }) {
    const since = plainDate(`${addMonths(today, -11).slice(0, 7)}-01`);
    const found = await sql<RuleStrike>`select rule, month, kind, sum(times)::int as times, sum(places)::int as places
      from rule_strikes where month >= ${since}::date and (${rule ?? null}::text is null or rule = ${rule ?? null})
      group by rule, month, kind order by rule, month, kind`.execute(tx);
    return done({ since, strikes: found.rows });
  },
});
