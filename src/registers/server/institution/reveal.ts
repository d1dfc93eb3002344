import { z } from 'zod';
import { command, done, missing } from '#platform/operation';
import { institutionRights } from '../../domain/institution/rights';
import { nothingWaits, waitingOf } from './account-commands';
import { institutionId, missingInstitution, neededWords } from './record';

/** 查看电话或账号原文，须写明理由 */
export const revealOfInstitution = command({
  name: 'institution.reveal',
  path: '/institutions/:institutionId/reveal',
  title: '查看机构电话或账号原文',
  by: institutionRights.reveal,
  cites: ['2024.1.2'],
  input: z.object({
    institutionId,
    what: z.enum(['phone', 'account', 'statedAccount'], '没有这一项'),
    reason: neededWords('查看理由', 200),
  }),
  keepsNothing: true,
  async handle({ institutionId: id, what, reason }, context) {
    const row = await context.tx.selectFrom('institutions').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row) return missingInstitution();
    const { secrets } = context.services;
    context.note({
      subject: { type: 'institutionNumber', id },
      regionCode: row.region_code,
      institutionId: id,
      detail: { 查看: what === 'phone' ? '联系电话' : what === 'account' ? '账号' : '申报的账号', reason },
    });
    if (what === 'phone') return done({ text: secrets.open('phone', id, row.phone_sealed) });
    if (what === 'account')
      return row.bank_account_sealed
        ? done({ text: secrets.open('bankAccount', id, row.bank_account_sealed) })
        : missing('对公账户');
    const statement = await waitingOf(context, id);
    if (!statement) return nothingWaits();
    return done({ text: secrets.open('bankAccount', statement.id, statement.account_sealed) });
  },
});
