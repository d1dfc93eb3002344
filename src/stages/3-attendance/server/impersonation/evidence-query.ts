import { z } from 'zod';
import { openSealed } from '#platform/files/sealed-file';
import { done, missing, query } from '#platform/operation';
import { isRefused } from '../check-in/taught-class';
import { whyGone } from '../keeping/destroyed';
import { readCase } from './case-record';
import { caseReaders, classId } from './forms';
import { isInstitution, seenPersonTimes } from './queries';

/** 查看证据的一页；每次查看都留痕 */
export const showImpersonationEvidence = query({
  name: 'impersonation.evidence',
  path: '/impersonations/:classId/evidence/:evidenceId/image',
  title: '查看冒名顶替证据',
  by: caseReaders,
  cites: ['2021.4.3'],
  input: z.object({
    classId,
    evidenceId: z.uuid('证据编号不正确'),
    page: z.coerce.number('页码应为数字').int('页码应为整数').min(1, '页码从 1 开始').max(20, '没有这一页').default(1),
  }),
  isLogged: true,
  async handle({ classId: id, evidenceId, page }, context) {
    const found = await readCase(context, id);
    if (isRefused(found)) return found;
    const noticed = seenPersonTimes(found.of, isInstitution(context)).flatMap(([, each]) => each.evidenceIds);
    if (isInstitution(context) && !noticed.includes(evidenceId)) return missing('这份证据');
    const kept = await context.tx
      .selectFrom('impersonation_evidence_pages as pages')
      .innerJoin('impersonation_evidence as evidence', 'evidence.id', 'pages.evidence_id')
      .select(['pages.file_hash', 'evidence.title'])
      .where('evidence.id', '=', evidenceId)
      .where('evidence.class_id', '=', id)
      .where('pages.page', '=', page)
      .executeTakeFirst();
    if (!kept) return missing('这份证据');
    const gone = await whyGone(context, kept.file_hash);
    if (gone) return gone;
    context.note({
      subject: { type: 'impersonation', id },
      regionCode: found.held.regionCode,
      institutionId: found.held.institutionId,
      detail: { evidence: evidenceId, page },
    });
    return done({
      download: true as const,
      inline: true,
      mediaType: 'image/jpeg',
      fileName: `${kept.title}-${page}.jpg`,
      body: await openSealed(context.services, 'impersonationEvidence', `${evidenceId}/${page}`, kept.file_hash),
    });
  },
});
