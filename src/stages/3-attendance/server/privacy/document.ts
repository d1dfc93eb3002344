import type { Instant } from '#platform/clock';
import type { Services } from '#platform/operation';
import type { Template } from '#platform/typesetting/typesetter';
import type { AssessmentSection } from '../../domain/privacy/assessment-sections';
import source from './assessment.typ?raw';

const assessmentTemplate: Template = { name: '个人信息保护影响评估', source };

interface AssessmentDocument {
  readonly number: number;
  readonly sections: readonly AssessmentSection[];
  readonly assessors: string;
  readonly opinion: string;
  readonly residualRisks: string;
  readonly assessedOn: string;
  readonly draftedBy: string;
  /** Empty while it waits for a second person. */
  readonly confirmedBy: string;
  readonly confirmedOn: string;
}

/** The assessment as PDF/A; the same content gives the same bytes. */
export function assessmentPdf(
  { typesetter, isDemo }: Pick<Services, 'typesetter' | 'isDemo'>,
  of: AssessmentDocument,
  madeAt: Instant,
): Promise<Buffer> {
  const input = {
    demo: isDemo,
    subtitle: `第 ${of.number} 版　评估日期 ${of.assessedOn}`,
    sections: of.sections,
    opinionTitle: '九、评估意见',
    opinions: [
      ['评估意见', of.opinion],
      ['剩余风险', of.residualRisks],
    ],
    note: `依据个人信息保护法第五十五条、第五十六条和人脸识别技术应用安全管理办法。数量为起草时系统所存，由 ${of.draftedBy} 生成；${of.confirmedBy ? '确认后不再改动' : '尚未确认，不作依据'}。`,
    assessors: of.assessors,
    confirmedBy: of.confirmedBy,
    confirmedOn: of.confirmedOn,
  };
  return typesetter.pdf(assessmentTemplate, input, { madeAt: new Date(madeAt) });
}
