import type { AnyRule } from '#law/rule';
import { correctionRules } from './correction/correction-rules';
import { checklistRules } from './devices/checklist';
import { hoursRules } from './hours/hours-rules';
import { impersonationRules } from './impersonation/impersonation-rules';
import { leaveRules } from './leave/leave';
import { recordingCopyRules, recordingFileRules } from './recordings/file-rules';
import { recordingRules } from './recordings/recording-rules';
import { answerRules, callRules, headsRules, pictureRules } from './roll-call/roll-call-rules';
import { teachingRules } from './teaching/teaching-rules';
import { retentionRules } from './retention/purge-certificate';

type Listed = Omit<AnyRule<never>, 'findings'>;

export const attendanceParts = [
  'checklist',
  'leave',
  'correction',
  'rollCall',
  'hours',
  'teaching',
  'impersonation',
  'recordings',
  'retention',
] as const;
export type AttendancePart = (typeof attendanceParts)[number];
export const attendancePartNames: Record<AttendancePart, string> = {
  checklist: '开班前检查',
  leave: '请假',
  correction: '补签',
  rollCall: '抽查点名',
  hours: '课时',
  teaching: '授课',
  impersonation: '冒名顶替',
  recordings: '录像',
  retention: '保管',
};

const listed = (part: AttendancePart, rules: readonly Listed[]) =>
  rules.map(({ id, title, cites, severity, from }) => ({ id, title, cites, severity, from, part }));

/** Every rule of attendance in the order of the work, for those who ask what carries out a clause. */
export const allRules: readonly (Listed & { readonly part: AttendancePart })[] = [
  ...listed('checklist', checklistRules),
  ...listed('leave', leaveRules),
  ...listed('correction', correctionRules),
  ...listed('rollCall', callRules),
  ...listed('rollCall', answerRules),
  ...listed('rollCall', pictureRules),
  ...listed('rollCall', headsRules),
  ...listed('hours', hoursRules),
  ...listed('teaching', teachingRules),
  ...listed('impersonation', impersonationRules),
  ...listed('recordings', recordingRules),
  ...listed('recordings', recordingFileRules),
  ...listed('recordings', recordingCopyRules),
  ...listed('retention', retentionRules),
];
