import { z } from 'zod';
import { workingDaysLeft } from '#kernel/calendar';
import { actionsFor } from '#kernel/lifecycle';
import type { PlainDate } from '#kernel/plain-date';
import { type Context, done, query } from '#platform/operation';
import type { CatalogueEntry, InstitutionFacts } from '#registers';
import { findInstitutionFacts, readCatalogue } from '#registers/server';
import type { ChangeKind, ChangeProposal } from '../../domain/change/change';
import { type ChangeDifference, changeDifferences } from '../../domain/change/change-differences';
import type { ChangeFinding } from '../../domain/change/judge-change';
import {
  type ChangeAction,
  changeLifecycle,
  type ChangeState,
  isChangeEditable,
  isChangeWaiting,
  openChangeStates,
} from '../../domain/change/lifecycle';
import type { Application, JobPost, Lesson } from '../../domain/opening';
import type { RosterRow } from '../../domain/roster/row';
import { readers, titleOf } from '../class-show';
import { classId } from '../forms';
import { maskedPost, maskedRow } from '../masking';
import { rosterRowOf } from '../records';
import { readParts } from '../store';
import { changeId } from './draft-commands';
import { filedFindings } from './filed-findings';
import { judgeNow } from './judging';
import { noteChange } from './moving';
import { kindsOfChange, openContent, readVersions, stateOfChange } from './store';
import { isRefusal, seeChange, type TakenChange } from './taking';

/** A change as one reader may see it: what it asks for against what stood before, and what the rules say. */
export interface ChangeView {
  readonly id: string;
  readonly classId: string;
  readonly number: number;
  readonly version: number;
  readonly state: ChangeState;
  readonly actions: readonly ChangeAction[];
  readonly isEditable: boolean;
  readonly title: string;
  readonly filingNumber: string | undefined;
  readonly classNumber: string | undefined;
  readonly kinds: readonly ChangeKind[];
  readonly reason: string;
  readonly effectiveOn: PlainDate | undefined;
  readonly filedOn: PlainDate | undefined;
  readonly dueOn: PlainDate | undefined;
  readonly isDueProvisional: boolean;
  readonly daysLeft: number | undefined;
  readonly filingCount: number;
  readonly verifierOpinion: string | undefined;
  readonly opinion: string | undefined;
  readonly verifiedByMe: boolean;
  readonly proposal: ChangeProposal;
  /** The class the change was written against; of a settled change only plan and application. */
  readonly before: {
    readonly application: Application;
    readonly lessons: readonly Lesson[];
    readonly roster: readonly RosterRow[];
  };
  readonly posts: readonly JobPost[];
  readonly differences: readonly ChangeDifference[];
  readonly findings: readonly ChangeFinding[];
  readonly institution: InstitutionFacts;
  readonly catalogue: readonly CatalogueEntry[];
}

/** Everyone who was ever in the class, so that who left can still be named. */
async function everyone({ tx, services }: Context, { record }: TakenChange): Promise<RosterRow[]> {
  const rows = await tx
    .selectFrom('roster_rows')
    .selectAll()
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .orderBy('position')
    .execute();
  return rows.map((row) => rosterRowOf(row, services.secrets));
}

async function substance(context: Context, taken: TakenChange) {
  const { record, change } = taken;
  const content = openContent(context, change);
  const parts = await readParts(context, record);
  const versions = await readVersions(context, record);
  const lessons = versions.find(({ version }) => version === change.base_version)?.lessons ?? parts.lessons;
  const isOpen = openChangeStates.some((state) => state === stateOfChange(change));
  const findings = isOpen
    ? (
        await judgeNow(
          context,
          taken,
          content,
          change.filed_on && isChangeWaiting(stateOfChange(change)) ? change.filed_on : context.today,
        )
      ).findings
    : await filedFindings(context, taken);
  const before = {
    application: { ...parts.application, ...content.baseline },
    lessons,
    roster: isOpen ? parts.roster : await everyone(context, taken),
  };
  return { content, parts, before, findings };
}

const withoutKeys = (institution: InstitutionFacts): InstitutionFacts => ({
  ...institution,
  teachers: institution.teachers.map(({ personKey: _key, ...teacher }) => teacher),
});

async function viewOf(context: Context, taken: TakenChange): Promise<ChangeView> {
  const { record, change } = taken;
  const { actor, calendar, today } = context;
  const institution = await findInstitutionFacts(context, record.institution_id);
  if (!institution) throw new Error(`institution of class ${record.id} is out of sight`);
  const catalogue = await readCatalogue(context);
  const { content, parts, before, findings } = await substance(context, taken);
  const state = stateOfChange(change);
  const isOwn = actor.institutionId === record.institution_id;
  const { proposal } = content;
  const { substitutions } = proposal;
  return {
    id: change.id,
    classId: record.id,
    number: change.number,
    version: change.version,
    state,
    actions: actionsFor(changeLifecycle, state, actor.role),
    isEditable: isOwn && isChangeEditable(state),
    title: titleOf(record, catalogue),
    filingNumber: record.filing_number ?? undefined,
    classNumber: record.class_number === null ? undefined : `${record.class_year} 年第 ${record.class_number} 期`,
    kinds: kindsOfChange(change),
    reason: change.reason,
    effectiveOn: change.effective_on ?? undefined,
    filedOn: change.filed_on ?? undefined,
    dueOn: change.due_on ?? undefined,
    isDueProvisional: change.due_on ? calendar.isProvisional(change.due_on) : false,
    daysLeft: isChangeWaiting(state) && change.due_on ? workingDaysLeft(calendar, today, change.due_on) : undefined,
    filingCount: change.filing_count,
    verifierOpinion: change.verifier_opinion ?? undefined,
    opinion: change.opinion ?? undefined,
    verifiedByMe: change.verified_by === actor.userId,
    proposal: {
      ...proposal,
      substitutions:
        isOwn && isChangeEditable(state)
          ? substitutions
          : substitutions.map(({ leaves, joins }) => ({ leaves, joins: maskedRow(joins) })),
    },
    before: { ...before, roster: before.roster.map(maskedRow) },
    posts: parts.posts.map(maskedPost),
    differences: changeDifferences(before, proposal, {
      venue: (id) => institution.venues.find((venue) => venue.id === id)?.name ?? '已停用的场地',
      teacher: (id) => institution.teachers.find((teacher) => teacher.id === id)?.name ?? '已停用的教师',
    }),
    findings,
    institution: withoutKeys(institution),
    catalogue,
  };
}

/** 查看变更申请 */
export const showChange = query({
  name: 'change.show',
  path: '/classes/:classId/changes/:changeId',
  title: '查看变更申请',
  by: readers,
  cites: ['2024.1.3'],
  input: z.object({ classId, changeId }),
  isLogged: true,
  async handle(input, context) {
    const taken = await seeChange(context, input.classId, input.changeId);
    if (isRefusal(taken)) return taken;
    noteChange(context, taken);
    return done(await viewOf(context, taken));
  },
});
