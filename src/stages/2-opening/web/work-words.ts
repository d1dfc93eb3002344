import type { Role } from '#kernel/roles';
import { levelNames } from '#registers';
import { changeKindNames } from '../domain/change/change';
import type { ClassRow } from '../server/class-list';
import { isWithInstitution, type WorkKind } from '../domain/work';
import type { WorkItem } from '../server/work-queue';

export const workKindNames: Record<WorkKind, string> = {
  sign: '负责人签署',
  correct: '补正',
  draft: '起草',
  check: '资料核查',
  review: '班期审核',
  change: '变更',
  overdue: '逾期督办',
};

/** Where an item of work is done. */
export function workAddress({
  kind,
  trainingClass,
  change,
}: Pick<WorkItem, 'kind' | 'trainingClass' | 'change'>): string {
  if (change) return `/classes/${trainingClass.id}/changes/${change.id}`;
  return kind === 'sign' ? `/classes/${trainingClass.id}?part=sign` : `/classes/${trainingClass.id}`;
}

/** 第 2 次变更：时间、教师 */
export const changeWords = ({ number, kinds }: NonNullable<WorkItem['change']>): string =>
  `第 ${number} 次变更${kinds.length > 0 ? `：${kinds.map((kind) => changeKindNames[kind]).join('、')}` : ''}`;

/** 养老护理员（五级） */
export const className = ({ occupation, level }: Pick<ClassRow, 'occupation' | 'level'>): string =>
  level === undefined ? occupation : `${occupation}（${levelNames[level]}）`;

/** Words beside the clock, under a heading that says 剩余; for the institution the day is that of filing. */
export function clockWords({ kind, daysLeft }: WorkItem): string | undefined {
  if (daysLeft === undefined) return undefined;
  if (!isWithInstitution(kind)) return daysLeft > 0 ? `${daysLeft} 个工作日` : undefined;
  if (daysLeft < 0) return '须改开班日期';
  return daysLeft === 0 ? '今天须申报' : `${daysLeft} 个工作日内申报`;
}

/** What stands under the title of the queue: what matters now. */
export function queueWords(items: readonly WorkItem[]): string {
  const late = items.filter((item) => (item.daysLeft ?? 1) < 0 && !isWithInstitution(item.kind)).length;
  if (items.every(({ kind }) => isWithInstitution(kind))) {
    return '待签署和退回补正的排在最前，其余按最晚申报日排序。';
  }
  if (items.some(({ kind }) => kind === 'overdue')) return `有 ${late} 件超过期限没有办结，请督促县（市、区）办理。`;
  const today = items.filter((item) => item.daysLeft === 0).length;
  if (late > 0) return `有 ${late} 件超过期限，已报市局。按剩余工作日排序。`;
  if (today > 0) return `有 ${today} 件今天到期。按剩余工作日排序。`;
  return '按剩余工作日排序。超过期限自动上报市局。';
}

export interface EmptyWords {
  readonly title: string;
  readonly hint: string;
}

/** Why a queue is empty, and what to do first. */
export function emptyWords(role: Role): EmptyWords {
  switch (role) {
    case 'institutionClerk':
    case 'institutionPrincipal':
      return { title: '没有待补正和起草中的班期', hint: '县人社局退回的班期排在最前；要开新班，先新建班期。' };
    case 'countyOfficer':
      return { title: '没有待资料核查的班期', hint: '机构一申报就排到这里，按剩余工作日排序。' };
    case 'countySignatory':
      return { title: '没有待班期审核的班期', hint: '经办人核查通过后排到这里，由您批准、退回或不予批准。' };
    case 'cityOfficer':
    case 'citySignatory':
      return { title: '没有逾期的班期', hint: '各县（市、区）超过期限未办的班期会自动排到这里。' };
    case 'securityAdministrator':
      return {
        title: '没有等您办理的事项',
        hint: '影响评估到期、人脸信息人数越档、撤回同意后没有清除的，会自动排到这里。',
      };
    default:
      return { title: '您的岗位没有开班待办', hint: '开班由机构申报、县人社局核查和审核。您可以办理下面这些事项。' };
  }
}
