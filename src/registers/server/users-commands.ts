import { z } from 'zod';
import { type Role, roles } from '#kernel/roles';
import { isRegionCode } from '#law/regions';
import { type Context, command, done, missing, type Refused, refused } from '#platform/operation';
import {
  createUser,
  disableUser,
  enableUser,
  resetPassword,
  resetSecondFactor,
} from '#platform/sign-in/administration';
import { openedRoles, type OpenedRole, placeOf, whyNotChanged } from '../domain/accounts';

const by = ['securityAdministrator'] as const;
const roleForm = z.enum(roles);

interface Place {
  readonly regionCode?: string | undefined;
  readonly institutionId?: string | undefined;
}

interface WantedUser extends Place {
  readonly role: OpenedRole;
}

/** Where the new account works, as its role demands it. */
async function placeFor(context: Context, { role, regionCode, institutionId }: WantedUser): Promise<Place | Refused> {
  const kind = placeOf[role];
  if (kind !== 'region' && regionCode) return refused('这一岗位不属于某个县（市、区），请不要选。', 'invalid');
  if (kind !== 'institution' && institutionId) return refused('这一岗位不属于培训机构，请不要选机构。', 'invalid');
  if (kind === 'none') return {};
  if (kind === 'region') {
    return regionCode && isRegionCode(regionCode) ? { regionCode } : refused('请选择所在县（市、区）。', 'invalid');
  }
  if (!institutionId) return refused('请选择所在培训机构。', 'invalid');
  const institution = await context.acrossRegions(() =>
    context.tx.selectFrom('institutions').select('region_code').where('id', '=', institutionId).executeTakeFirst(),
  );
  return institution ? { regionCode: institution.region_code, institutionId } : missing('这家机构');
}

const isRefused = (answer: object): answer is Refused => 'outcome' in answer && answer.outcome === 'refused';

/** 新建账户；密码只显示这一次 */
export const createUserAccount = command({
  name: 'user.create',
  path: '/users',
  title: '新建账户',
  by,
  input: z.object({
    username: z.string().trim().min(2, '请填写用户名').max(32, '不超过 32 个字符'),
    name: z.string().trim().min(2, '请填写真实姓名').max(20, '不超过 20 个字'),
    role: z.enum(openedRoles, '这一岗位的账户不能在这里建立'),
    regionCode: z.string().optional(),
    institutionId: z.uuid().optional(),
  }),
  keepsNothing: true,
  async handle(input, context) {
    const place = await placeFor(context, input);
    if (isRefused(place)) return place;
    const { username, name, role } = input;
    const created = await createUser(context.tx, { username, displayName: name, role, ...place }, context.now);
    if (created.kind === 'refused') return refused(created.message, 'conflict');
    context.note({
      subject: { type: 'user', id: created.userId },
      detail: { username, role },
      ...(place.regionCode ? { regionCode: place.regionCode } : {}),
      ...(place.institutionId ? { institutionId: place.institutionId } : {}),
    });
    return done({ userId: created.userId, password: created.password });
  },
});

interface Target {
  readonly id: string;
  readonly role: Role;
  readonly isDisabled: boolean;
}

/** The account to change, noted in the log, or why it may not be changed; locked until the change is done. */
async function targetOf(context: Context, userId: string): Promise<Target | Refused> {
  const row = await context.tx
    .selectFrom('users')
    .select(['id', 'username', 'role', 'region_code', 'institution_id', 'is_demo', 'disabled_at'])
    .where('id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return missing('这个账户');
  const role = roleForm.parse(row.role);
  context.note({
    subject: { type: 'user', id: row.id },
    detail: { username: row.username, role },
    ...(row.region_code ? { regionCode: row.region_code } : {}),
    ...(row.institution_id ? { institutionId: row.institution_id } : {}),
  });
  const why = whyNotChanged({ userId: row.id, role, isDemo: row.is_demo }, context.actor.userId);
  return why ? refused(why, 'forbidden') : { id: row.id, role, isDisabled: row.disabled_at !== null };
}

const input = z.object({ userId: z.uuid() });

/** 停用账户，其登录立即失效 */
export const disableUserAccount = command({
  name: 'user.disable',
  path: '/users/:userId/disable',
  title: '停用账户',
  by,
  input: z.object({ ...input.shape, reason: z.string().trim().min(2, '请写明停用原因').max(200, '不超过 200 个字') }),
  async handle({ userId, reason }, context) {
    const target = await targetOf(context, userId);
    if (isRefused(target)) return target;
    if (!(await disableUser(context.tx, userId, context.now))) return refused('这个账户已经停用。', 'conflict');
    context.note({ detail: { reason } });
    return done({ disabledAt: context.now });
  },
});

/** 恢复账户，并换一个只显示一次的密码 */
export const enableUserAccount = command({
  name: 'user.enable',
  path: '/users/:userId/enable',
  title: '恢复账户',
  by,
  input,
  keepsNothing: true,
  async handle({ userId }, context) {
    const target = await targetOf(context, userId);
    if (isRefused(target)) return target;
    if (!target.isDisabled) return refused('这个账户没有停用。', 'conflict');
    return done({ password: await enableUser(context.tx, userId, context.now) });
  },
});

/** 重置密码；新密码只显示这一次 */
export const resetUserPassword = command({
  name: 'user.reset-password',
  path: '/users/:userId/reset-password',
  title: '重置密码',
  by,
  input,
  keepsNothing: true,
  async handle({ userId }, context) {
    const target = await targetOf(context, userId);
    if (isRefused(target)) return target;
    if (target.isDisabled) return refused('这个账户已停用，请先恢复；恢复时会给出新密码。', 'conflict');
    return done({ password: await resetPassword(context.tx, userId, context.now) });
  },
});

/** 解除动态验证码，下次登录时重新绑定 */
export const resetUserSecondFactor = command({
  name: 'user.reset-second-factor',
  path: '/users/:userId/reset-second-factor',
  title: '解除动态验证码',
  by,
  input,
  async handle({ userId }, context) {
    const target = await targetOf(context, userId);
    if (isRefused(target)) return target;
    await resetSecondFactor(context.tx, userId, context.now);
    return done({ userId });
  },
});
