/** What becomes of a doubted check-in: it counts like any other, or it is as if it had not been. */
export const settlementDecisions = ['counts', 'discounted'] as const;
export type SettlementDecision = (typeof settlementDecisions)[number];
export const settlementDecisionNames: Record<SettlementDecision, string> = { counts: '计入', discounted: '不计' };

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
