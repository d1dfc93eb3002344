import { z } from 'zod';
import { classId, institutions, readers, reason, remark, row, version } from '../check-in/forms';

export { classId, institutions, readers, reason, row, version };

export const lessonId = z.string('课次编号不正确').regex(/^[\w:.!-]{1,64}$/, '课次编号不正确');
/** A check-in by its id, or an event of a device by what names it there. */
export const checkKey = z.string('签到编号不正确').regex(/^[\w:.!/-]{1,300}$/, '签到编号不正确');

/** A passage somebody writes for the record, never empty. */
export const passage = (longest: number, missing: string) => remark(longest).refine((value) => value !== '', missing);
