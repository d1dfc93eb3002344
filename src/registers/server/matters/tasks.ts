import type { Context } from '#platform/operation';
import { bureauOf } from '../../domain/institution/decision';
import { regionName } from '../forms';
import { type FoundMatter, mostMatters } from './matter';

/** What later stages have asked of the actor’s bureau; it stands until they settle it. */
export async function tasks({ tx, actor }: Context): Promise<FoundMatter[]> {
  const bureau = bureauOf(actor.role);
  if (!bureau) return [];
  const rows = await tx
    .selectFrom('waiting_tasks')
    .select(['id', 'address', 'what', 'about', 'region_code', 'raised_at'])
    .where('settled_at', 'is', null)
    .where('audience', 'in', [bureau, 'both'])
    .orderBy('raised_at')
    .limit(mostMatters)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: 'task',
    subject: row.address,
    what: row.what,
    about: row.about,
    region: regionName(row.region_code),
    askedBy: '系统',
    askedAt: row.raised_at,
  }));
}
