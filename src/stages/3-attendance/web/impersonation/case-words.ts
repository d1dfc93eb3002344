import type { Role } from '#kernel/roles';
import { roleNames } from '#kernel/roles';
import type { api } from '#ui/api';
import type { Tone } from '#ui/state';
import type { StepWords } from '#ui/steps';
import type { ImpersonationCase, MoneyStanding } from '../../domain/impersonation/case';
import type { ImpersonationEvent } from '../../domain/impersonation/events';
import type { ProcedureKind } from '../../domain/impersonation/possible';
import type { PersonTimeState } from '../../domain/lifecycle';

export type CaseView = Awaited<ReturnType<typeof api.impersonation.show>>;
export type SeenPersonTime = CaseView['personTimes'][number];

export const stageTones: Record<ImpersonationCase['stage'], Tone> = {
  watching: 'calm',
  alerted: 'warn',
  frozen: 'stop',
  notified: 'stop',
  heard: 'stop',
  voided: 'stop',
  appealed: 'stop',
  suspended: 'stop',
  upheld: 'stop',
  reversed: 'ok',
};

export const personTimeTones: Record<PersonTimeState, Tone> = {
  suspected: 'warn',
  confirmed: 'stop',
  dismissed: 'ok',
  struck: 'calm',
};

export const moneyWords: Record<MoneyStanding, string> = {
  free: '可以申领',
  frozen: '冻结',
  void: '已取消',
};

export const eventNames: Record<ImpersonationEvent['kind'], string> = {
  report: '登记疑似',
  confirm: '确认冒名顶替',
  dismiss: '排除疑似',
  notify: '事先告知',
  state: '陈述申辩',
  requestHearing: '要求听证',
  callHearing: '通知听证',
  holdHearing: '举行听证',
  lapse: '期满',
  remand: '退回补充核实',
  void: '取消全班培训补贴',
  appeal: '异议或申诉',
  suspend: '停止执行',
  uphold: '维持',
  reverse: '撤销或解除冻结',
};

export const isEventKind = (kind: string): kind is ImpersonationEvent['kind'] => kind in eventNames;

/** 周科员（县（市、区）人社局经办人）, or only the duty where the name is not told. */
export const doneBy = (by: string, role: Role | undefined): string => {
  const duty = role ? roleNames[role] : '';
  return by ? (duty ? `${by}（${duty}）` : by) : duty;
};

/** What each step of the procedure asks for and brings about. */
const stepWords: Record<ProcedureKind, StepWords> = {
  notify: {
    label: '事先告知',
    kind: 'primary',
    happens: ['把已确认的人次、依据和证据告知机构，期限内可以陈述申辩或要求听证。', '补贴继续冻结。'],
  },
  state: {
    label: '陈述申辩',
    kind: 'primary',
    happens: ['内容记入案件，由没有经办过的第二人作决定时审阅；期限内还可以补充，也可以要求听证。'],
    reason: { label: '陈述申辩', max: 2000 },
  },
  requestHearing: { label: '要求听证', kind: 'primary', happens: ['人社部门须提前通知时间，举行听证后才能作决定。'] },
  callHearing: { label: '通知听证', kind: 'primary', happens: ['听证日期发给机构。'] },
  holdHearing: { label: '登记听证', kind: 'primary', happens: ['附双方签字的笔录；之后由没有经办过的第二人作决定。'] },
  lapse: {
    label: '登记期满',
    kind: 'primary',
    happens: ['陈述申辩、要求听证的期限已过，没有要求听证，进入决定；提出的陈述由决定人审阅。'],
  },
  void: {
    label: '取消全班培训补贴',
    happens: ['取消该期所有人员的培训补贴，已拨付的予以追回（2021 四（三））。', '决定送达机构，期限内可以申诉。'],
    reason: { label: '决定的理由', max: 200 },
    asksPassword: true,
    kind: 'danger',
    isGrave: true,
    lasting: '只有市局裁决申诉才能撤销。',
  },
  remand: {
    label: '退回补充核实',
    kind: 'primary',
    happens: ['退回经办人补充核实，重新告知；补贴继续冻结。'],
    reason: { label: '退回的理由', max: 200 },
  },
  appeal: {
    label: '提出异议或申诉',
    kind: 'primary',
    happens: ['由市人社局没有参与的负责人裁决。'],
    reason: { label: '异议或申诉的理由', max: 2000 },
  },
  suspend: {
    label: '停止执行',
    kind: 'primary',
    happens: ['申诉期间不追回，也不拨付。'],
    reason: { label: '理由', max: 200 },
    asksPassword: true,
  },
  uphold: {
    label: '维持',
    happens: ['异议不成立或维持取消的决定。'],
    reason: { label: '理由', max: 200 },
    asksPassword: true,
    kind: 'danger',
    isGrave: true,
  },
  reverse: {
    label: '撤销或解除冻结',
    happens: ['剔除所选人次，不满上限，补贴解冻。'],
    reason: { label: '理由', max: 200 },
    asksPassword: true,
    kind: 'danger',
    isGrave: true,
  },
};

/** The same, with the terms of this case; before the decision one objects, after it one appeals. */
export const stepWordsOf = ({ terms, stage }: CaseView): Record<ProcedureKind, StepWords> => {
  const isDecided = stage === 'voided' || stage === 'appealed' || stage === 'suspended';
  const name = isDecided ? '申诉' : '异议';
  return {
    ...stepWords,
    notify: {
      ...stepWords.notify,
      happens: [
        `把已确认的人次、依据和证据告知机构，${terms.statement} 个工作日内可以陈述申辩或要求听证。`,
        '补贴继续冻结。',
      ],
    },
    callHearing: {
      ...stepWords.callHearing,
      happens: [`听证日期发给机构，须提前 ${terms.hearing} 个工作日。`],
    },
    appeal: { ...stepWords.appeal, label: `提出${name}`, reason: { label: `${name}的理由`, max: 2000 } },
    uphold: {
      ...stepWords.uphold,
      happens: [isDecided ? '维持取消全班补贴的决定，本案办结。' : '异议不成立，案件从原来的步骤继续；补贴继续冻结。'],
    },
  };
};

type Facts = NonNullable<CaseView['evidence'][number]['facts']>;

/** The numbers a piece of evidence rests on, where the product kept it by itself. */
export const factWords = ({ score, threshold, liveness, engine, portraitDigest }: Facts): string =>
  [
    score !== undefined && `相似度 ${score.toFixed(2)}`,
    liveness !== undefined && `活体 ${Math.round(liveness)}`,
    threshold !== undefined && `界限 ${threshold}`,
    engine && `引擎 ${engine}`,
    portraitDigest && `建档照片摘要 ${portraitDigest.slice(0, 12)}`,
  ]
    .filter(Boolean)
    .join(' · ');
