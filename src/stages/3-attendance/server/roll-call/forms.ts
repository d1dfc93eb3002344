import { z } from 'zod';
import { classId, institutions, picture, readers, reason, remark, row, version } from '../check-in/forms';

export { classId, institutions, picture, readers, reason, version };

/** Who calls, and who looks at what came of it. */
export const bureau = readers.filter((role) => !role.startsWith('institution'));

export const callId = z.uuid('点名编号不正确');

export const told = z
  .array(z.object({ row, isPresent: z.boolean('请标明在场或不在场'), reason: remark(60).default('') }))
  .min(1, '请逐人点名')
  .max(300, '一次不超过 300 名');
