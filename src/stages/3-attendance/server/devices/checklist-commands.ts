import { sql } from 'kysely';
import { z } from 'zod';
import { actionsFor } from '#kernel/lifecycle';
import { blocked, judge } from '#law/rule';
import { type Context, command, done, missing, query, refused } from '#platform/operation';
import {
  type Checklist,
  type ChecklistAction,
  checklistLifecycle,
  checklistPoints,
  checklistRules,
  checklistStates,
  emptyChecklist,
} from '../../domain/devices/checklist';
import { calledDevice, type DeviceRecord, holdDevice, noteDevice, stateOf, tellOf } from './device-records';
import { deviceId, institutions, plainDay, readers, reason, remark } from './forms';

const checklistForm = z.strictObject({
  keeper: remark(40),
  passwordSetBy: remark(40),
  passwordSetOn: plainDay.nullish().transform((day) => day ?? undefined),
  keptAt: remark(100),
  points: z.array(z.enum(checklistPoints, '没有这一项')).max(checklistPoints.length),
  note: remark(300),
});

const storedForm = checklistForm.catch({ ...emptyChecklist, points: [] });
const stateForm = z.enum(checklistStates);
const version = z.int('版本号不正确').min(0);

const findLast = ({ tx }: Context, id: string) =>
  tx
    .selectFrom('device_checklists')
    .selectAll()
    .where('device_id', '=', id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
type Stored = NonNullable<Awaited<ReturnType<typeof findLast>>>;

const findingsOf = ({ today }: Context, checklist: Checklist) => judge(checklistRules, { checklist, on: today });
const stale = refused('检查表刚有变动，请刷新后再办；所填内容仍在本页。', 'conflict');

async function insertChecklist({ tx, now }: Context, device: DeviceRecord, number: number, content: Checklist) {
  await sql`insert into device_checklists (region_code, institution_id, device_id, number, state, venue_id, content, changed_at)
    values (${device.region_code}, ${device.institution_id}, ${device.id}, ${number}, ${checklistLifecycle.start},
      ${device.venue_id}, ${JSON.stringify(content)}::jsonb, ${now})`.execute(tx);
}

async function changeChecklist({ tx, now }: Context, { device_id, number, version: was }: Stored, more: object) {
  await tx
    .updateTable('device_checklists')
    .set({ ...more, version: was + 1, changed_at: now })
    .where('device_id', '=', device_id)
    .where('number', '=', number)
    .execute();
}

/** 填写附件6检查表；双方签字后的不能再改，重填即新的一份 */
export const saveChecklist = command({
  name: 'device.save-checklist',
  path: '/devices/:deviceId/checklist',
  title: '填写设备检查表',
  by: institutions,
  cites: ['2021.A6.1', '2021.A6.2', '2021.A6.3', '2021.A6.4', '2021.A6.5', '2021.A6.6'],
  input: z.object({ deviceId, version, checklist: checklistForm }),
  async handle(input, context) {
    const device = await holdDevice(context, input.deviceId);
    if (!device) return missing('这台设备');
    if (stateOf(device) === 'revoked') return refused('这台设备已停用，不用再填检查表。', 'conflict');
    const last = await findLast(context, device.id);
    const isOpen = last && last.state !== 'signed';
    if (isOpen && last.state !== 'drafted')
      return refused('检查表已提交县（市、区）核对，退回后才能修改。', 'conflict');
    if (input.version !== (isOpen ? last.version : 0)) return stale;
    if (isOpen)
      await changeChecklist(context, last, { content: JSON.stringify(input.checklist), venue_id: device.venue_id });
    else await insertChecklist(context, device, (last?.number ?? 0) + 1, input.checklist);
    noteDevice(context, device, { number: isOpen ? last.number : (last?.number ?? 0) + 1 });
    return done({ version: isOpen ? last.version + 1 : 1, findings: findingsOf(context, input.checklist) });
  },
});

const messages: Record<ChecklistAction, readonly ['institution' | 'county', string]> = {
  offer: ['county', '检查表已由机构签字，请到场核对、设置密码后签字。'],
  sign: ['institution', '检查表双方已签字。'],
  return: ['institution', '检查表已退回：'],
};

/** 检查表签字：机构先签，县（市、区）人社局到场核对后签，或退回 */
export const signChecklist = command({
  name: 'device.sign-checklist',
  path: '/devices/:deviceId/checklist/sign',
  title: '签署设备检查表',
  by: [...institutions, 'countyOfficer'],
  cites: ['2021.A6.1', '2021.A6.2', '2021.A6.3', '2021.A6.4', '2021.A6.5', '2021.A6.6'],
  input: z.object({ deviceId, version, action: z.enum(['offer', 'sign', 'return']), reason: reason.optional() }),
  async handle({ action, ...input }, context) {
    const { actor, now } = context;
    const step = checklistLifecycle.steps[action];
    const device = await holdDevice(context, input.deviceId);
    if (!device) return missing('这台设备');
    if (!step.by.includes(actor.role)) return refused('这一步由另一方办理。', 'forbidden');
    const last = await findLast(context, device.id);
    if (!last || last.version !== input.version || !step.from.includes(stateForm.parse(last.state))) return stale;
    if (action === 'return' && !input.reason) return refused('退回须写明理由。', 'invalid');
    const findings = findingsOf(context, storedForm.parse(last.content));
    if (action !== 'return' && blocked(findings)) return refused('检查表还有没做到的，不能签字。', 'blocked', findings);
    const signer = { offer: 'offered', sign: 'signed', return: undefined }[action];
    await changeChecklist(context, last, {
      state: step.to,
      findings: JSON.stringify(findings),
      returned_reason: action === 'return' ? input.reason : null,
      ...(signer ? { [`${signer}_by`]: actor.userId, [`${signer}_by_name`]: actor.name, [`${signer}_at`]: now } : {}),
    });
    noteDevice(context, device, { action, number: last.number, ...(input.reason ? { reason: input.reason } : {}) });
    const [audience, words] = messages[action];
    await tellOf(
      context,
      device,
      audience,
      `${calledDevice(device)}${words}${action === 'return' ? input.reason : ''}`,
    );
    return done({ state: step.to, version: last.version + 1 });
  },
});

/** 设备检查表 */
export const showChecklist = query({
  name: 'device.checklist',
  path: '/devices/:deviceId/checklist',
  title: '设备检查表',
  by: readers,
  cites: ['2021.A6.1', '2021.A6.2', '2021.A6.3', '2021.A6.4', '2021.A6.5', '2021.A6.6'],
  input: z.object({ deviceId }),
  async handle(input, context) {
    const device = await context.tx
      .selectFrom('devices')
      .select(['id', 'responsible_name'])
      .where('id', '=', input.deviceId)
      .executeTakeFirst();
    if (!device) return missing('这台设备');
    const last = await findLast(context, device.id);
    const state = last ? stateForm.parse(last.state) : undefined;
    const checklist = last ? storedForm.parse(last.content) : { ...emptyChecklist, keeper: device.responsible_name };
    return done({
      number: last?.number ?? 0,
      version: last && state !== 'signed' ? last.version : 0,
      state,
      checklist,
      findings: findingsOf(context, checklist),
      offered: last?.offered_at ? { by: last.offered_by_name ?? '', at: last.offered_at } : undefined,
      signed: last?.signed_at ? { by: last.signed_by_name ?? '', at: last.signed_at } : undefined,
      returnedReason: last?.returned_reason ?? undefined,
      actions: state ? actionsFor(checklistLifecycle, state, context.actor.role) : [],
      mayEdit: institutions.some((role) => role === context.actor.role) && state !== 'offered',
    });
  },
});
