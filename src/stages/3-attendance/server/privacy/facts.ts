import { createHash } from 'node:crypto';
import { figuresOn } from '#law/figures';
import type { Reading } from '#platform/operation';
import type { AssessedEngine, AssessmentFacts } from '../../domain/privacy/assessment-facts';
import { consentTexts, teacherConsentTexts } from '../../domain/enrolment/consent';
import { controlsOf } from './controls';
import { chosenWays, deviceCounts, storedKinds } from './counted';
import { openers } from './openers';
import { countStoredFaces } from './stored-faces';

async function engineOf({ services }: Pick<Reading, 'services'>): Promise<AssessedEngine | undefined> {
  const found = await services.faces?.find();
  if (!found?.isAvailable) return undefined;
  const { id, source, licence, thresholds, files, doubts } = found.engine.manifest;
  return {
    id,
    source,
    licence,
    doubts,
    thresholds: thresholds.map((each) => ({
      id: each.id,
      purpose: each.purpose,
      value: each.value,
      population: each.population,
      source: each.source,
    })),
    models: files.map(({ name, does, sha256 }) => ({ name, does, sha256 })),
  };
}

/** Over what trainees and what teachers are told. */
const consentDigest = (): string =>
  createHash('sha256')
    .update(JSON.stringify([consentTexts[0], teacherConsentTexts[0]]))
    .digest('hex');

/** What this installation is and holds today; read with sight of the whole city. */
export async function assessmentFacts(reading: Reading): Promise<AssessmentFacts> {
  const figure = figuresOn(reading.today, reading.laterFigures);
  const ways = await chosenWays(reading);
  const [{ version, title }] = consentTexts;
  return {
    stored: await storedKinds(reading),
    people: (await countStoredFaces(reading)).people,
    filingFrom: figure('storedFacesFiling'),
    filingPeriod: figure('storedFacesFilingPeriod'),
    evidenceYears: figure('evidenceYears'),
    assessmentYears: figure('assessmentYears'),
    consent: {
      version,
      teacherVersion: teacherConsentTexts[0].version,
      title,
      digest: consentDigest(),
      given: ways.given,
      withdrawn: ways.withdrawn,
      byVersion: ways.byVersion,
    },
    withoutFace: ways.withoutFace,
    engine: await engineOf(reading),
    openers: openers(),
    controls: await controlsOf(reading),
    devices: await deviceCounts(reading),
  };
}
