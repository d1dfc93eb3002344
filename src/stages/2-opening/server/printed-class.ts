import { partsOf } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { dayOf } from '#platform/clock';
import type { Reading } from '#platform/operation';
import { findIdentityOn, findInstitutionFacts, readCatalogue, readTeacherPhones } from '#registers/server';
import { countedHeadcount } from '../domain/post-rules';
import type { PrintedClass } from './documents/from-class';
import type { Opinion } from './documents/inputs';
import { maskedPost, maskedRow } from './masking';
import type { ClassRecord } from './records';
import type { FilingParts } from './store';

const noOpinion: Opinion = { opinion: '', officer: '', signatory: '', on: '' };

async function nameOf({ tx }: Reading, userId: string | null): Promise<string> {
  if (!userId) return '';
  const user = await tx.selectFrom('users').select('display_name').where('id', '=', userId).executeTakeFirst();
  return user?.display_name ?? '';
}

async function opinionsOf(context: Reading, record: ClassRecord) {
  const names = await context.acrossRegions(async () => ({
    preparer: await nameOf(context, record.offered_by ?? record.created_by),
    principal: await nameOf(context, record.filed_by),
    verifier: await nameOf(context, record.verified_by),
    decider: await nameOf(context, record.decided_by),
  }));
  return {
    institutionOpinion: record.filed_on
      ? {
          opinion: '材料真实有效，申请开班。',
          officer: names.preparer,
          signatory: names.principal,
          on: record.filed_on,
        }
      : noOpinion,
    bureauOpinion: record.decided_at
      ? {
          opinion: record.decision_opinion ?? '',
          officer: names.verifier,
          signatory: names.decider,
          on: dayOf(record.decided_at),
        }
      : noOpinion,
  };
}

/**
 * What the forms of a class say: whole for the institution that drafts it, masked for everyone else; undefined where
 * the institution is out of sight.
 */
export async function printedClass(
  context: Reading,
  record: ClassRecord,
  parts: FilingParts,
  isWhole: boolean,
): Promise<PrintedClass | undefined> {
  const institution = await findInstitutionFacts(context, record.institution_id);
  if (!institution) return undefined;
  const catalogue = await readCatalogue(context);
  const day = record.filed_on ?? context.today;
  const named = record.filed_on && (await findIdentityOn(context, record.institution_id, day));
  return {
    ...parts,
    roster: isWhole ? parts.roster : parts.roster.map(maskedRow),
    posts: isWhole ? parts.posts : parts.posts.map(maskedPost),
    institution: { ...institution, ...named },
    occupation: catalogue.find((entry) => entry.occupationCode === record.occupation_code)?.occupationName ?? '',
    madeOn: day,
    isDemo: context.services.isDemo,
    classYear: String(record.class_year ?? partsOf(day).year),
    classNumber: record.class_number === null ? '' : String(record.class_number),
    teacherPhones: await readTeacherPhones(context, record.institution_id),
    ...(await opinionsOf(context, record)),
    counted: countedHeadcount({ ...parts, institution, filedOn: day }),
    required: figuresOn(day, context.laterFigures)('postsPerTrainee'),
  };
}
