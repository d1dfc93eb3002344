import { z } from 'zod';
import { done, missing, query } from '#platform/operation';
import { isRefused, noteClass } from '../check-in/taught-class';
import { classId, purgeId, readers } from './forms';
import { keptClass } from './kept-class';

/** 下载销毁凭证 */
export const purgeCertificate = query({
  name: 'keeping.certificate',
  path: '/classes/:classId/keeping/purges/:purgeId/certificate',
  title: '下载销毁凭证',
  by: readers,
  cites: ['2021.4.2', '2021.A6.5'],
  input: z.object({ classId, purgeId }),
  isLogged: true,
  async handle(input, context) {
    const of = await keptClass(context, input.classId);
    if (isRefused(of)) return of;
    const purge = await context.tx
      .selectFrom('evidence_purges')
      .select(['id', 'certificate_hash'])
      .where('id', '=', input.purgeId)
      .where('class_id', '=', of.held.id)
      .executeTakeFirst();
    if (!purge?.certificate_hash) return missing('销毁凭证');
    noteClass(context, of.held, { purge: purge.id });
    return done({
      download: true as const,
      mediaType: 'application/pdf',
      fileName: `销毁凭证-${of.held.name.replace(/[\s/\\]/g, '')}.pdf`,
      body: await context.services.files.get(purge.certificate_hash),
    });
  },
});
