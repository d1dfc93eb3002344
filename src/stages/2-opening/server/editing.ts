import type { Context, Done, Refused } from '#platform/operation';
import { done, missing, refused } from '#platform/operation';
import type { DormantEmployer } from '#registers';
import { countOf, judgeOpening, type OpeningFinding } from '../domain/judge-opening';
import { isEditable } from '../domain/lifecycle';
import { openingFacts } from './facts';
import { type ClassRecord, stateOf } from './records';
import { holdClass, readParts } from './store';

/** What an editor gets back after a save: the new version and what the rules now say. */
export interface Saved {
  readonly version: number;
  readonly findings: readonly OpeningFinding[];
  /** What stands against the employers of its posts, for the rules in the browser. */
  readonly dormantEmployers: readonly DormantEmployer[];
}

const changedElsewhere = '这一班已在别的窗口或由同事改过。请刷新页面查看最新内容，再改一次；您刚才的内容仍在本页。';

/** Takes the class for a change by its institution, or says why it cannot be changed. */
export async function takeForEditing(
  context: Context,
  classId: string,
  version: number,
): Promise<ClassRecord | Refused> {
  const record = await holdEditable(context, classId);
  if (isRefused(record)) return record;
  return record.version === version ? record : refused(changedElsewhere, 'conflict');
}

/** Why a class cannot be changed by its institution now; undefined when it can. */
export const whyNotEditable = (record: ClassRecord): Refused | undefined =>
  isEditable(stateOf(record))
    ? undefined
    : refused('这个班期已申报，不能再改；需要改动请先撤回或等待退回。', 'conflict');

/** Holds the class for a change that stands beside its parts, whatever version the editor last saw. */
export async function holdEditable(context: Context, classId: string): Promise<ClassRecord | Refused> {
  const record = await holdClass(context, classId);
  if (!record) return missing('这个班期');
  return whyNotEditable(record) ?? record;
}

/** Counts trainees and findings anew and raises the version; the numbers on lists come from here. */
export async function finishEditing(context: Context, record: ClassRecord): Promise<Done<Saved>> {
  return done(await recount(context, record, record.version + 1));
}

/** Counts trainees and findings anew under the given version. */
export async function recount(context: Context, record: ClassRecord, version: number): Promise<Saved> {
  const fresh = await holdClass(context, record.id);
  if (!fresh) throw new Error(`class ${record.id} vanished while held`);
  const parts = await readParts(context, fresh);
  const facts = await openingFacts(context, fresh, context.today, parts);
  const findings = judgeOpening(facts, context.laterFigures);
  await context.tx
    .updateTable('training_classes')
    .set({
      version,
      trainee_count: parts.roster.length,
      blocking_count: countOf(findings, 'blocks'),
      warning_count: countOf(findings, 'warns'),
      changed_at: context.now,
    })
    .where('region_code', '=', record.region_code)
    .where('id', '=', record.id)
    .execute();
  context.note({
    subject: { type: 'trainingClass', id: record.id },
    regionCode: record.region_code,
    institutionId: record.institution_id,
  });
  return { version, findings, dormantEmployers: facts.dormantEmployers ?? [] };
}

export const isRefused = (value: ClassRecord | Refused): value is Refused => 'outcome' in value;
