import { sql } from 'kysely';
import { z } from 'zod';
import { type Context, done, query, type Refused, refused } from '#platform/operation';
import { isRefused, taughtClass } from '../check-in/taught-class';
import { classId, readers } from './forms';

const destroyed = (certificate: string): Refused =>
  refused(`这份材料保管期满，已按期销毁（销毁凭证 ${certificate}）。`, 'missing');

/** Why a file of a class is gone: destroyed under its certificate, or just being so; undefined while it is kept. */
export async function whyGone({ tx, services }: Pick<Context, 'tx' | 'services'>, hash: string) {
  const { rows } = await sql<{ certificate: string | null }>`select destroyed_under(${hash}) as certificate`.execute(
    tx,
  );
  const certificate = rows[0]?.certificate;
  if (certificate) return destroyed(certificate);
  if (await services.files.has(hash)) return undefined;
  const listed = await tx.selectFrom('purge_items').select('purge_id').where('hash', '=', hash).executeTakeFirst();
  return listed && refused('这份材料保管期满，正在按期销毁。', 'missing');
}

/** The certificate under which what was kept of a class was destroyed; undefined while it is kept. */
const destroyedOf = ({ tx }: Pick<Context, 'tx'>, id: string) =>
  tx
    .selectFrom('evidence_purges')
    .select(['id', 'finished_at'])
    .where('class_id', '=', id)
    .where('state', '=', 'done')
    .executeTakeFirst();

/** A refusal for what the purge of a class took with it; undefined while it is kept. */
export async function whyDestroyed(context: Pick<Context, 'tx'>, id: string): Promise<Refused | undefined> {
  const purge = await destroyedOf(context, id);
  return purge && destroyed(purge.id);
}

/** 班期的录像、照片是否已按期销毁，凭证是哪一份 */
export const showDestroyed = query({
  name: 'keeping.destroyed',
  path: '/classes/:classId/keeping/destroyed',
  title: '班期材料是否已按期销毁',
  by: readers,
  cites: ['2021.4.2'],
  input: z.object({ classId }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const purge = await destroyedOf(context, held.id);
    return done(purge ? { certificate: purge.id, at: purge.finished_at ?? undefined } : {});
  },
});
