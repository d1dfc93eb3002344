import { z } from 'zod';
import { actionsFor } from '#kernel/lifecycle';
import { type Context, done, missing, query } from '#platform/operation';
import { assessmentDrafters, assessmentLifecycle } from '../../domain/privacy/assessment';
import { sectionsOf } from '../../domain/privacy/assessment-sections';
import { readSections, standingOf, stateOf } from './assessment-store';
import { assessmentPdf } from './document';
import { assessmentFacts } from './facts';
import { filers } from './filing-command';
import { assessmentId, readers } from './forms';
import { storedFaceStanding } from './stored-faces';

async function versionsOf({ tx, actor }: Context) {
  const rows = await tx.selectFrom('impact_assessments').selectAll().orderBy('number', 'desc').limit(50).execute();
  return rows.map((row) => {
    const state = stateOf(row.state);
    return {
      id: row.id,
      number: row.number,
      state,
      version: row.version,
      assessors: row.assessors,
      opinion: row.opinion,
      residualRisks: row.residual_risks,
      assessedOn: row.assessed_on,
      draftedBy: row.drafted_by_name,
      draftedAt: row.drafted_at,
      decidedBy: row.decided_by_name ?? undefined,
      decidedAt: row.decided_at ?? undefined,
      reason: row.reason,
      sections: state === 'drafted' ? readSections(row.sections) : [],
      actions: actionsFor(assessmentLifecycle, state, actor.role).filter(
        (action) => action === 'withdraw' || row.drafted_by !== actor.userId,
      ),
    };
  });
}

/** 人脸信息保护：现存人数与备案、影响评估的各版和现行设置的差别 */
export const showProtection = query({
  name: 'privacy.show',
  path: '/face-protection',
  title: '人脸信息保护',
  by: readers,
  cites: ['2021.4.1'],
  input: z.object({}),
  async handle(_input, context) {
    const { actor } = context;
    const found = await context.acrossRegions(async () => {
      const facts = await assessmentFacts(context);
      return {
        faces: await storedFaceStanding(context),
        ...(await standingOf(context, facts)),
        sections: sectionsOf(facts),
        versions: await versionsOf(context),
        filings: await context.tx.selectFrom('face_filings').selectAll().orderBy('filed_on', 'desc').execute(),
      };
    });
    const isWaiting = found.versions.some(({ state }) => state === 'drafted');
    return done({
      ...found,
      filings: found.filings.map((row) => ({
        id: row.id,
        number: row.number,
        filedOn: row.filed_on,
        document: row.document,
        people: row.people,
        recordedBy: row.recorded_by_name,
      })),
      mayDraft: !isWaiting && assessmentDrafters.some((role) => role === actor.role),
      mayFile: filers.some((role) => role === actor.role),
    });
  },
});

/** 下载影响评估：确认的一版是存档的文件，其余各版照内容现排 */
export const assessmentDocument = query({
  name: 'privacy.assessment-document',
  path: '/face-protection/assessments/:assessmentId/document',
  title: '下载个人信息保护影响评估',
  by: readers,
  cites: ['2021.4.1'],
  input: z.object({ assessmentId }),
  isLogged: true,
  async handle(input, context) {
    const { tx, services } = context;
    const row = await tx
      .selectFrom('impact_assessments')
      .selectAll()
      .where('id', '=', input.assessmentId)
      .executeTakeFirst();
    if (!row) return missing('这一版影响评估');
    context.note({ subject: { type: 'impactAssessment', id: row.id }, detail: { number: row.number } });
    const body = row.document_hash
      ? await services.files.get(row.document_hash)
      : await assessmentPdf(
          services,
          {
            number: row.number,
            sections: readSections(row.sections),
            assessors: row.assessors,
            opinion: row.opinion,
            residualRisks: row.residual_risks,
            assessedOn: row.assessed_on,
            draftedBy: row.drafted_by_name,
            confirmedBy: '',
            confirmedOn: '',
          },
          row.drafted_at,
        );
    return done({
      download: true as const,
      mediaType: 'application/pdf',
      fileName: `个人信息保护影响评估-第${row.number}版.pdf`,
      body,
    });
  },
});
