import { z } from 'zod';
import { workingDaysLeft } from '#kernel/calendar';
import { actionsFor } from '#kernel/lifecycle';
import type { PlainDate } from '#kernel/plain-date';
import { regions } from '#law/regions';
import { type Context, command, done, missing, query, refused } from '#platform/operation';
import { type CatalogueEntry, type DormantEmployer, type InstitutionFacts, levelNames } from '#registers';
import { findInstitutionFacts, readCatalogue, readDormant } from '#registers/server';
import { earliestStart } from '../domain/application-rules';
import type { ItemStanding, WarningDecision } from '../domain/check-items';
import type { ExchangeAnswer } from '../domain/exchange/answer';
import { type Difference, differencesBetween } from '../domain/differences';
import type { OpeningFinding } from '../domain/judge-opening';
import {
  type ClassAction,
  type ClassState,
  isEditable,
  isWaitingForCounty,
  openingLifecycle,
} from '../domain/lifecycle';
import type { Application, JobPost, Lesson } from '../domain/opening';
import type { RosterRow } from '../domain/roster/row';
import type { KeptAttachment } from './attachment-store';
import { batchesOfClass, type ClassBatch } from './exchange-evidence';
import { classId, remark } from './forms';
import { maskedPost, maskedRow } from './masking';
import { type PersonFacts, personFacts } from './person-facts';
import { type ClassRecord, levelOf, rowSeal, stateOf } from './records';
import { reviewOf } from './review';
import { isOffered } from './signing-commands';
import { readSnapshot } from './snapshot';
import { findClass } from './store';

export interface ReturnPoint {
  readonly id: string;
  readonly filingNumber: number;
  readonly part: string;
  readonly row: string | undefined;
  readonly field: string | undefined;
  readonly reason: string;
  readonly answer: string;
}

export interface ClassEvent {
  readonly id: string;
  readonly action: string;
  readonly actor: string;
  readonly role: string;
  readonly reason: string;
  readonly filingNumber: number;
  readonly findings: number;
  readonly happenedAt: string;
}

/** A class as one reader may see it: its parts, what the rules say, what may be done, and its history. */
export interface ClassView {
  readonly id: string;
  readonly version: number;
  readonly state: ClassState;
  readonly actions: readonly ClassAction[];
  readonly isEditable: boolean;
  readonly isMasked: boolean;
  readonly title: string;
  readonly filingNumber: string | undefined;
  readonly filingCount: number;
  readonly classNumber: string | undefined;
  readonly region: string;
  readonly filedOn: PlainDate | undefined;
  readonly filedAt: string | undefined;
  readonly dueOn: PlainDate | undefined;
  readonly isDueProvisional: boolean;
  readonly daysLeft: number | undefined;
  /** The earliest lawful first day, where the one applied for has passed while the county’s clock ran. */
  readonly offeredStart: { readonly on: PlainDate; readonly isForecast: boolean } | undefined;
  readonly decisionOpinion: string | undefined;
  readonly verifiedByMe: boolean;
  /** When the clerk handed over what now stands to the principal; undefined once anything was changed since. */
  readonly offeredAt: string | undefined;
  readonly application: Application;
  readonly roster: readonly RosterRow[];
  /** What the numbers tell of each trainee, by row. */
  readonly persons: Readonly<Record<string, PersonFacts>>;
  readonly posts: readonly JobPost[];
  readonly lessons: readonly Lesson[];
  readonly attachments: readonly KeptAttachment[];
  readonly findings: readonly OpeningFinding[];
  readonly items: readonly ItemStanding[];
  readonly decisions: readonly WarningDecision[];
  /** Batches that asked other offices about this class, newest first; only the bureaus see them. */
  readonly batches: readonly ClassBatch[];
  /** What their registers have said, by trainee. */
  readonly answers: readonly ExchangeAnswer[];
  readonly institution: InstitutionFacts;
  /** What stands against the employers of its posts. */
  readonly dormantEmployers: readonly DormantEmployer[];
  readonly catalogue: readonly CatalogueEntry[];
  readonly returnPoints: readonly ReturnPoint[];
  readonly events: readonly ClassEvent[];
}

