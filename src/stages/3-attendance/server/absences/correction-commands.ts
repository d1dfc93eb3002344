import { z } from 'zod';
import { blocked } from '#law/rule';
import { type Context, command, type Done, done, missing, type Refused, refused } from '#platform/operation';
import type { CorrectionRequest } from '../../domain/correction/correction';
import { type CorrectionAction, type CorrectionState, correctionLifecycle } from '../../domain/lifecycle';
import { correctionActionNames, correctionStateNames } from '../../domain/state-names';
import { isRefused, noteClass, type TaughtClass, taughtClass } from '../check-in/taught-class';
import { whyNotMoved } from '../step';
import { evidenceOf, judgeCorrection } from './correction-judging';
import { classId, reason, requestId, version } from './forms';
import { tellAbsences } from './queue';
import { correctionOf, correctionStateOf, minuteOf, type StoredCorrection } from './store';

interface Wish {
  readonly classId: string;
  readonly correctionId: string;
  readonly version: number;
}
interface Moved {
  readonly state: CorrectionState;
  readonly version: number;
}

const holdCorrection = ({ tx }: Context, { regionCode, id }: TaughtClass, correctionId: string) =>
  tx
    .selectFrom('attendance_corrections')
    .selectAll()
    .where('region_code', '=', regionCode)
    .where('class_id', '=', id)
    .where('id', '=', correctionId)
    .forUpdate()
    .executeTakeFirst();

async function requestOf(context: Context, held: TaughtClass, found: StoredCorrection): Promise<CorrectionRequest> {
  const papers = await context.tx
    .selectFrom('absence_papers')
    .select('id')
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('subject_id', '=', found.id)
    .execute();
  const ids = papers.map(({ id }) => id);
  return {
    ...correctionOf(found),
    reason: found.reason,
    evidence: await evidenceOf(context, held, ids),
    requestedById: found.requested_by,
    requestedAt: minuteOf(found.requested_at),
  };
}

/** What a step writes about who took it: the institution vouches, the bureau decides. */
function signed({ actor, now }: Context, action: CorrectionAction, why: string) {
  if (action === 'endorse') return { endorsed_by: actor.userId, endorsed_by_name: actor.name, endorsed_at: now };
  return { decided_by: actor.userId, decided_by_name: actor.name, decided_at: now, decision_reason: why };
}

const stepping = {
  what: '这次补签',
  lifecycle: correctionLifecycle,
  states: correctionStateNames,
  actions: correctionActionNames,
};

/** Moves a correction one step, if it stands where the person saw it and its rules still hold. */
async function move(context: Context, action: CorrectionAction, wish: Wish, why = ''): Promise<Done<Moved> | Refused> {
  const held = await taughtClass(context, wish.classId);
  if (isRefused(held)) return held;
  const found = await holdCorrection(context, held, wish.correctionId);
  if (!found) return missing('这次补签');
  const { to } = correctionLifecycle.steps[action];
  const seen = { version: found.version, state: correctionStateOf(found) };
  const wrong = whyNotMoved(stepping, seen, { ...wish, action });
  if (wrong) return wrong;
  if (action === 'endorse' || action === 'approve') {
    const findings = await judgeCorrection(context, held, await requestOf(context, held, found), context.actor.userId);
    if (blocked(findings)) return refused('这次补签不能通过，原因如下。', 'blocked', findings);
  }
  const next = found.version + 1;
  await context.tx
    .updateTable('attendance_corrections')
    .set({ state: to, version: next, ...signed(context, action, why) })
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('id', '=', found.id)
    .execute();
  await tellAbsences(context, held);
  noteClass(context, held, { correction: found.id, state: to, reason: why });
  return done({ state: to, version: next });
}

const wish = { classId, correctionId: requestId, version } as const;

/** 机构确认补签：负责人核实后报县（市、区）人社局 */
export const endorseCorrection = command({
  name: 'correction.endorse',
  path: '/classes/:classId/corrections/:correctionId/endorse',
  title: '机构确认补签',
  by: correctionLifecycle.steps.endorse.by,
  cites: ['2021.4.1'],
  input: z.object(wish),
  handle: (input, context) => move(context, 'endorse', input),
});

/** 批准补签：计入学时 */
export const approveCorrection = command({
  name: 'correction.approve',
  path: '/classes/:classId/corrections/:correctionId/approve',
  title: '批准补签',
  by: correctionLifecycle.steps.approve.by,
  cites: ['2021.4.1'],
  input: z.object(wish),
  handle: (input, context) => move(context, 'approve', input),
});

export const refuseCorrection = command({
  name: 'correction.refuse',
  path: '/classes/:classId/corrections/:correctionId/refuse',
  title: '不予补签',
  by: correctionLifecycle.steps.refuse.by,
  cites: ['2021.4.1'],
  input: z.object({ ...wish, reason }),
  handle: ({ reason: why, ...input }, context) => move(context, 'refuse', input, why),
});

export const withdrawCorrection = command({
  name: 'correction.withdraw',
  path: '/classes/:classId/corrections/:correctionId/withdraw',
  title: '撤回补签',
  by: ['institutionClerk'],
  cites: ['2021.4.1'],
  input: z.object(wish),
  handle: (input, context) => move(context, 'withdraw', input),
});

/** 撤销补签：发现不实，学时随之扣回 */
export const annulCorrection = command({
  name: 'correction.annul',
  path: '/classes/:classId/corrections/:correctionId/annul',
  title: '撤销补签',
  by: correctionLifecycle.steps.annul.by,
  cites: ['2021.4.1'],
  input: z.object({ ...wish, reason }),
  handle: ({ reason: why, ...input }, context) => move(context, 'annul', input, why),
});
