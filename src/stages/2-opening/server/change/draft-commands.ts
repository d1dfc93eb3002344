import { z } from 'zod';
import { newId } from '#platform/identifiers';
import { type Context, command, done, refused } from '#platform/operation';
import { changedApplicationOf, emptyProposal, kindsOf } from '../../domain/change/change';
import { openChangeStates } from '../../domain/change/lifecycle';
import { classId, remark, version } from '../forms';
import type { ClassRecord } from '../records';
import { readParts } from '../store';
import { openContent, readChanges, readVersions, sealContent, stateOfChange } from './store';
import { proposalForm } from './content';
import { judgeNow } from './judging';
import { noteChange } from './moving';
import { isRefusal, takeChange, takeClass } from './taking';

const institutionRoles = ['institutionClerk', 'institutionPrincipal'] as const;
export const changeId = z.uuid('编号不正确');

/** 申请变更：起草 */
export const draftChange = command({
  name: 'change.draft',
  path: '/classes/:classId/changes',
  title: '起草变更申请',
  by: institutionRoles,
  cites: ['2024.1.1', '2024.1.3'],
  input: z.object({ classId }),
  async handle(input, context) {
    const record = await takeClass(context, input.classId);
    if (isRefusal(record)) return record;
    const former = await readChanges(context, record);
    const open = former.find((each) => openChangeStates.some((state) => state === stateOfChange(each)));
    if (open) return refused(`第 ${open.number} 次变更申请还没有办完，办完或撤回后才能再申请。`, 'conflict');
    const parts = await readParts(context, record);
    const last = parts.lessons.reduce((day, { taughtOn }) => (taughtOn > day ? taughtOn : day), '');
    if (last <= context.today) return refused('这个班期的课已上完，没有可以变更的安排。', 'conflict');
    const versions = await readVersions(context, record);
    const id = newId();
    const number = (former[0]?.number ?? 0) + 1;
    const content = { proposal: emptyProposal(parts), baseline: changedApplicationOf(parts.application) };
    await context.tx
      .insertInto('class_changes')
      .values({
        region_code: record.region_code,
        class_id: record.id,
        id,
        number,
        state: 'drafted',
        base_version: versions.at(-1)?.version ?? 1,
        content_sealed: sealContent(context, { class_id: record.id, id }, content),
        created_by: context.actor.userId,
        created_at: context.now,
        changed_at: context.now,
      })
      .execute();
    noteChange(context, { record, change: { id, number } });
    return done({ changeId: id, number });
  },
});

/** Rows a class has ever had, those who left too: a row once used stands for one person for good. */
async function usedRows({ tx }: Context, record: ClassRecord): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('roster_rows')
    .select('id')
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** 保存变更申请 */
export const saveChange = command({
  name: 'change.save',
  path: '/classes/:classId/changes/:changeId/content',
  title: '保存变更申请',
  by: institutionRoles,
  cites: ['2024.1.1', '2024.1.3'],
  input: z.object({ classId, changeId, version, proposal: proposalForm, reason: remark(500) }),
  async handle({ proposal, reason, ...input }, context) {
    const taken = await takeChange(context, input, 'file');
    if (isRefusal(taken)) return taken;
    const { record, change } = taken;
    const used = await usedRows(context, record);
    const joining = proposal.substitutions.map(({ joins }) => joins.id);
    if (new Set(joining).size < joining.length || joining.some((id) => used.has(id)))
      return refused('替补学员的行编号有重复，请刷新页面。', 'invalid');
    if (new Set(proposal.lessons.map(({ id }) => id)).size < proposal.lessons.length)
      return refused('课次的编号有重复，请刷新页面。', 'invalid');
    const content = { ...openContent(context, change), proposal };
    const { parts, findings } = await judgeNow(
      context,
      { record, change: { ...change, reason } },
      content,
      context.today,
    );
    const kinds = kindsOf(parts, proposal);
    await context.tx
      .updateTable('class_changes')
      .set({
        version: change.version + 1,
        kinds,
        reason,
        content_sealed: sealContent(context, change, content),
        changed_at: context.now,
      })
      .where('region_code', '=', change.region_code)
      .where('class_id', '=', change.class_id)
      .where('id', '=', change.id)
      .execute();
    noteChange(context, taken);
    return done({ version: change.version + 1, kinds, findings });
  },
});
