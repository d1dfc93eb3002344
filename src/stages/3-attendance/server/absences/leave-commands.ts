import { z } from 'zod';
import { blocked, judge } from '#law/rule';
import { newId } from '#platform/identifiers';
import { type Context, command, type Done, done, missing, type Refused, refused } from '#platform/operation';
import { leaveKinds, leaveRules } from '../../domain/leave/leave';
import { type LeaveAction, type LeaveState, leaveLifecycle } from '../../domain/lifecycle';
import { leaveActionNames, leaveStateNames } from '../../domain/state-names';
import { isRefused, lessonsOf, noteClass, taughtClass } from '../check-in/taught-class';
import { traineesOf } from '../check-in/trainees';
import { whyNotMoved } from '../step';
import { classId, institutions, localMinute, paperIds, reason, requestId, row, version } from './forms';
import { tellAbsences } from './queue';
import { attachPapers, instantText, leaveOf, leavesOf, leaveStateOf, minuteOf, type StoredLeave } from './store';

/** 登记请假：事假、病假；满规定天数的病假须附证明 */
export const requestLeave = command({
  name: 'leave.request',
  path: '/classes/:classId/leaves',
  title: '登记请假',
  by: institutions,
  cites: ['2021.4.1'],
  input: z.object({
    classId,
    row,
    kind: z.enum(leaveKinds, '请选择事假或病假'),
    from: localMinute,
    to: localMinute,
    reason,
    paperIds,
  }),
  async handle({ row: rowId, kind, from, to, reason: why, paperIds: papers, ...input }, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const { tx, actor, now } = context;
    const trainee = (await traineesOf(context, held)).find((each) => each.rowId === rowId);
    if (!trainee) return refused('花名册上没有这名学员，请刷新页面后再办。', 'invalid');
    const others = (await leavesOf(context, held))
      .filter((each) => each.row_id === rowId && ['requested', 'approved'].includes(each.state))
      .map(leaveOf);
    const findings = judge(
      leaveRules,
      {
        request: { kind, from, to, reason: why, evidenceIds: papers, requestedAt: minuteOf(now) },
        lessons: (await lessonsOf(context, [held.id])).get(held.id) ?? [],
        others,
      },
      context.laterFigures,
    );
    if (blocked(findings)) return refused('请假还不能登记，请按提示修改。', 'blocked', findings);
    const id = newId();
    await tx
      .insertInto('attendance_leaves')
      .values({
        region_code: held.regionCode,
        class_id: held.id,
        id,
        row_id: rowId,
        kind,
        from_at: instantText(from),
        to_at: instantText(to),
        reason: why,
        state: leaveLifecycle.start,
        requested_by: actor.userId,
        requested_by_name: actor.name,
        requested_at: now,
      })
      .execute();
    if (!(await attachPapers(context, held, id, papers)))
      return refused('有的证明已附在别处或不属于本班，请重新上传。', 'conflict');
    await tellAbsences(context, held);
    noteClass(context, held, { leave: id, kind });
    return done({ leaveId: id, findings });
  },
});

interface Wish {
  readonly classId: string;
  readonly leaveId: string;
  readonly version: number;
}
interface Moved {
  readonly state: LeaveState;
  readonly version: number;
}

const stepping = { what: '这次请假', lifecycle: leaveLifecycle, states: leaveStateNames, actions: leaveActionNames };

/** Moves a leave one step, if it stands where the person saw it. */
async function move(context: Context, action: LeaveAction, wish: Wish, why = ''): Promise<Done<Moved> | Refused> {
  const held = await taughtClass(context, wish.classId);
  if (isRefused(held)) return held;
  const { tx, actor, now } = context;
  const found: StoredLeave | undefined = await tx
    .selectFrom('attendance_leaves')
    .selectAll()
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('id', '=', wish.leaveId)
    .forUpdate()
    .executeTakeFirst();
  if (!found) return missing('这次请假');
  const { to } = leaveLifecycle.steps[action];
  const wrong = whyNotMoved(stepping, { version: found.version, state: leaveStateOf(found) }, { ...wish, action });
  if (wrong) return wrong;
  if (action !== 'withdraw' && found.requested_by === actor.userId)
    return refused('登记请假的人不能自己审批，请由另一人办理。', 'forbidden');
  const next = found.version + 1;
  const decided = { decided_by: actor.userId, decided_by_name: actor.name, decided_at: now, decision_reason: why };
  await tx
    .updateTable('attendance_leaves')
    .set({ state: to, version: next, ...decided })
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('id', '=', found.id)
    .execute();
  await tellAbsences(context, held);
  noteClass(context, held, { leave: found.id, state: to, reason: why });
  return done({ state: to, version: next });
}

const wish = { classId, leaveId: requestId, version } as const;

/** 准假：不计学时，缺勤记为请假或病假 */
export const approveLeave = command({
  name: 'leave.approve',
  path: '/classes/:classId/leaves/:leaveId/approve',
  title: '准假',
  by: leaveLifecycle.steps.approve.by,
  cites: ['2021.4.1'],
  input: z.object(wish),
  handle: (input, context) => move(context, 'approve', input),
});

export const refuseLeave = command({
  name: 'leave.refuse',
  path: '/classes/:classId/leaves/:leaveId/refuse',
  title: '不予准假',
  by: leaveLifecycle.steps.refuse.by,
  cites: ['2021.4.1'],
  input: z.object({ ...wish, reason }),
  handle: ({ reason: why, ...input }, context) => move(context, 'refuse', input, why),
});

export const withdrawLeave = command({
  name: 'leave.withdraw',
  path: '/classes/:classId/leaves/:leaveId/withdraw',
  title: '撤回请假',
  by: ['institutionClerk'],
  cites: ['2021.4.1'],
  input: z.object(wish),
  handle: (input, context) => move(context, 'withdraw', input),
});

/** 撤销准假：县级发现不该准的 */
export const annulLeave = command({
  name: 'leave.annul',
  path: '/classes/:classId/leaves/:leaveId/annul',
  title: '撤销准假',
  by: leaveLifecycle.steps.annul.by,
  cites: ['2021.4.1'],
  input: z.object({ ...wish, reason }),
  handle: ({ reason: why, ...input }, context) => move(context, 'annul', input, why),
});
