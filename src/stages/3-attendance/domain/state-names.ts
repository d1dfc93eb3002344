import type {
  CorrectionAction,
  CorrectionState,
  ImpersonationMove,
  ImpersonationStage,
  LeaveAction,
  LeaveState,
  PersonTimeAction,
  PersonTimeState,
} from './lifecycle';

export const leaveStateNames: Record<LeaveState, string> = {
  requested: '待审批',
  approved: '已准假',
  refused: '不予准假',
  withdrawn: '已撤回',
  annulled: '已撤销',
};
export const leaveActionNames: Record<LeaveAction, string> = {
  approve: '准假',
  refuse: '不予准假',
  withdraw: '撤回请假',
  annul: '撤销准假',
};

export const correctionStateNames: Record<CorrectionState, string> = {
  requested: '待机构确认',
  endorsed: '待审批',
  approved: '已补签',
  refused: '不予补签',
  withdrawn: '已撤回',
  annulled: '已撤销',
};
export const correctionActionNames: Record<CorrectionAction, string> = {
  endorse: '机构确认',
  approve: '批准补签',
  refuse: '不予补签',
  withdraw: '撤回补签',
  annul: '撤销补签',
};

export const personTimeStateNames: Record<PersonTimeState, string> = {
  suspected: '疑似',
  confirmed: '已确认',
  dismissed: '已排除',
  struck: '复核剔除',
};
export const personTimeActionNames: Record<PersonTimeAction, string> = {
  confirm: '确认冒名顶替',
  dismiss: '排除疑似',
  reopen: '重新列为疑似',
  strike: '复核剔除',
};

export const impersonationStageNames: Record<ImpersonationStage, string> = {
  watching: '未预警',
  alerted: '已预警',
  frozen: '补贴冻结',
  notified: '已告知',
  heard: '已听证或期满',
  voided: '已取消全班补贴',
  appealed: '申诉中',
  suspended: '申诉中，停止执行',
  upheld: '维持取消',
  reversed: '撤销取消',
};
export const impersonationMoveNames: Record<ImpersonationMove, string> = {
  alert: '达到预警人次',
  calm: '排除后低于预警人次',
  freeze: '确认达到上限',
  notify: '事先告知',
  hear: '听证或期满',
  remand: '退回补充核实',
  void: '取消全班补贴',
  appeal: '申诉',
  suspend: '停止执行',
  uphold: '维持决定',
  reverse: '撤销决定或解除冻结',
};