const institutionRoles = new Set(['institutionClerk', 'institutionPrincipal']);
export const readers = [
  'institutionClerk',
  'institutionPrincipal',
  'countyOfficer',
  'countySignatory',
  'cityOfficer',
  'citySignatory',
  'disciplineOfficer',
] as const;

async function readReturnPoints({ tx }: Context, record: ClassRecord): Promise<ReturnPoint[]> {
  const rows = await tx
    .selectFrom('return_points')
    .selectAll()
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .orderBy('filing_number', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    filingNumber: row.filing_number,
    part: row.part,
    row: row.row_id ?? undefined,
    field: row.field ?? undefined,
    reason: row.reason,
    answer: row.answer,
  }));
}

async function readEvents({ tx }: Context, record: ClassRecord): Promise<ClassEvent[]> {
  const rows = await tx
    .selectFrom('class_events')
    .selectAll()
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .orderBy('happened_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    action: row.action,
    actor: row.actor_name,
    role: row.role,
    reason: row.reason,
    filingNumber: row.filing_number,
    findings: Array.isArray(row.findings) ? row.findings.length : 0,
    happenedAt: row.happened_at,
  }));
}

export function titleOf(record: ClassRecord, catalogue: readonly CatalogueEntry[]): string {
  const occupation = catalogue.find((entry) => entry.occupationCode === record.occupation_code)?.occupationName;
  if (!occupation) return '新班期';
  return record.level === null ? occupation : `${occupation}（${levelNames[levelOf(record.level)]}）`;
}

/** Keyed hashes stay on the server. */
const withoutKeys = (institution: InstitutionFacts): InstitutionFacts => ({
  ...institution,
  teachers: institution.teachers.map(({ personKey: _key, ...teacher }) => teacher),
});

function offeredStartOf(context: Context, record: ClassRecord): ClassView['offeredStart'] {
  if (!isWaitingForCounty(stateOf(record)) || !record.starts_on || record.starts_on >= context.today) return undefined;
  const on = earliestStart(context.calendar, context.today, context.laterFigures);
  return { on, isForecast: context.calendar.isProvisional(on) };
}

export async function viewOf(context: Context, record: ClassRecord): Promise<ClassView> {
  const { actor } = context;
  const institution = await findInstitutionFacts(context, record.institution_id);
  if (!institution) throw new Error(`institution of class ${record.id} is out of sight`);
  const catalogue = await readCatalogue(context);
  const { parts, findings, items, decisions, answers } = await reviewOf(context, record);
  const state = stateOf(record);
  const editable = isEditable(state) && institutionRoles.has(actor.role);
  return {
    id: record.id,
    version: record.version,
    state,
    actions: actionsFor(openingLifecycle, state, actor.role),
    isEditable: editable,
    isMasked: !editable,
    title: titleOf(record, catalogue),
    filingNumber: record.filing_number ?? undefined,
    filingCount: record.filing_count,
    classNumber: record.class_number === null ? undefined : `${record.class_year} 年第 ${record.class_number} 期`,
    region: regions.find((region) => region.code === record.region_code)?.name ?? record.region_code,
    filedOn: record.filed_on ?? undefined,
    filedAt: record.filed_at ?? undefined,
    dueOn: record.due_on ?? undefined,
    isDueProvisional: record.due_on ? context.calendar.isProvisional(record.due_on) : false,
    daysLeft:
      isWaitingForCounty(state) && record.due_on
        ? workingDaysLeft(context.calendar, context.today, record.due_on)
        : undefined,
    offeredStart: offeredStartOf(context, record),
    decisionOpinion: record.decision_opinion ?? undefined,
    verifiedByMe: record.verified_by === actor.userId,
    offeredAt: isOffered(record) ? (record.offered_at ?? undefined) : undefined,
    ...parts,
    roster: editable ? parts.roster : parts.roster.map(maskedRow),
    persons: personFacts(parts.roster, parts.application.startsOn ?? context.today),
    posts: editable ? parts.posts : parts.posts.map(maskedPost),
    findings,
    items,
    decisions,
    batches: await batchesOfClass(context, record),
    answers,
    institution: withoutKeys(institution),
    dormantEmployers: await readDormant(context, parts.posts),
    catalogue,
    returnPoints: await readReturnPoints(context, record),
    events: await readEvents(context, record),
  };
}

