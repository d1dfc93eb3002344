import type { Role } from '#kernel/roles';
import type { Context } from '#platform/operation';
import { mergeKindNames, mergeSettlers } from '../../domain/person-merge';
import { catalogueNames, confirmers } from '../catalogue/edition-form';
import { catalogues, readEditions } from '../catalogue/edition-store';
import { figureConfirmers } from '../standing-figures';
import { readMerges } from '../trainee-merge/show';
import { type FoundMatter, mostMatters } from './matter';

const holds = (roles: readonly Role[], role: Role): boolean => roles.includes(role);

export async function merges(context: Context): Promise<FoundMatter[]> {
  if (!holds(mergeSettlers, context.actor.role)) return [];
  const asked = await readMerges(context, { state: 'requested' });
  return asked
    .filter(({ actions }) => actions.includes('confirm'))
    .map((row) => ({
      id: row.id,
      kind: 'merge',
      subject: row.keptId,
      what: `确认${mergeKindNames[row.kind]}`,
      about: row.keptName === row.mergedName ? row.keptName : `${row.keptName}、${row.mergedName}`,
      region: undefined,
      askedBy: row.requestedBy,
      askedAt: row.requestedAt,
    }));
}

export async function figureLines({ tx, actor }: Context): Promise<FoundMatter[]> {
  if (!holds(figureConfirmers, actor.role)) return [];
  const rows = await tx
    .selectFrom('figure_lines as f')
    .leftJoin('users as adder', 'adder.id', 'f.added_by')
    .select(['f.id', 'f.figure', 'f.document', 'f.added_at', 'adder.display_name'])
    .where('f.confirmed_at', 'is', null)
    .where('f.added_by', '<>', actor.userId)
    .orderBy('f.added_at')
    .limit(mostMatters)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: 'figure',
    subject: row.figure,
    what: '确认标准与限额',
    about: row.document,
    region: undefined,
    askedBy: row.display_name ?? undefined,
    askedAt: row.added_at,
  }));
}

export async function editions({ tx, actor }: Context): Promise<FoundMatter[]> {
  if (!holds(confirmers, actor.role)) return [];
  const found: FoundMatter[] = [];
  for (const catalogue of catalogues) {
    for (const edition of await readEditions(tx, catalogue)) {
      if (edition.confirmedAt || edition.withdrawnAt || edition.addedById === actor.userId) continue;
      found.push({
        id: edition.id,
        kind: 'edition',
        subject: catalogue,
        what: `确认${catalogueNames[catalogue]}`,
        about: `${edition.document}，${edition.documentNumber}`,
        region: undefined,
        askedBy: edition.addedBy || undefined,
        askedAt: edition.addedAt,
      });
    }
  }
  return found;
}
