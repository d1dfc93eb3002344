import { city } from '#law/regions';
import type { Context } from '#platform/operation';
import type { Role } from '#kernel/roles';
import { bureauOf } from '../../domain/institution/decision';
import { regionName } from '../forms';
import { type FoundMatter, mostMatters } from './matter';

/** Whose tasks a role is shown: those of its bureau, and those of its own desk. */
const audiencesOf = (role: Role): readonly string[] => {
  const bureau = bureauOf(role);
  if (bureau) return [bureau, 'both', role];
  if (role === 'institutionPrincipal') return ['principal'];
  return role === 'securityAdministrator' ? ['security'] : [];
};

/** What later stages have asked of the actor’s desk; it stands until they settle it. */
export async function tasks({ tx, actor }: Context): Promise<FoundMatter[]> {
  const audiences = audiencesOf(actor.role);
  if (audiences.length === 0) return [];
  const rows = await tx
    .selectFrom('waiting_tasks')
    .select(['id', 'address', 'what', 'about', 'region_code', 'raised_at'])
    .where('settled_at', 'is', null)
    .where('audience', 'in', audiences)
    .orderBy('raised_at')
    .limit(mostMatters)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: 'task',
    subject: row.address,
    what: row.what,
    about: row.about,
    // What concerns the whole city stands in no county.
    region: row.region_code === city.code ? undefined : regionName(row.region_code),
    // Some come from a person, some from a rule; the record itself tells.
    askedBy: undefined,
    askedAt: row.raised_at,
  }));
}
