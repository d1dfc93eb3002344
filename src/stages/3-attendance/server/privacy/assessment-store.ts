import { z } from 'zod';
import { type Reading, type Refused, refused } from '#platform/operation';
import {
  type AssessmentStanding,
  assessmentStanding,
  assessmentStates,
  type AssessmentState,
  type BasisDifference,
  type BasisLine,
  differencesOf,
  unassessedSentence,
} from '../../domain/privacy/assessment';
import { basisOf } from '../../domain/privacy/assessment-basis';
import type { AssessmentFacts } from '../../domain/privacy/assessment-facts';
import type { AssessmentSection } from '../../domain/privacy/assessment-sections';

const textsForm = z.array(z.string());
const sectionsForm = z.array(
  z.object({
    title: z.string(),
    paragraphs: textsForm,
    table: z.object({ head: textsForm, rows: z.array(textsForm) }).exactOptional(),
  }),
);
const basisForm = z.array(z.object({ key: z.string(), name: z.string(), value: z.string() }));

export const readSections = (stored: unknown): AssessmentSection[] => sectionsForm.parse(stored);
const readBasis = (stored: unknown): BasisLine[] => basisForm.parse(stored);

export const stateOf = (state: string): AssessmentState =>
  assessmentStates.find((each) => each === state) ?? 'withdrawn';

/** The basis of the last confirmed assessment; read with sight of the whole city. */
async function confirmedBasis({ tx }: Pick<Reading, 'tx'>): Promise<BasisLine[] | undefined> {
  const row = await tx
    .selectFrom('impact_assessments')
    .select('basis')
    .where('state', '=', 'confirmed')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && readBasis(row.basis);
}

/** How the last confirmed assessment stands, and what has changed since. */
export async function standingOf(
  reading: Pick<Reading, 'tx'>,
  facts: AssessmentFacts,
): Promise<{ readonly standing: AssessmentStanding; readonly differences: readonly BasisDifference[] }> {
  const confirmed = await confirmedBasis(reading);
  const now = basisOf(facts);
  return {
    standing: assessmentStanding(confirmed, now),
    differences: confirmed ? differencesOf(confirmed, now) : [],
  };
}

/** Whether any has been confirmed: asked before faces are taken, from whatever scope. */
export const hasConfirmedAssessment = (reading: Pick<Reading, 'tx' | 'acrossRegions'>): Promise<boolean> =>
  reading.acrossRegions(
    async () =>
      (await reading.tx
        .selectFrom('impact_assessments')
        .select('id')
        .where('state', '=', 'confirmed')
        .limit(1)
        .executeTakeFirst()) !== undefined,
  );

/** Why no face may be taken yet: the law wants the assessment beforehand (个人信息保护法第五十五条、人脸识别技术应用安全管理办法第九条). */
export const whyNotAssessed = async (reading: Pick<Reading, 'tx' | 'acrossRegions'>): Promise<Refused | undefined> =>
  (await hasConfirmedAssessment(reading)) ? undefined : refused(unassessedSentence, 'conflict');
