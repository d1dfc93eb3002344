import { sql } from 'kysely';
import { z } from 'zod';
import type { Role } from '#kernel/roles';
import type { Instant } from '#platform/clock';
import type { Context } from '#platform/operation';
import { levelNames, levels } from '../../domain/institution';
import { actNames, bureauOf, decisionLifecycle } from '../../domain/institution/decision';
import { mayKeep } from '../../domain/institution/rights';
import { regionName } from '../forms';
import { actForm } from '../institution/carry-out';
import { type FoundMatter, mostMatters } from './matter';

const levelForm = z.union(levels.map((level) => z.literal(level)));
const confirmers: readonly Role[] = decisionLifecycle.steps.confirm.by;

interface DecisionFound {
  readonly id: string;
  readonly institution_id: string;
  readonly institution: string;
  readonly region_code: string;
  readonly act: string;
  readonly occupation: string | null;
  readonly level: number | null;
  readonly proposed_by_name: string;
  readonly proposed_at: Instant;
}

export async function decisions({ tx, actor }: Context): Promise<FoundMatter[]> {
  const bureau = bureauOf(actor.role);
  if (!bureau || !confirmers.includes(actor.role)) return [];
  const { rows } = await sql<DecisionFound>`
    select d.id, d.institution_id, i.name as institution, d.region_code, d.act, o.name as occupation,
      coalesce(d.level, held.level) as level, d.proposed_by_name, d.proposed_at
    from institution_decisions d join institutions i on i.id = d.institution_id
      left join designations held on held.id = d.designation_id
      left join occupations o on o.code = coalesce(d.occupation_code, held.occupation_code)
    where d.state = 'waiting' and d.bureau = ${bureau} and d.proposed_by <> ${actor.userId}
    order by d.proposed_at limit ${mostMatters}`.execute(tx);
  return rows.map((row) => {
    const level = levelForm.safeParse(row.level).data;
    const held = row.occupation && level ? `：${row.occupation}（${levelNames[level]}）` : '';
    return {
      id: row.id,
      kind: 'decision',
      subject: row.institution_id,
      what: `${actNames[actForm.parse(row.act)]}${held}`,
      about: row.institution,
      region: regionName(row.region_code),
      askedBy: row.proposed_by_name,
      askedAt: row.proposed_at,
    };
  });
}

export async function accounts({ tx, actor }: Context): Promise<FoundMatter[]> {
  if (!mayKeep('decideAccount', actor.role)) return [];
  const rows = await tx
    .selectFrom('account_statements as s')
    .innerJoin('institutions as i', 'i.id', 's.institution_id')
    .select(['s.id', 's.institution_id', 's.region_code', 's.stated_by_name', 's.stated_at', 'i.name'])
    .where('s.state', '=', 'waiting')
    .orderBy('s.stated_at')
    .limit(mostMatters)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: 'account',
    subject: row.institution_id,
    what: '确认对公账户变更',
    about: row.name,
    region: regionName(row.region_code),
    askedBy: row.stated_by_name,
    askedAt: row.stated_at,
  }));
}

export async function venues({ tx, actor }: Context): Promise<FoundMatter[]> {
  if (!mayKeep('checkVenue', actor.role)) return [];
  const rows = await tx
    .selectFrom('venues as v')
    .innerJoin('institutions as i', 'i.id', 'v.institution_id')
    .select(['v.id', 'v.institution_id', 'v.region_code', 'v.name as venue', 'i.name'])
    .where('v.awaits_check', '=', true)
    .where('v.closed_on', 'is', null)
    .orderBy('i.name')
    .limit(mostMatters)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: 'venue',
    subject: row.institution_id,
    what: `核定场地：${row.venue}`,
    about: row.name,
    region: regionName(row.region_code),
    askedBy: undefined,
    askedAt: undefined,
  }));
}
