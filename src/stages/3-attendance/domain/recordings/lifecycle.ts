import type { Lifecycle } from '#kernel/lifecycle';
import type { Role } from '#kernel/roles';

export const recordingStates = ['uploading', 'received', 'analysed', 'unreadable', 'abandoned'] as const;
export type RecordingState = (typeof recordingStates)[number];
type RecordingAction = 'receive' | 'abandon' | 'analyse' | 'giveUp';

/** 视频录像: announced and uploaded in parts, received whole, then looked through by the product. */
export const recordingLifecycle: Lifecycle<RecordingState, RecordingAction, Role> = {
  start: 'uploading',
  steps: {
    receive: { from: ['uploading'], to: 'received', by: [] },
    abandon: { from: ['uploading'], to: 'abandoned', by: ['institutionClerk', 'institutionPrincipal'] },
    analyse: { from: ['received', 'unreadable'], to: 'analysed', by: [] },
    giveUp: { from: ['received'], to: 'unreadable', by: [] },
  },
};

export const recordingStateNames: Record<RecordingState, string> = {
  uploading: '上传中',
  received: '已收到，待分析',
  analysed: '已分析',
  unreadable: '不能读取',
  abandoned: '已放弃',
};
export const recordingActionNames: Record<RecordingAction, string> = {
  receive: '收到整份文件',
  abandon: '放弃上传',
  analyse: '分析',
  giveUp: '不能读取',
};
