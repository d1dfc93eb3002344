import { z } from 'zod';
import { partsOf } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { type Context, done, missing, query, type Refused, refused } from '#platform/operation';
import { dayOf } from '#platform/clock';
import { TypesettingRefusal } from '#platform/typesetting/typesetter';
import { findInstitutionFacts, readCatalogue, readTeacherPhones } from '#registers/server';
import { countedHeadcount } from '../domain/post-rules';
import { isEditable } from '../domain/lifecycle';
import { readers } from './class-show';
import { annex2, annex3, annex4, annex5 } from './documents';
import { annex2Input, annex3Input, annex4Input, annex5Input, type PrintedClass } from './documents/from-class';
import type { Opinion } from './documents/inputs';
import { classId } from './forms';
import { maskedPost, maskedRow } from './masking';
import { type ClassRecord, stateOf } from './records';
import { findClass, readParts } from './store';

const annexForm = z.enum(['2', '3', '4', '5'], '附件号应为 2 至 5');
type Annex = z.output<typeof annexForm>;

const annexNames: Record<Annex, string> = {
  '2': '开班申请',
  '3': '教学计划',
  '4': '备案花名册',
  '5': '就业岗位信息统计表',
};
const noOpinion: Opinion = { opinion: '', officer: '', signatory: '', on: '' };

async function nameOf({ tx }: Context, userId: string | null): Promise<string> {
  if (!userId) return '';
  const user = await tx.selectFrom('users').select('display_name').where('id', '=', userId).executeTakeFirst();
  return user?.display_name ?? '';
}

async function opinionsOf(context: Context, record: ClassRecord, principal: string) {
  const names = await context.acrossRegions(async () => ({
    filer: await nameOf(context, record.filed_by),
    verifier: await nameOf(context, record.verified_by),
    decider: await nameOf(context, record.decided_by),
  }));
  return {
    institutionOpinion: record.filed_on
      ? { opinion: '材料真实有效，申请开班。', officer: names.filer, signatory: principal, on: record.filed_on }
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

/** What a form of this class says to this reader: whole to the institution that drafts it, masked to others. */
async function printedClass(context: Context, record: ClassRecord): Promise<PrintedClass | Refused> {
  const institution = await findInstitutionFacts(context, record.institution_id);
  if (!institution) return missing('这家机构');
  const parts = await readParts(context, record);
  const isOwn = context.actor.institutionId === record.institution_id && isEditable(stateOf(record));
  const catalogue = await readCatalogue(context);
  const day = record.filed_on ?? context.today;
  const { principal_name: principal } = await context.tx
    .selectFrom('institutions')
    .select('principal_name')
    .where('id', '=', record.institution_id)
    .executeTakeFirstOrThrow();
  return {
    ...parts,
    roster: isOwn ? parts.roster : parts.roster.map(maskedRow),
    posts: isOwn ? parts.posts : parts.posts.map(maskedPost),
    institution,
    occupation: catalogue.find((entry) => entry.occupationCode === record.occupation_code)?.occupationName ?? '',
    madeOn: day,
    isDemo: context.services.isDemo,
    classYear: String(record.class_year ?? partsOf(day).year),
    classNumber: record.class_number === null ? '' : String(record.class_number),
    teacherPhones: await readTeacherPhones(context, record.institution_id),
    ...(await opinionsOf(context, record, principal)),
    counted: countedHeadcount({ ...parts, institution, filedOn: day }),
    required: figuresOn(day, context.laterFigures)('postsPerTrainee'),
  };
}

const makers = {
  '2': {
    pdf: (c: Context, p: PrintedClass) => annex2(c.services.typesetter, annex2Input(p)),
    pages: (c: Context, p: PrintedClass) => annex2.pages(c.services.typesetter, annex2Input(p)),
  },
  '3': {
    pdf: (c: Context, p: PrintedClass) => annex3(c.services.typesetter, annex3Input(p)),
    pages: (c: Context, p: PrintedClass) => annex3.pages(c.services.typesetter, annex3Input(p)),
  },
  '4': {
    pdf: (c: Context, p: PrintedClass) => annex4(c.services.typesetter, annex4Input(p)),
    pages: (c: Context, p: PrintedClass) => annex4.pages(c.services.typesetter, annex4Input(p)),
  },
  '5': {
    pdf: (c: Context, p: PrintedClass) => annex5(c.services.typesetter, annex5Input(p)),
    pages: (c: Context, p: PrintedClass) => annex5.pages(c.services.typesetter, annex5Input(p)),
  },
};

async function typeset<Result>(
  context: Context,
  id: string,
  make: (printed: PrintedClass, record: ClassRecord) => Promise<Result>,
): Promise<Result | Refused> {
  const record = await findClass(context, id);
  if (!record) return missing('这个班期');
  const printed = await printedClass(context, record);
  if ('outcome' in printed) return printed;
  context.note({
    subject: { type: 'trainingClass', id: record.id },
    regionCode: record.region_code,
    institutionId: record.institution_id,
  });
  try {
    return await make(printed, record);
  } catch (error) {
    if (error instanceof TypesettingRefusal) return refused(error.message);
    throw error;
  }
}

const isRefused = (value: unknown): value is Refused =>
  typeof value === 'object' && value !== null && 'outcome' in value && value.outcome === 'refused';

/** 附件2–5 的 PDF/A */
export const classDocument = query({
  name: 'class.document',
  path: '/classes/:classId/documents/:annex',
  title: '下载附件',
  by: readers,
  cites: ['2021.A2', '2021.A3', '2021.A4', '2021.A5'],
  input: z.object({ classId, annex: annexForm }),
  isLogged: true,
  async handle(input, context) {
    const made = await typeset(context, input.classId, async (printed, record) => ({
      download: true as const,
      mediaType: 'application/pdf',
      fileName: `附件${input.annex}${annexNames[input.annex]}-${record.filing_number ?? '草稿'}.pdf`,
      body: await makers[input.annex].pdf(context, printed),
    }));
    return isRefused(made) ? made : done(made);
  },
});

/** 附件预览：逐页图形 */
export const classDocumentPages = query({
  name: 'class.document-pages',
  path: '/classes/:classId/documents/:annex/pages',
  title: '预览附件',
  by: readers,
  cites: ['2021.A2', '2021.A3', '2021.A4', '2021.A5'],
  input: z.object({ classId, annex: annexForm }),
  isLogged: true,
  async handle(input, context) {
    const made = await typeset(context, input.classId, (printed) => makers[input.annex].pages(context, printed));
    return isRefused(made) ? made : done({ pages: made });
  },
});
