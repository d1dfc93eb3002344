import type { api } from '#ui/api';
import type { Tone } from '#ui/state';
import type { StepWords } from '#ui/steps';
import type { CorrectionAction, CorrectionState, LeaveAction, LeaveState } from '../../domain/lifecycle';
import { correctionActionNames, leaveActionNames } from '../../domain/state-names';

export type AbsencesView = Awaited<ReturnType<typeof api.absence.list>>;
export type SeenLeave = AbsencesView['leaves'][number];
export type SeenCorrection = AbsencesView['corrections'][number];

export const absenceTones: Record<LeaveState | CorrectionState, Tone> = {
  requested: 'warn',
  endorsed: 'warn',
  approved: 'ok',
  refused: 'stop',
  withdrawn: 'calm',
  annulled: 'stop',
};

const why = { label: '理由', max: 200 } as const;

export const leaveWords: Record<LeaveAction, StepWords> = {
  approve: {
    label: leaveActionNames.approve,
    kind: 'primary',
    happens: ['缺勤记为请假或病假，不计学时，也不算旷课。'],
  },
  refuse: { label: leaveActionNames.refuse, happens: ['这次请假不再有效。'], reason: why },
  withdraw: { label: leaveActionNames.withdraw, happens: ['这次请假不再有效。'] },
  annul: {
    label: leaveActionNames.annul,
    happens: ['准假作废，这段时间按缺勤计。'],
    reason: why,
    isGrave: true,
  },
};

export const correctionWords: Record<CorrectionAction, StepWords> = {
  endorse: {
    label: correctionActionNames.endorse,
    kind: 'primary',
    happens: ['报县（市、区）人社局审批；批准后才计入学时。'],
  },
  approve: {
    label: correctionActionNames.approve,
    kind: 'primary',
    happens: ['补上这一次签到或签退，学时随之重算。'],
  },
  refuse: { label: correctionActionNames.refuse, happens: ['这次补签不再有效，可以另提。'], reason: why },
  withdraw: { label: correctionActionNames.withdraw, happens: ['这次补签不再有效，可以另提。'] },
  annul: {
    label: correctionActionNames.annul,
    happens: ['补签作废，学时随之扣回。'],
    reason: why,
    isGrave: true,
  },
};
