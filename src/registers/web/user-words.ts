import type { Tone } from '#ui/state';
import type { UserRow } from '../server/users';

/** How an account stands, in one word with its tone. */
export function accountState(user: UserRow): { readonly label: string; readonly tone: Tone } {
  if (user.isDisabled) return { label: '已停用', tone: 'calm' };
  if (user.isDemo) return { label: '演示', tone: 'calm' };
  return user.hasSecondFactor ? { label: '正常', tone: 'ok' } : { label: '未绑定动态码', tone: 'warn' };
}

/** 博爱县 · 同仁职业培训学校, or the whole city. */
export const placeWords = ({ region, institution }: UserRow): string => institution ?? region ?? '全市';
