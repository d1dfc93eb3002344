import { z } from 'zod';
import { blocked, judge } from '#law/rule';
import { newId } from '#platform/identifiers';
import { command, done, refused } from '#platform/operation';
import { endOf, localMinuteOf, spokenLesson, startOf } from '../../domain/lesson-times';
import { callers, rollCallLifecycle } from '../../domain/roll-call/lifecycle';
import { dueOf } from '../../domain/roll-call/roll-call';
import { callRules } from '../../domain/roll-call/roll-call-rules';
import { isRefused, lessonsOf, noteClass, taughtClass } from '../check-in/taught-class';
import { codeOf, expireOf, figureOf, isComparing, noteCall, stateOf, takeCall, tellCall } from './call-record';
import { callId, classId, institutions, reason, version } from './forms';
import { expireRollCalls } from './jobs';

/** 抽查点名：不事先通知；消息里没有口令，机构打开作答页才看得到 */
export const callRoll = command({
  name: 'roll-call.call',
  path: '/classes/:classId/roll-calls',
  title: '发起抽查点名',
  by: callers,
  cites: ['2021.4.1', '2024.2.1.2'],
  input: z.object({ classId }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const { tx, now, actor } = context;
    await expireOf(context, held.id);
    const minute = localMinuteOf(Date.parse(now));
    const lessons = (await lessonsOf(context, [held.id], context.today)).get(held.id) ?? [];
    const lesson = lessons.find((each) => minute >= startOf(each) && minute < endOf(each));
    const open = await tx
      .selectFrom('roll_calls')
      .select('id')
      .where('class_id', '=', held.id)
      .where('state', '=', 'called')
      .executeTakeFirst();
    const facts = { startsOn: held.startsOn, isInLesson: lesson !== undefined, hasOpenCall: open !== undefined };
    const findings = judge(callRules, facts, context.laterFigures);
    if (!lesson || blocked(findings)) return refused(findings[0]?.message ?? '现在不能抽查点名。', 'blocked', findings);
    const id = newId();
    const minutes = figureOf(context, held)('rollCallAnswer');
    const dueAt = new Date(dueOf(Date.parse(now), minutes)).toISOString();
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('roll_calls')
      .values({
        region_code: held.regionCode,
        institution_id: held.institutionId,
        class_id: held.id,
        id,
        lesson_id: lesson.id,
        lesson_words: `${held.name} ${spokenLesson(lesson, context.today)}`.slice(0, 200),
        called_by: actor.userId,
        called_by_name: actor.name,
        called_at: now,
        due_at: dueAt,
        state: rollCallLifecycle.start,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) return refused('刚有人对这个班发起了抽查点名，请刷新查看。', 'conflict');
    await tellCall(context, held, 'institution', `抽查点名：${held.name}，请在 ${minutes} 分钟内打开“抽查点名”作答。`);
    await context.enqueue(expireRollCalls, {}, { key: `expire-roll-call/${id}`, runAt: dueAt });
    noteClass(context, held, { rollCall: id, lesson: lesson.id, dueAt });
    return done({ callId: id, dueAt });
  },
});

/** 打开抽查点名：看到这一次的口令，记下何时由谁打开 */
export const openRollCall = command({
  name: 'roll-call.open',
  path: '/classes/:classId/roll-calls/:callId/open',
  title: '打开抽查点名，查看口令',
  by: institutions,
  cites: ['2021.4.1'],
  keepsNothing: true,
  input: z.object({ classId, callId }),
  async handle(input, context) {
    const found = await takeCall(context, input);
    if (isRefused(found)) return found;
    const { call } = found;
    const { tx, actor, now } = context;
    if (stateOf(call, now) !== 'called') return refused('这次抽查点名已经作答或已到时，不再显示口令。', 'conflict');
    if (!call.opened_at)
      await tx
        .updateTable('roll_calls')
        .set({ opened_at: now, opened_by_name: actor.name })
        .where('id', '=', call.id)
        .execute();
    noteCall(context, found, { isFirst: !call.opened_at });
    return done({ code: codeOf(context, call.id), dueAt: call.due_at, serverTime: now });
  },
});

/** 核对办结：与签到对照，有出入的另行登记疑似 */
export const reviewRollCall = command({
  name: 'roll-call.review',
  path: '/classes/:classId/roll-calls/:callId/review',
  title: '核对办结抽查点名',
  by: callers,
  cites: ['2021.4.1', '2024.2.1.2'],
  input: z.object({ classId, callId, version, note: reason }),
  async handle({ note, ...wish }, context) {
    const { tx, actor, now } = context;
    const seen = await takeCall(context, wish);
    if (isRefused(seen)) return seen;
    const state = stateOf(seen.call, now);
    if (!rollCallLifecycle.steps.review.from.includes(state))
      return refused(
        state === 'called' ? '机构还在作答时间内，请等作答或到时后再办。' : '这次抽查点名已经办结。',
        'conflict',
      );
    if (isComparing(seen.call))
      return refused(
        '现场照片正在与以往的比对，通常几秒，比完才能办结。请稍候再办；超过一小时仍未比完，请告知系统管理员。',
        'conflict',
      );
    await expireOf(context, seen.held.id);
    const moved = await tx
      .updateTable('roll_calls')
      .set((each) => ({
        state: 'reviewed',
        version: each('version', '+', 1),
        reviewed_by: actor.userId,
        reviewed_by_name: actor.name,
        reviewed_at: now,
        review_note: note,
      }))
      .where('id', '=', seen.call.id)
      .returning('version')
      .executeTakeFirstOrThrow();
    noteCall(context, seen, { state: 'reviewed', from: state, reason: note });
    return done({ state: 'reviewed' as const, version: moved.version });
  },
});
