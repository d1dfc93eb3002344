import type { Lifecycle } from '#kernel/lifecycle';
import type { Role } from '#kernel/roles';

export const leaveStates = ['requested', 'approved', 'refused', 'withdrawn', 'annulled'] as const;
export type LeaveState = (typeof leaveStates)[number];
export type LeaveAction = 'approve' | 'refuse' | 'withdraw' | 'annul';

/** 请假: the institution decides, since leave earns no hours; the county may annul what was wrongly granted. */
export const leaveLifecycle: Lifecycle<LeaveState, LeaveAction, Role> = {
  start: 'requested',
  steps: {
    approve: { from: ['requested'], to: 'approved', by: ['institutionPrincipal'] },
    refuse: { from: ['requested'], to: 'refused', by: ['institutionPrincipal'] },
    withdraw: { from: ['requested', 'approved'], to: 'withdrawn', by: ['trainee', 'institutionClerk'] },
    annul: { from: ['approved'], to: 'annulled', by: ['countyOfficer'] },
  },
};

export const correctionStates = ['requested', 'endorsed', 'approved', 'refused', 'withdrawn', 'annulled'] as const;
export type CorrectionState = (typeof correctionStates)[number];
export type CorrectionAction = 'endorse' | 'approve' | 'refuse' | 'withdraw' | 'annul';

/** 补签: it earns hours, so the institution vouches for it and the bureau decides (2021 四); found wrong, it is annulled. */
export const correctionLifecycle: Lifecycle<CorrectionState, CorrectionAction, Role> = {
  start: 'requested',
  steps: {
    endorse: { from: ['requested'], to: 'endorsed', by: ['institutionPrincipal'] },
    approve: { from: ['endorsed'], to: 'approved', by: ['countyOfficer'] },
    refuse: { from: ['requested', 'endorsed'], to: 'refused', by: ['institutionPrincipal', 'countyOfficer'] },
    withdraw: { from: ['requested', 'endorsed'], to: 'withdrawn', by: ['trainee', 'institutionClerk'] },
    annul: { from: ['approved'], to: 'annulled', by: ['countySignatory'] },
  },
};

export const personTimeStates = ['suspected', 'confirmed', 'dismissed', 'struck'] as const;
export type PersonTimeState = (typeof personTimeStates)[number];
export type PersonTimeAction = 'confirm' | 'dismiss' | 'reopen' | 'strike';

/** 一人次: one trainee in one lesson, however many signals; a machine only ever suspects. */
export const personTimeLifecycle: Lifecycle<PersonTimeState, PersonTimeAction, Role> = {
  start: 'suspected',
  steps: {
    confirm: { from: ['suspected'], to: 'confirmed', by: ['countyOfficer', 'cityOfficer'] },
    dismiss: { from: ['suspected'], to: 'dismissed', by: ['countyOfficer', 'cityOfficer'] },
    reopen: { from: ['dismissed'], to: 'suspected', by: ['countyOfficer', 'cityOfficer', 'inspector'] },
    strike: { from: ['confirmed'], to: 'struck', by: ['citySignatory'] },
  },
};

export const impersonationStages = [
  'watching',
  'alerted',
  'frozen',
  'notified',
  'heard',
  'voided',
  'appealed',
  'suspended',
  'upheld',
  'reversed',
] as const;
export type ImpersonationStage = (typeof impersonationStages)[number];
export type ImpersonationMove =
  | 'alert'
  | 'calm'
  | 'freeze'
  | 'notify'
  | 'hear'
  | 'remand'
  | 'void'
  | 'appeal'
  | 'suspend'
  | 'uphold'
  | 'reverse';

/**
 * 冒名顶替 of one class (2021 四): alert, freeze at three confirmed person-times, notice, statement or hearing, decision
 * of a second reviewer, appeal. Money moves again only from where the table leads to `reversed`.
 */
export const impersonationLifecycle: Lifecycle<ImpersonationStage, ImpersonationMove, Role> = {
  start: 'watching',
  steps: {
    alert: {
      from: ['watching', 'reversed'],
      to: 'alerted',
      by: ['device', 'inspector', 'trainee', 'countyOfficer', 'cityOfficer', 'disciplineOfficer'],
    },
    calm: { from: ['alerted'], to: 'watching', by: ['countyOfficer', 'cityOfficer'] },
    freeze: { from: ['watching', 'alerted', 'reversed'], to: 'frozen', by: ['countyOfficer', 'cityOfficer'] },
    notify: { from: ['frozen'], to: 'notified', by: ['countyOfficer', 'cityOfficer'] },
    hear: { from: ['notified'], to: 'heard', by: ['institutionPrincipal', 'countyOfficer', 'cityOfficer'] },
    remand: { from: ['heard'], to: 'frozen', by: ['countySignatory', 'citySignatory'] },
    void: { from: ['heard'], to: 'voided', by: ['countySignatory', 'citySignatory'] },
    appeal: { from: ['voided'], to: 'appealed', by: ['institutionPrincipal', 'trainee'] },
    suspend: { from: ['appealed'], to: 'suspended', by: ['citySignatory'] },
    uphold: { from: ['appealed', 'suspended'], to: 'upheld', by: ['citySignatory'] },
    reverse: {
      from: ['frozen', 'notified', 'heard', 'appealed', 'suspended'],
      to: 'reversed',
      by: ['citySignatory'],
    },
  },
};
