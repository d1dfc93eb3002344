import { z } from 'zod';
import { command } from '#platform/operation';
import { personTimeLifecycle } from '../../domain/lifecycle';
import { personTime, reason } from './forms';
import { actorOf, go, wish } from './procedure-commands';

const finding = z.object({ ...wish, ...personTime, reason });

/** 确认一人次冒名顶替 */
export const confirmImpersonation = command({
  name: 'impersonation.confirm',
  path: '/impersonations/:classId/confirm',
  title: '确认冒名顶替',
  by: personTimeLifecycle.steps.confirm.by,
  cites: ['2021.4.3'],
  input: finding,
  handle: ({ traineeId, lessonId, reason: why, ...seen }, context) =>
    go(context, seen, { kind: 'confirm', actor: actorOf(context), traineeId, lessonId, reason: why }),
});

/** 排除疑似 */
export const dismissImpersonation = command({
  name: 'impersonation.dismiss',
  path: '/impersonations/:classId/dismiss',
  title: '排除疑似冒名顶替',
  by: personTimeLifecycle.steps.dismiss.by,
  cites: ['2021.4.3'],
  input: finding,
  handle: ({ traineeId, lessonId, reason: why, ...seen }, context) =>
    go(context, seen, { kind: 'dismiss', actor: actorOf(context), traineeId, lessonId, reason: why }),
});
