import { z } from 'zod';
import type { Reading } from '#platform/operation';
import {
  type AssessmentStanding,
  assessmentStanding,
  assessmentStates,
  type AssessmentState,
  type BasisDifference,
  type BasisLine,
  differencesOf,
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

/** Whether any has been confirmed: asked by the pages of enrolment, from whatever scope. */
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
