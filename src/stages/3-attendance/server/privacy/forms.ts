import { z } from 'zod';
import type { Role } from '#kernel/roles';
import { plainDay, reason, remark, version } from '../check-in/forms';
import { password } from '../keeping/forms';

export { password, plainDay, reason, version };

/** Who answers for the protection of faces; nothing here is about one person. */
export const readers = [
  'securityAdministrator',
  'auditAdministrator',
  'cityOfficer',
  'citySignatory',
] as const satisfies readonly Role[];

export const assessmentId = z.uuid('评估编号不正确');
const written = (limit: number, what: string) => remark(limit).refine((value) => value !== '', what);
export const assessors = written(100, '请写明评估人');
export const opinion = written(1000, '请写明评估意见');
export const risks = written(1000, '请写明剩余风险；没有的写“无”');
export const filingNumber = written(60, '请写明备案号');
export const document = written(100, '请写明备案回执或文件');
