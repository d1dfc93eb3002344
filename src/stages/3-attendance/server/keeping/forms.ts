import { z } from 'zod';
import { classId, institutions, readers, reason, remark, version } from '../check-in/forms';

export { classId, institutions, readers, reason, remark, version };

export const document = remark(60).refine((value) => value !== '', '请写明依据文号');
export const password = z.string('请输入登录密码').min(1, '请输入登录密码').max(200, '密码太长');
export const holdId = z.uuid('保全编号不正确');
export const purgeId = z.uuid('清除编号不正确');
export const challengeId = z.uuid('抽查编号不正确');
export const repairId = z.uuid('修复编号不正确');
