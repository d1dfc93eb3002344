import { roleNames, roles } from '#kernel/roles';
import type { Tone } from '#ui/state';
import { subjectNames } from '../domain/log-names';
import type { LoggedOutcome } from '../server/log-list';

export { programmeActions } from '../domain/log-names';

export const outcomeNames: Record<LoggedOutcome, string> = {
  done: '已办',
  refused: '未通过',
  denied: '越权被拒',
  shown: '已查看',
};
export const outcomeTones: Record<LoggedOutcome, Tone> = { done: 'ok', refused: 'warn', denied: 'stop', shown: 'calm' };

export const subjectName = (type: string): string => subjectNames[type] ?? type;

const outsideRoles: Readonly<Record<string, string>> = { system: '系统', unknown: '未知' };
export const roleWords = (role: string): string => {
  const known = roles.find((each) => each === role);
  return known ? roleNames[known] : (outsideRoles[role] ?? role);
};

const detailNames: Readonly<Record<string, string>> = {
  message: '说明',
  reason: '原因',
  source: '来源地址',
  standing: '登录后状态',
  isLocked: '是否锁定',
  username: '用户名',
  role: '岗位',
  from: '自',
  to: '至',
  findings: '检查结果数',
  figure: '标准',
  value: '数值',
  shown: '显示人数',
  words: '查找词',
  action: '动作',
  length: '查找词字数',
  first: '查找词',
  number: '编号',
  register: '登记簿',
  classes: '班期数',
  people: '人数',
  answer: '第几次答复',
  asked: '问及人数',
  answered: '答复人数',
  listed: '在册人数',
  missing: '没有答复',
  unknown: '不在名单',
  repeated: '重复',
  otherNames: '姓名不同',
  unread: '没读成的行',
  system: '系统',
  lines: '行数',
  withoutClass: '找不到班期',
  withoutPerson: '证号不正确',
  document: '文件',
  until: '至',
};
export const detailName = (key: string): string => detailNames[key] ?? key;

export const detailWords = (key: string, value: unknown): string => {
  if (key === 'role' && typeof value === 'string') return roleWords(value);
  if (Array.isArray(value)) return value.map((each) => each ?? '（无）').join(' → ');
  return typeof value === 'string' ? value : typeof value === 'boolean' ? (value ? '是' : '否') : JSON.stringify(value);
};
