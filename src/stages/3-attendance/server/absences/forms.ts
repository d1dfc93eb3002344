import { z } from 'zod';
import { clockOf, dayOfMinute, localMinuteOf } from '../../domain/lesson-times';
import { classId, institutions, readers, reason, remark, row, version } from '../check-in/forms';

export { classId, institutions, readers, reason, remark, row, version };

export const requestId = z.uuid('申请编号不正确');

/** 2026-12-14T08:00: a minute of the clocks in Jiaozuo, as a page writes it; comes out as the local minute. */
export const localMinute = z
  .string('应为时间')
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, '应为时间，形如 2026-12-14 08:00')
  .transform((written, context) => {
    const minute = localMinuteOf(Date.parse(`${written}:00+08:00`));
    // 30 February would be read as a day of March.
    if (!Number.isNaN(minute) && `${dayOfMinute(minute)}T${clockOf(minute)}` === written) return minute;
    context.addIssue({ code: 'custom', message: '没有这个时间，请重新填写' });
    return z.NEVER;
  });

export const paperIds = z.array(z.uuid('证明编号不正确')).max(10, '一次最多附 10 份证明');
