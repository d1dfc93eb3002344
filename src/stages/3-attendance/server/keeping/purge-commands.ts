import { z } from 'zod';
import { blocked, type Finding, judge } from '#law/rule';
import { type Context, command, done, missing, type Refused, refused } from '#platform/operation';
import {
  type PurgeAction,
  purgeActionNames,
  purgeLifecycle,
  purgeStateNames,
  purgeStates,
} from '../../domain/retention/purge';
import { type PurgeCertificate, retentionRules } from '../../domain/retention/purge-certificate';
import { isRefused, noteClass } from '../check-in/taught-class';
import { whyNotMoved } from '../step';
import { classId, password, purgeId, reason, version } from './forms';
import { type ClassKept, keptClass, lockKeeping } from './kept-class';
import { itemsOf, listDigest, listed, type ListedItem, listItems } from './purge-list';
import { carryOutPurges, purgeKey } from './purge-jobs';
import { raiseTask, settleTask } from './tasks';

const stepping = { what: '这次清除', lifecycle: purgeLifecycle, states: purgeStateNames, actions: purgeActionNames };
const seen = { classId, purgeId, version };

async function takePurge(
  context: Context,
  wish: { classId: string; purgeId: string; version: number },
  action: PurgeAction,
) {
  const of = await keptClass(context, wish.classId);
  if (isRefused(of)) return of;
  await lockKeeping(context, of.held.id);
  const purge = await context.tx
    .selectFrom('evidence_purges')
    .selectAll()
    .where('id', '=', wish.purgeId)
    .where('class_id', '=', of.held.id)
    .forUpdate()
    .executeTakeFirst();
  if (!purge) return missing('这次清除');
  const state = purgeStates.find((each) => each === purge.state) ?? 'done';
  const wrong = whyNotMoved(stepping, { version: purge.version, state }, { version: wish.version, action });
  return wrong ?? { of, purge };
}

interface Hands {
  readonly purgedById: string;
  readonly witnessedById: string;
}

/** What stands against a purge of these items today. */
function findingsOf(
  { today, laterFigures }: Context,
  of: ClassKept,
  items: readonly ListedItem[],
  hands: Hands,
): Finding[] {
  const certificate: PurgeCertificate = {
    classId: of.held.id,
    endedOn: of.lastDay,
    purgedOn: today,
    ...hands,
    items: items.map(({ itemId, kind, byteLength, hash }) => ({ id: itemId, kind, byteLength, hash })),
  };
  return judge(retentionRules, { certificate, kept: of.kept }, laterFigures);
}

const against = (findings: readonly Finding[]): Refused =>
  refused(findings[0]?.message ?? '现在不能清除。', 'blocked', findings);

/** 列出清单：逐项写明内容、字节数和入库时的摘要；列出之后不能再改 */
export const startPurge = command({
  name: 'keeping.start-purge',
  path: '/classes/:classId/keeping/purges/:purgeId/start',
  title: '列出到期清除的清单',
  by: purgeLifecycle.steps.start.by,
  cites: ['2021.4.2', '2021.A6.5'],
  input: z.object(seen),
  async handle(input, context) {
    const found = await takePurge(context, input, 'start');
    if (isRefused(found)) return found;
    const { of, purge } = found;
    const { tx, actor, now } = context;
    const items = await itemsOf(context, of.held);
    const findings = findingsOf(context, of, items, { purgedById: actor.userId, witnessedById: '' });
    if (blocked(findings)) return against(findings);
    await listItems(context, of.held, purge.id, items);
    const bytes = items.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const digest = listDigest(items);
    await tx
      .updateTable('evidence_purges')
      .set({
        state: purgeLifecycle.steps.start.to,
        version: purge.version + 1,
        started_by: actor.userId,
        started_by_name: actor.name,
        started_at: now,
        item_count: items.length,
        item_bytes: bytes,
        items_digest: digest,
      })
      .where('id', '=', purge.id)
      .execute();
    await settleTask(tx, now, purgeKey(purge.id, 'start'));
    await raiseTask(tx, now, {
      ...of.held,
      audience: 'county',
      key: purgeKey(purge.id, 'witness'),
      address: `/keeping/${of.held.id}`,
      what: '监督到期清除',
      about: `${of.held.institution} ${of.held.name}`,
    });
    noteClass(context, of.held, { purge: purge.id, items: items.length, bytes, digest: digest.toString('hex') });
    return done({ items: items.length, version: purge.version + 1 });
  },
});

/** 监督清除：列清单的人以外的负责人，核对清单，当场输入密码；之后按清单清除到底 */
export const witnessPurge = command({
  name: 'keeping.witness-purge',
  path: '/classes/:classId/keeping/purges/:purgeId/witness',
  title: '监督到期清除',
  by: purgeLifecycle.steps.witness.by,
  cites: ['2021.4.2', '2021.A6.5'],
  input: z.object({ ...seen, password }),
  async handle(input, context) {
    const found = await takePurge(context, input, 'witness');
    if (isRefused(found)) return found;
    const why = await context.whyNotConfirmed(input.password);
    if (why) return refused(why, 'forbidden');
    const { of, purge } = found;
    const { tx, actor, now } = context;
    const items = await listed(context, purge.id);
    const hands = { purgedById: purge.started_by ?? '', witnessedById: actor.userId };
    const findings = findingsOf(context, of, items, hands);
    if (blocked(findings)) return against(findings);
    if (!purge.items_digest?.equals(listDigest(items)))
      return refused('清单与列出时的摘要不符，没有清除。请撤回后重新列出，并报告安全管理员。', 'conflict');
    await tx
      .updateTable('evidence_purges')
      .set({
        state: purgeLifecycle.steps.witness.to,
        version: purge.version + 1,
        witnessed_by: actor.userId,
        witnessed_by_name: actor.name,
        witnessed_at: now,
      })
      .where('id', '=', purge.id)
      .execute();
    await settleTask(tx, now, purgeKey(purge.id, 'witness'));
    await context.enqueue(carryOutPurges, {}, { key: 'carry-out-purges' });
    noteClass(context, of.held, { purge: purge.id, items: items.length, digest: purge.items_digest.toString('hex') });
    return done({ state: purgeLifecycle.steps.witness.to, version: purge.version + 1 });
  },
});

/** 撤回清除：尚未监督确认的；仍到期的第二天重新提出 */
export const withdrawPurge = command({
  name: 'keeping.withdraw-purge',
  path: '/classes/:classId/keeping/purges/:purgeId/withdraw',
  title: '撤回到期清除',
  by: purgeLifecycle.steps.withdraw.by,
  cites: ['2021.4.2'],
  input: z.object({ ...seen, reason }),
  async handle(input, context) {
    const found = await takePurge(context, input, 'withdraw');
    if (isRefused(found)) return found;
    const { of, purge } = found;
    const { tx, actor, now } = context;
    await tx
      .updateTable('evidence_purges')
      .set({
        state: purgeLifecycle.steps.withdraw.to,
        version: purge.version + 1,
        withdrawn_by: actor.userId,
        withdrawn_by_name: actor.name,
        withdrawn_at: now,
        withdraw_reason: input.reason,
      })
      .where('id', '=', purge.id)
      .execute();
    for (const step of ['start', 'witness'] as const) await settleTask(tx, now, purgeKey(purge.id, step));
    noteClass(context, of.held, { purge: purge.id, reason: input.reason });
    return done({ state: purgeLifecycle.steps.withdraw.to });
  },
});
