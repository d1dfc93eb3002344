import { z } from 'zod';
import { blocked } from '#law/rule';
import { type Context, command, done, missing, refused } from '#platform/operation';
import { judgeOpening } from '../domain/judge-opening';
import { isEditable } from '../domain/lifecycle';
import { tellOf } from './class-events';
import { whyNotEditable } from './editing';
import { openingFacts } from './facts';
import { classId, remark, version } from './forms';
import { type ClassRecord, stateOf } from './records';
import { refusedBy } from './rule-strikes';
import { holdClass, readParts } from './store';

const changedElsewhere = '这一班刚在别处改过，请刷新核对后再办。';

/** Whether the clerk has handed over exactly what now stands; any later change ends the hand-over. */
export const isOffered = (record: Pick<ClassRecord, 'state' | 'version' | 'offered_version'>): boolean =>
  isEditable(stateOf(record)) && record.offered_version === record.version;

/** Sets or ends the hand-over, if the class is still at the version seen; false when it is not. */
async function setOffer(context: Context, record: ClassRecord, isMade: boolean): Promise<boolean> {
  const changed = await context.tx
    .updateTable('training_classes')
    .set({
      offered_version: isMade ? record.version : null,
      offered_by: isMade ? context.actor.userId : null,
      offered_at: isMade ? context.now : null,
    })
    .where('region_code', '=', record.region_code)
    .where('id', '=', record.id)
    .where('version', '=', record.version)
    .executeTakeFirst();
  context.note({
    subject: { type: 'trainingClass', id: record.id },
    regionCode: record.region_code,
    institutionId: record.institution_id,
    detail: { offered: isMade },
  });
  return changed.numUpdatedRows === 1n;
}

/** 送负责人签署：经办人备好全部材料，交负责人签署申报 */
export const offerClass = command({
  name: 'class.offer',
  path: '/classes/:classId/offer',
  title: '送负责人签署',
  by: ['institutionClerk'],
  cites: ['2021.3', '2024.1.1'],
  input: z.object({ classId, version }),
  async handle(input, context) {
    const record = await holdClass(context, input.classId);
    if (!record) return missing('这个班期');
    const closed = whyNotEditable(record);
    if (closed) return closed;
    if (record.version !== input.version) return refused(changedElsewhere, 'conflict');
    const parts = await readParts(context, record);
    const findings = judgeOpening(await openingFacts(context, record, context.today, parts), context.laterFigures);
    if (blocked(findings)) return refusedBy(record, context.today, findings, '再送签');
    if (!(await setOffer(context, record, true))) return refused(changedElsewhere, 'conflict');
    await tellOf(context, record, 'institution', `${context.actor.name} 已备好一个班期的开班材料，请负责人核对签署。`);
    return done({ offeredAt: context.now });
  },
});

/** 退回经办人：负责人核对后认为还须修改 */
export const handBackClass = command({
  name: 'class.hand-back',
  path: '/classes/:classId/hand-back',
  title: '退回经办人修改',
  by: ['institutionPrincipal'],
  cites: ['2024.1.1'],
  input: z.object({ classId, version, reason: remark(200) }),
  async handle(input, context) {
    const record = await holdClass(context, input.classId);
    if (!record) return missing('这个班期');
    if (record.version !== input.version) return refused(changedElsewhere, 'conflict');
    if (!isOffered(record)) return refused('这个班期不在待签署状态，请刷新查看。', 'conflict');
    if (!(await setOffer(context, record, false))) return refused(changedElsewhere, 'conflict');
    await tellOf(context, record, 'institution', `负责人${context.actor.name}退回修改：${input.reason}`);
    return done({ handedBackAt: context.now });
  },
});
