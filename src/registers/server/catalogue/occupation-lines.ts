import { sql } from 'kysely';
import { addDays, type PlainDate, spokenDay } from '#kernel/plain-date';
import { nameKeys } from '#platform/names';
import { type Context, type Refused, refused, type Transaction } from '#platform/operation';
import { type CatalogueChange, type CatalogueLine, catalogueOn, faultsOf, lineKey } from '../../domain/catalogue';
import { levelNames } from '../../domain/institution';
import { readCatalogue } from '../institutions';
import type { Edition } from './edition-store';

/** The catalogue an edition of that day starts from, and how every code ever listed is called. */
export async function baseOf(context: Context, from: PlainDate) {
  const entries = await readCatalogue(context);
  const names = await context.tx.selectFrom('occupations').select(['code', 'name']).execute();
  return {
    lines: catalogueOn(entries, from),
    names: new Map(names.map(({ code, name }) => [code, name])),
  };
}

const spokenLine = ({ occupationName, level }: CatalogueLine): string => `${occupationName}${levelNames[level]}`;

/** What hinders changes from holding from a day, in one sentence; undefined where nothing does. */
export async function whyNotChanged(
  context: Context,
  from: PlainDate,
  changes: readonly CatalogueChange[],
): Promise<string | undefined> {
  const { lines, names } = await baseOf(context, from);
  const faults = faultsOf(lines, changes, names).map(({ at, message }) => {
    const change = changes[at];
    return `${change ? spokenLine(change) : ''}：${message}`;
  });
  if (faults.length === 0) return undefined;
  const shown = faults.slice(0, 5).join('；');
  return `${shown}${faults.length > 5 ? `；等 ${faults.length} 处` : ''}。`;
}

/** Ends lines of the catalogue on the day before; how many of them were there to be ended. */
async function end(tx: Transaction, { id, from }: Edition, lines: readonly CatalogueLine[]): Promise<number> {
  const ended = await sql`update occupation_levels held set valid_until = ${addDays(from, -1)}::date, ended_by = ${id}
    from unnest(${lines.map((line) => line.occupationCode)}::text[], ${lines.map((line) => line.level)}::smallint[])
      as wanted(code, level)
    where held.occupation_code = wanted.code and held.level = wanted.level and held.valid_until is null`.execute(tx);
  return Number(ended.numAffectedRows ?? 0);
}

async function add(tx: Transaction, { id, from }: Edition, lines: readonly CatalogueLine[]): Promise<void> {
  const named = new Map(lines.map((line) => [line.occupationCode, line.occupationName]));
  for (const [code, name] of named) {
    const { pinyin, initials } = nameKeys(name);
    await tx
      .insertInto('occupations')
      .values({ code, name, pinyin, initials })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  await sql`insert into occupation_levels (occupation_code, level, required_hours, valid_from, edition_id)
    select code, level, hours, ${from}::date, ${id}
    from unnest(${lines.map((line) => line.occupationCode)}::text[], ${lines.map((line) => line.level)}::smallint[],
      ${lines.map((line) => line.requiredHours)}::smallint[]) as wanted(code, level, hours)`.execute(tx);
}

/** Brings the changes of a confirmed edition into the catalogue: lines end and begin, none is rewritten. */
export async function applyChanges(context: Context, edition: Edition): Promise<Refused | undefined> {
  const { changes } = edition.content;
  const why = await whyNotChanged(context, edition.from, changes);
  if (why) return refused(`目录在录入以后变了：${why}请退回后重新录入。`, 'conflict');
  const ending = changes.filter(({ kind }) => kind !== 'added');
  if ((await end(context.tx, edition, ending)) !== new Set(ending.map(lineKey)).size)
    return refused(`有的等级已另定了停用日，不能再改；请退回，改为 ${spokenDay(edition.from)} 以后生效。`, 'conflict');
  await add(
    context.tx,
    edition,
    changes.filter(({ kind }) => kind !== 'ended'),
  );
  return undefined;
}
