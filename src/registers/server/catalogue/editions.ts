import { z } from 'zod';
import { type Context, command, done, missing, query, type Refused, refused } from '#platform/operation';
import { countByKind } from '../../domain/catalogue';
import { catalogueNames, confirmers, enterers, whyNotFrom } from './edition-form';
import { type Catalogue, catalogues, type Edition, findEdition, readEditions } from './edition-store';
import { applyMembers } from './listing-store';
import { applyChanges } from './occupation-lines';

/** An edition in a list: its content only in numbers. */
export interface EditionRow extends Omit<Edition, 'content'> {
  readonly state: 'waiting' | 'confirmed' | 'withdrawn';
  readonly added: number;
  readonly ended: number;
  readonly hours: number;
  readonly members: number;
}

function rowOf({ content, ...edition }: Edition): EditionRow {
  const { withdrawnAt, confirmedAt } = edition;
  return {
    ...edition,
    state: withdrawnAt ? 'withdrawn' : confirmedAt ? 'confirmed' : 'waiting',
    ...countByKind(content.changes),
    members: content.members.length,
  };
}

/** 目录各版 */
export const listEditions = query({
  name: 'edition.list',
  path: '/catalogue-editions',
  title: '目录各版',
  by: 'signedIn',
  cites: ['2024.1.2'],
  input: z.object({ catalogue: z.enum(catalogues, '没有这个目录') }),
  handle: async ({ catalogue }, { tx }) => done({ editions: (await readEditions(tx, catalogue)).map(rowOf) }),
});

/** 目录的一版：全部变动或全部机构 */
export const showEdition = query({
  name: 'edition.show',
  path: '/catalogue-editions/:editionId',
  title: '目录的一版',
  by: 'signedIn',
  cites: ['2024.1.2'],
  input: z.object({ editionId: z.uuid('编号不正确') }),
  async handle({ editionId }, { tx }) {
    const edition = await findEdition(tx, editionId);
    return edition ? done({ ...rowOf(edition), content: edition.content }) : missing('这一版目录');
  },
});

const applied: Record<Catalogue, (context: Context, edition: Edition) => Promise<Refused | undefined>> = {
  occupation: applyChanges,
  institution: applyMembers,
};

const alreadySettled = '这一版已经确认或退回，请刷新后查看。';

const noteEdition = (context: Context, { id, catalogue, documentNumber, from }: Edition): void =>
  context.note({
    subject: { type: 'catalogueEdition', id },
    detail: { catalogue: catalogueNames[catalogue], document: documentNumber, from },
  });

/** 确认目录的一版，到生效日起按它检查 */
export const confirmEdition = command({
  name: 'edition.confirm',
  path: '/catalogue-editions/:editionId/confirm',
  title: '确认目录',
  by: confirmers,
  cites: ['2024.1.2'],
  input: z.object({ editionId: z.uuid('编号不正确') }),
  async handle({ editionId }, context) {
    const edition = await findEdition(context.tx, editionId);
    if (!edition) return missing('这一版目录');
    if (edition.confirmedAt || edition.withdrawnAt) return refused(alreadySettled, 'conflict');
    if (edition.addedById === context.actor.userId) return refused('须由录入人以外的另一人确认。', 'forbidden');
    const why = await whyNotFrom(context, edition.catalogue, edition.from);
    if (why) return refused(`${why}请退回后重新录入。`, 'conflict');
    const settled = await context.tx
      .updateTable('catalogue_editions')
      .set({ confirmed_by: context.actor.userId, confirmed_at: context.now })
      .where('id', '=', editionId)
      .where('confirmed_at', 'is', null)
      .where('withdrawn_at', 'is', null)
      .executeTakeFirst();
    if (settled.numUpdatedRows !== 1n) return refused(alreadySettled, 'conflict');
    const hindered = await applied[edition.catalogue](context, edition);
    if (hindered) return hindered;
    noteEdition(context, edition);
    return done({ confirmedAt: context.now, from: edition.from });
  },
});

/** 退回（或撤回）等待确认的一版 */
export const withdrawEdition = command({
  name: 'edition.withdraw',
  path: '/catalogue-editions/:editionId/withdraw',
  title: '退回目录',
  by: [...enterers, ...confirmers],
  cites: ['2024.1.2'],
  input: z.object({
    editionId: z.uuid('编号不正确'),
    reason: z.string().trim().min(2, '请写明理由').max(200, '不超过 200 个字'),
  }),
  async handle({ editionId, reason }, context) {
    const edition = await findEdition(context.tx, editionId);
    if (!edition) return missing('这一版目录');
    const settled = await context.tx
      .updateTable('catalogue_editions')
      .set({ withdrawn_by: context.actor.userId, withdrawn_at: context.now, withdrawal_reason: reason })
      .where('id', '=', editionId)
      .where('confirmed_at', 'is', null)
      .where('withdrawn_at', 'is', null)
      .executeTakeFirst();
    if (settled.numUpdatedRows !== 1n) return refused(alreadySettled, 'conflict');
    noteEdition(context, edition);
    return done({ withdrawnAt: context.now });
  },
});
