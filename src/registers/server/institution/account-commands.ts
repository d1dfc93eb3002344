import { z } from 'zod';
import { newId } from '#platform/identifiers';
import { type Context, command, done, refused } from '#platform/operation';
import { changedFields } from '../../domain/changed-fields';
import { accountDigits, whyNotHolder } from '../../domain/institution/account';
import { institutionRights } from '../../domain/institution/rights';
import {
  accountOf,
  institutionId,
  type InstitutionRow,
  lockInstitution,
  missingInstitution,
  neededWords,
  noteInstitution,
  openWords,
  tellOf,
} from './record';

/** The account waiting for the county, locked until it is settled. */
export const waitingOf = ({ tx }: Context, id: string) =>
  tx
    .selectFrom('account_statements')
    .selectAll()
    .where('institution_id', '=', id)
    .where('state', '=', 'waiting')
    .forUpdate()
    .executeTakeFirst();
type Statement = NonNullable<Awaited<ReturnType<typeof waitingOf>>>;

export const nothingWaits = () => refused('没有等待确认的账户变更，可能刚被办结，请刷新后再看。', 'conflict');

/** Settles a statement once; whoever comes second is told. */
const settle = (context: Context, { id }: Statement, state: 'confirmed' | 'refused' | 'withdrawn', opinion?: string) =>
  context.tx
    .updateTable('account_statements')
    .set({
      state,
      decided_by: context.actor.userId,
      decided_by_name: context.actor.name,
      decided_at: context.now,
      opinion: opinion ?? null,
    })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute();

/** 申报对公账户；县（市、区）确认前原账户继续有效 */
export const stateAccount = command({
  name: 'institution.state-account',
  path: '/institutions/:institutionId/account',
  title: '申报对公账户变更',
  by: institutionRights.stateAccount,
  cites: ['2021.7.1', '2021.A10'],
  input: z.object({
    institutionId,
    holder: neededWords('户名', 80),
    bankName: neededWords('开户行', 80),
    account: z.string().trim().max(60, '账号过长'),
    reason: neededWords('变更原因', 200),
  }),
  async handle({ institutionId: id, holder, bankName, account, reason }, context) {
    const row = await lockInstitution(context, id);
    if (!row) return missingInstitution();
    const why = whyNotHolder(holder, row.name);
    if (why) return refused(why, 'invalid');
    const digits = accountDigits(account);
    if (!digits) return refused('账号应为 9 至 32 位数字，可以带空格；请照开户许可填写。', 'invalid');
    if (await waitingOf(context, id)) return refused('已有一份账户变更等待确认；要改，请先撤回那一份。', 'conflict');
    const { secrets } = context.services;
    const index = secrets.index('bankAccount', digits);
    const isSame = row.bank_account_index?.equals(index) === true && bankName === row.bank_name;
    if (isSame && row.bank_account_name === row.name) {
      return refused('这就是现在登记的账户，无须变更。', 'invalid');
    }
    const statementId = newId();
    await context.tx
      .insertInto('account_statements')
      .values({
        region_code: row.region_code,
        institution_id: id,
        id: statementId,
        holder: row.name,
        bank_name: bankName,
        account_sealed: secrets.seal('bankAccount', statementId, digits),
        account_index: index,
        account_tail: digits.slice(-4),
        reason,
        state: 'waiting',
        stated_by: context.actor.userId,
        stated_by_name: context.actor.name,
        stated_at: context.now,
      })
      .execute();
    await tellOf(context, row, 'county', `${row.name}申报变更对公账户，请核对开户许可后确认。`);
    noteInstitution(context, row, { 申报开户行: bankName, 申报账号尾号: digits.slice(-4), reason });
    return done({ statementId });
  },
});

/** 撤回未确认的账户变更 */
export const withdrawAccount = command({
  name: 'institution.withdraw-account',
  path: '/institutions/:institutionId/account/withdraw',
  title: '撤回账户变更',
  by: institutionRights.stateAccount,
  cites: ['2021.7.1'],
  input: z.object({ institutionId }),
  async handle({ institutionId: id }, context) {
    const row = await lockInstitution(context, id);
    if (!row) return missingInstitution();
    const statement = await waitingOf(context, id);
    if (!statement) return nothingWaits();
    await settle(context, statement, 'withdrawn');
    noteInstitution(context, row, { 申报账号尾号: statement.account_tail });
    return done({ withdrawn: true });
  },
});

/** How many other institutions of the city have this account: an account belongs to one (§8 of the field’s fraud patterns). */
export const sharedBy = (context: Context, statement: Pick<Statement, 'account_index' | 'institution_id'>) =>
  context.acrossRegions(
    async () =>
      (
        await context.tx
          .selectFrom('institutions')
          .select('id')
          .where('bank_account_index', '=', statement.account_index)
          .where('id', '<>', statement.institution_id)
          .execute()
      ).length,
  );

async function enforce(context: Context, row: InstitutionRow, statement: Statement): Promise<void> {
  const { secrets } = context.services;
  const digits = secrets.open('bankAccount', statement.id, statement.account_sealed);
  await context.tx
    .updateTable('institutions')
    .set({
      bank_name: statement.bank_name,
      bank_account_name: statement.holder,
      bank_account_sealed: secrets.seal('bankAccount', row.id, digits),
      bank_account_index: statement.account_index,
      bank_account_tail: statement.account_tail,
      version: row.version + 1,
    })
    .where('id', '=', row.id)
    .execute();
}

/** 确认或退回账户变更 */
export const decideAccount = command({
  name: 'institution.decide-account',
  path: '/institutions/:institutionId/account/decide',
  title: '确认或退回账户变更',
  by: institutionRights.decideAccount,
  cites: ['2021.7.1', '2024.1.2'],
  input: z.object({ institutionId, statementId: z.uuid(), accepted: z.boolean(), opinion: openWords(200) }),
  async handle({ institutionId: id, statementId, accepted, opinion }, context) {
    const row = await lockInstitution(context, id);
    if (!row) return missingInstitution();
    const statement = await waitingOf(context, id);
    if (statement?.id !== statementId) return nothingWaits();
    if (!accepted && opinion.length < 2) return refused('退回须写明原因，机构才知道怎样改。', 'invalid');
    if (accepted) {
      const why = whyNotHolder(statement.holder, row.name);
      if (why) return refused(why);
      if ((await sharedBy(context, statement)) > 0) {
        return refused('这个账号已登记在另一家机构名下，不能确认。请核实后退回，并按疑点处理。');
      }
      await enforce(context, row, statement);
    }
    await settle(context, statement, accepted ? 'confirmed' : 'refused', opinion);
    await tellOf(
      context,
      row,
      'institution',
      accepted ? '对公账户变更已确认，今后拨付到新账户。' : `对公账户变更已退回：${opinion}`,
    );
    noteInstitution(context, row, {
      ...(accepted
        ? {
            ...changedFields(
              accountOf(row),
              { holder: statement.holder, bank: statement.bank_name, tail: statement.account_tail },
              { holder: '户名', bank: '开户行', tail: '账号尾号' },
            ),
            ...(row.bank_account_index?.equals(statement.account_index) ? {} : { 账号: '已更改' }),
          }
        : { 申报账号尾号: statement.account_tail, 决定: '退回' }),
      ...(opinion ? { reason: opinion } : {}),
    });
    return done({ accepted });
  },
});
