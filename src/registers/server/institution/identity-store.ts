import { plainDate, type PlainDate } from '#kernel/plain-date';
import { nameKeys } from '#platform/names';
import { type Context, type Reading, type Refused, refused } from '#platform/operation';
import { dayOf } from '#platform/clock';
import { changedFields } from '../../domain/changed-fields';
import { identityLabels, type InstitutionIdentity } from '../../domain/institution/identity';
import type { Decision } from './carry-out';
import type { InstitutionRow } from './record';

/** Why another institution of the city leaves no room for this name or code; `own` is the one that asks, if it is registered. */
export async function whyTaken(
  { tx, acrossRegions }: Pick<Context, 'tx' | 'acrossRegions'>,
  own: string | undefined,
  { name, creditCode }: InstitutionIdentity,
): Promise<string | undefined> {
  const others = await acrossRegions(() =>
    tx
      .selectFrom('institutions')
      .select(['name', 'credit_code'])
      .$if(own !== undefined, (others) => others.where('id', '<>', own ?? ''))
      .where((where) => where.or([where('name', '=', name), where('credit_code', '=', creditCode)]))
      .execute(),
  );
  if (others.some((other) => other.credit_code === creditCode))
    return '这个统一社会信用代码已登记在另一家机构名下：一个代码只属于一家机构，请核对证书。';
  return others.length > 0 ? '全市已有同名机构，名称须能区分，请核对登记证书。' : undefined;
}

const wantedBy = ({ new_name: name, new_credit_code: creditCode, id }: Decision): InstitutionIdentity => {
  if (!name || !creditCode) throw new Error(`decision ${id} names nothing`);
  return { name, creditCode };
};
const presentOf = (row: InstitutionRow): InstitutionIdentity => ({ name: row.name, creditCode: row.credit_code });

export const identityChange = (row: InstitutionRow, decision: Decision) =>
  changedFields(presentOf(row), wantedBy(decision), identityLabels);

/** What the institution must do next: subsidies go only to an account in its full name (2021 七). */
export const renamedWords = (row: InstitutionRow, decision: Decision): string =>
  row.bank_account_name === null || row.bank_account_name === decision.new_name
    ? ''
    : `对公账户户名仍是“${row.bank_account_name}”，请到开户行变更户名，再由负责人申报账户变更。`;

/** Gives the institution its new name and code; the account keeps the name the bank knows until it is stated anew. */
export async function changeIdentity(
  context: Context,
  row: InstitutionRow,
  decision: Decision,
): Promise<Refused | undefined> {
  const wanted = wantedBy(decision);
  const taken = await whyTaken(context, row.id, wanted);
  if (taken) return refused(taken, 'conflict');
  const { pinyin, initials } = nameKeys(wanted.name);
  const holder = row.bank_account_name ?? wanted.name;
  const formerName = holder === wanted.name ? row.name : holder;
  await context.tx
    .updateTable('institutions')
    .set({
      name: wanted.name,
      pinyin,
      initials,
      credit_code: wanted.creditCode,
      former_name: formerName === wanted.name ? row.former_name : formerName,
      version: row.version + 1,
    })
    .where('id', '=', row.id)
    .execute();
  return undefined;
}

/** What an institution gave up at each confirmed change of name or code, and when; the earliest first. */
async function readGivenUp(
  tx: Reading['tx'],
  institution: string,
): Promise<(InstitutionIdentity & { until: string })[]> {
  const changes = await tx
    .selectFrom('institution_decisions')
    .select(['former_name', 'former_credit_code', 'decided_at'])
    .where('institution_id', '=', institution)
    .where('act', '=', 'changeIdentity')
    .where('state', '=', 'confirmed')
    .orderBy('decided_at')
    .execute();
  return changes.flatMap(({ former_name: name, former_credit_code: creditCode, decided_at: until }) =>
    name && creditCode && until ? [{ name, creditCode, until }] : [],
  );
}

/** Former names and codes of an institution, the earliest first. */
export const readFormerIdentities = async (tx: Reading['tx'], institution: string): Promise<InstitutionIdentity[]> =>
  (await readGivenUp(tx, institution)).map(({ name, creditCode }) => ({ name, creditCode }));

/** What the institution was called and registered under on a day, by what the register then said. */
export async function findIdentityOn(
  { tx }: Pick<Reading, 'tx'>,
  institution: string,
  day: PlainDate,
): Promise<InstitutionIdentity | undefined> {
  const next = (await readGivenUp(tx, institution)).find(({ until }) => plainDate(dayOf(until)) > day);
  return next && { name: next.name, creditCode: next.creditCode };
}
