import type { PersonKind } from '../enrolment/person';

/**
 * What becomes of a doubted check-in: it counts like any other, or it is as if it had not been. Of a teacher the bureau
 * may also find that somebody else signed; of a trainee that is an impersonation, with a case of its own.
 */
export const settlementDecisions = ['counts', 'discounted', 'otherPerson'] as const;
export type SettlementDecision = (typeof settlementDecisions)[number];
export const settlementDecisionNames: Record<SettlementDecision, string> = {
  counts: '计入',
  discounted: '不计',
  otherPerson: '不是本人',
};

/** The decisions that fit a check-in of a trainee or of a teacher. */
export const decisionsFor: Record<PersonKind, readonly SettlementDecision[]> = {
  trainee: ['counts', 'discounted'],
  teacher: settlementDecisions,
};

/** What the officer looked at before settling. */
export const settlementBases = ['picture', 'recording', 'device', 'paper', 'onSite'] as const;
export type SettlementBasis = (typeof settlementBases)[number];
export const settlementBasisNames: Record<SettlementBasis, string> = {
  picture: '签到照片',
  recording: '课堂录像',
  device: '设备记录',
  paper: '机构书面说明',
  onSite: '现场核对',
};

/** Who settles: the county’s officer; the institution explains and never decides on its own hours. */
export const settlers = ['countyOfficer'] as const;

/** Whether a check-in still asks for a decision: never settled, or doubted anew since. */
export const isUnsettled = (lastSettledAt: string | undefined, doubtedAt: string | undefined): boolean =>
  lastSettledAt === undefined || (doubtedAt !== undefined && Date.parse(doubtedAt) > Date.parse(lastSettledAt));
