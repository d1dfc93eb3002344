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

type Ending = 'refuse' | 'withdraw' | 'annul';

/** How a leave and a correction come to nothing: before they were granted, or after. */
const endings = (names: Record<Ending, string>, before: string, after: string): Record<Ending, StepWords> => ({
  refuse: { label: names.refuse, happens: [before], reason: why },
  withdraw: { label: names.withdraw, happens: [before] },
  annul: { label: names.annul, happens: [after], reason: why, isGrave: true },
});

export const leaveWords: Record<LeaveAction, StepWords> = {
  approve: {
    label: leaveActionNames.approve,
    kind: 'primary',
    happens: ['缺勤记为请假或病假，不计学时，也不算旷课。'],
  },
  ...endings(leaveActionNames, '这次请假不再有效。', '准假作废，这段时间按缺勤计。'),
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
  ...endings(correctionActionNames, '这次补签不再有效，可以另提。', '补签作废，学时随之扣回。'),
};
