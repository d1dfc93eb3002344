import { z } from 'zod';
import { acceptDocument } from '#platform/files/intake';
import { digestOf } from '#platform/files/store';
import { type Context, command, done, refused } from '#platform/operation';
import { signalKinds } from '../../domain/impersonation/events';
import { personTimeLifecycle } from '../../domain/lifecycle';
import { clockOf, localMinuteOf, startOf } from '../../domain/lesson-times';
import { isRefused, lessonsOf, taughtClass } from '../check-in/taught-class';
import { isOnRosterOn, traineesOf } from '../check-in/trainees';
import { classId, personTime, remark } from './forms';
import { type HeldCase, holdCase, record } from './case-record';
import { keepEvidence, sameEvidence } from './keep-evidence';

/** Pages of one piece of evidence: pictures, a record, a letter. */
const mostPages = 20;
const mostBytes = 15_000_000;

/** Who may enter evidence: officers for what they found, the principal for a hearing it takes part in. */
const officers = personTimeLifecycle.steps.confirm.by;

/** 上传证据：照片、检查记录、听证笔录，逐页密封存放 */
export const addImpersonationEvidence = command({
  name: 'impersonation.add-evidence',
  path: '/impersonations/:classId/evidence',
  title: '上传冒名顶替证据',
  by: officers,
  cites: ['2021.4.3', '2021.4.2'],
  input: z.object({ classId, title: remark(60).refine((value) => value !== '', '请写明是什么证据') }),
  uploadLimit: mostBytes,
  async handle(input, context) {
    const seen = await taughtClass(context, input.classId);
    if (isRefused(seen)) return seen;
    if (!context.upload) return refused('没有收到文件，请重新选择。', 'invalid');
    const digest = digestOf(context.upload.bytes);
    const document = await acceptDocument(context.upload.bytes, { maxPages: mostPages, maxBytes: mostBytes });
    if (!document.accepted) return refused(document.message, 'invalid');
    const found = await holdCase(context, input.classId);
    if (isRefused(found)) return found;
    const same = await sameEvidence(context, input.classId, digest);
    if (same) return refused(`同一个文件已作为“${same.title}”上传过；每一人次须有自己的证据。`, 'conflict');
    const pages = document.pages.map(({ bytes }) => bytes);
    const id = await keepEvidence(context, found, { title: input.title, digest, pages });
    return done({ evidenceId: id, pages: document.pages.length });
  },
});

/** Why this trainee cannot have been impersonated in this lesson; undefined when it may have been. */
async function whyNotThere(context: Context, found: HeldCase, rowId: string, lessonId: string) {
  const lesson = (await lessonsOf(context, [found.held.id])).get(found.held.id)?.find(({ id }) => id === lessonId);
  if (!lesson) return '课表里没有这次课，可能刚变更过，请刷新后重选。';
  if (localMinuteOf(Date.parse(context.now)) < startOf(lesson))
    return `这次课 ${lesson.taughtOn} ${clockOf(startOf(lesson))} 才开始，还不能登记。`;
  const trainee = (await traineesOf(context, found.held)).find((each) => each.rowId === rowId);
  if (!trainee) return '花名册上没有这名学员，请刷新后重选。';
  return isOnRosterOn(trainee, lesson.taughtOn) ? undefined : '这名学员当天不在本班名册上，请核对课次。';
}

/** 登记疑似冒名顶替：一名学员的一次课，附自己的证据 */
export const reportImpersonation = command({
  name: 'impersonation.report',
  path: '/impersonations/:classId/reports',
  title: '登记疑似冒名顶替',
  by: officers,
  cites: ['2021.4.3'],
  input: z.object({
    classId,
    ...personTime,
    signal: z.enum(signalKinds, '请选择线索种类'),
    evidenceIds: z
      .array(z.uuid('证据编号不正确'))
      .min(1, '没有证据，不能列为疑似；请附考勤照片、录像片段或检查记录。')
      .max(20, '一次最多附 20 份证据'),
  }),
  async handle({ classId: id, traineeId, lessonId, signal, evidenceIds }, context) {
    const found = await holdCase(context, id);
    if (isRefused(found)) return found;
    const wrong = await whyNotThere(context, found, traineeId, lessonId);
    if (wrong) return refused(wrong, 'invalid');
    const known = await context.tx
      .selectFrom('impersonation_evidence')
      .select('id')
      .where('class_id', '=', id)
      .where('id', 'in', evidenceIds)
      .execute();
    if (known.length < new Set(evidenceIds).size) return refused('有的证据不属于本班，请重新上传。', 'invalid');
    const actor = { id: context.actor.userId, role: context.actor.role };
    return record(context, found, { kind: 'report', actor, traineeId, lessonId, signal, evidenceIds });
  },
});