/** 班期详情 */
export const showClass = query({
  name: 'class.show',
  path: '/classes/:classId',
  title: '查看班期',
  by: readers,
  cites: ['2024.1.2'],
  input: z.object({ classId }),
  isLogged: true,
  async handle(input, context) {
    const record = await findClass(context, input.classId);
    if (!record) return missing('这个班期');
    context.note({
      subject: { type: 'trainingClass', id: record.id },
      regionCode: record.region_code,
      institutionId: record.institution_id,
    });
    return done(await viewOf(context, record));
  },
});

/** 查看原文：证号与电话，须写明理由 */
export const revealPerson = command({
  name: 'class.reveal-person',
  path: '/classes/:classId/roster/:rowId/reveal',
  title: '查看学员证号与电话原文',
  by: ['countyOfficer', 'countySignatory', 'cityOfficer', 'disciplineOfficer'],
  cites: ['2024.1.2'],
  input: z.object({
    classId,
    rowId: z.string().max(64),
    reason: remark(200).refine((value) => value.length >= 2, '请写明查看理由'),
  }),
  keepsNothing: true,
  async handle(input, context) {
    const row = await context.tx
      .selectFrom('roster_rows')
      .selectAll()
      .where('class_id', '=', input.classId)
      .where('id', '=', input.rowId)
      .executeTakeFirst();
    if (!row) return missing('这名学员');
    const { secrets } = context.services;
    const key = rowSeal(row.class_id, row.id);
    context.note({
      subject: { type: 'rosterRow', id: `${row.class_id}/${row.id}` },
      regionCode: row.region_code,
      detail: { reason: input.reason },
    });
    return done({
      id: secrets.open('identityNumber', key, row.id_sealed),
      phone: secrets.open('phone', key, row.phone_sealed),
    });
  },
});

/** 两次申报之间的改动 */
export const classDifferences = query({
  name: 'class.differences',
  path: '/classes/:classId/differences',
  title: '历次申报的改动',
  by: readers,
  cites: ['2024.1.1'],
  input: z.object({
    classId,
    filingNumber: z.coerce
      .number('次数应为数字')
      .int('次数应为整数')
      .min(2, '从第 2 次申报起才有改动可比')
      .max(10_000, '没有这一次申报'),
  }),
  async handle(input, context) {
    const record = await findClass(context, input.classId);
    if (!record) return missing('这个班期');
    const rows = await context.tx
      .selectFrom('filings')
      .select(['number', 'snapshot_sealed'])
      .where('region_code', '=', record.region_code)
      .where('class_id', '=', record.id)
      .where('number', 'in', [input.filingNumber - 1, input.filingNumber])
      .orderBy('number')
      .execute();
    const [before, after] = rows.map((row) =>
      readSnapshot(context.services.secrets.open('filing', `${record.id}/${row.number}`, row.snapshot_sealed)),
    );
    if (!before || !after) return refused('没有这一次申报的前后内容可比。', 'missing');
    const institution = await findInstitutionFacts(context, record.institution_id);
    const catalogue = await readCatalogue(context);
    const differences: Difference[] = differencesBetween(before, after, {
      occupation: (code) => catalogue.find((entry) => entry.occupationCode === code)?.occupationName ?? code,
      venue: (id) => institution?.venues.find((venue) => venue.id === id)?.name ?? '已停用的场地',
      teacher: (id) => institution?.teachers.find((teacher) => teacher.id === id)?.name ?? '已停用的教师',
    });
    return done({ differences });
  },
});
