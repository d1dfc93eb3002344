import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { inScope } from '#platform/database/scope';
import type { Door } from '#platform/http/door';
import { enqueue } from '#platform/jobs/job';
import { appendLog } from '#platform/log/log';
import { type Actor, scopeOf, type Transaction } from '#platform/operation';
import type { Platform } from '#platform/run-operation';
import { blockBytes } from '#platform/video/block-digests';
import { isRefused } from '../check-in/taught-class';
import { institutions } from './forms';
import { mendCopy } from './mend-job';
import { lengthOfBlock, moveRepair, type Repair, registeredHash, takeRepair } from './repair-store';

type Sending = FastifyRequest<{ Params: { repairId: string; block: string } }>;
type Sent = { readonly left: number } | { readonly refusal: string; readonly status: 404 | 409 | 422 };

const idForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const numberForm = /^\d{1,7}$/;
const gone: Sent = { status: 404, refusal: '没有找到这次副本修复，可能已办结，或不属于贵机构。' };

/** Whether the block is still wanted; one that has arrived is never written again. */
async function isWanted(tx: Transaction, { id }: Repair, block: number): Promise<boolean | undefined> {
  const row = await tx
    .selectFrom('copy_repair_blocks')
    .select('arrived_at')
    .where('repair_id', '=', id)
    .where('block', '=', block)
    .executeTakeFirst();
  return row && row.arrived_at === null;
}

async function take(platform: Platform, tx: Transaction, actor: Actor, repair: Repair, left: number): Promise<void> {
  const now = platform.clock.now();
  if (left > 0) return;
  await moveRepair(tx, repair, 'filled', { filled_at: now, filled_by_name: actor.name });
  await appendLog(tx, {
    action: 'copy.fill',
    outcome: 'done',
    actor: { userId: actor.userId, name: actor.name, role: actor.role },
    subject: { type: 'trainingClass', id: repair.classId },
    regionCode: repair.regionCode,
    institutionId: repair.institutionId,
    detail: { repair: repair.id, recording: repair.recordingId },
    happenedAt: now,
  });
  await enqueue(tx, mendCopy, { repairId: repair.id }, { key: `mend-copy/${repair.id}` });
}

/**
 * Takes one block of the bureau’s damaged copy: only one that was found bad, only with the registered digest, on the disk
 * before it counts. Broken off, the block is as bad as before and is asked for again.
 */
async function putBlock(platform: Platform, actor: Actor, id: string, block: number, bytes: Buffer): Promise<Sent> {
  return inScope(platform.pool, scopeOf(actor), async (tx): Promise<Sent> => {
    const repair = await takeRepair(tx, id);
    if (isRefused(repair) || repair.holder !== 'bureau') return gone;
    const wanted = await isWanted(tx, repair, block);
    if (wanted === undefined) return { status: 409, refusal: '这一块没有损坏，不用补送。请刷新后重试。' };
    if (wanted && repair.state !== 'asked') return { status: 409, refusal: '这次修复现在不收数据块，请刷新后重试。' };
    if (wanted) {
      const digest = createHash('sha256').update(bytes).digest();
      if (bytes.length !== lengthOfBlock(repair, block) || !digest.equals(registeredHash(repair, block)))
        return {
          status: 422,
          refusal: `第 ${block + 1} 块与登记的摘要不符：这份文件在这里也已改变，没有写入。请换一份没有改动的副本。`,
        };
      await platform.services.recordings.writeBlock(repair.storageKey, block, repair.blockBytes, bytes);
      await tx
        .updateTable('copy_repair_blocks')
        .set({ arrived_at: platform.clock.now() })
        .where('repair_id', '=', repair.id)
        .where('block', '=', block)
        .execute();
    }
    const { left } = await tx
      .selectFrom('copy_repair_blocks')
      .select(({ fn }) => fn.countAll<string>().as('left'))
      .where('repair_id', '=', repair.id)
      .where('arrived_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (wanted) await take(platform, tx, actor, repair, Number(left));
    return { left: Number(left) };
  });
}

/** 补送损坏数据块的入口：逐块上传，登录与管辖范围同其他操作一样核对 */
export const copyDoor = (): Door => async (app, platform, findActor) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, parsed) =>
    parsed(null, body),
  );
  app.put(
    '/video/repairs/:repairId/blocks/:block',
    { config: { policy: institutions }, bodyLimit: blockBytes },
    async (request: Sending, reply) => {
      const says = (message: string) => ({ message, kind: 'refused', reference: request.id });
      const actor = await findActor(request);
      if (!actor) return reply.code(401).send(says('登录已失效，请重新登录后接着送。'));
      const { repairId, block } = request.params;
      const isFine = idForm.test(repairId) && numberForm.test(block);
      if (!isFine || !institutions.some((role) => role === actor.role) || !Buffer.isBuffer(request.body))
        return reply.code(404).send(says(gone.refusal));
      const why = await platform.whyNoWrites();
      if (why) return reply.code(507).send(says(why));
      const sent = await putBlock(platform, actor, repairId, Number(block), request.body);
      return 'refusal' in sent ? reply.code(sent.status).send(says(sent.refusal)) : reply.code(200).send(sent);
    },
  );
};
