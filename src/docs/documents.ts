import { mergeLifecycle, mergeStateNames } from '#registers';
import { type ChangeAction, changeLifecycle, changeStateNames } from '../stages/2-opening/domain/change/lifecycle';
import { type ClassAction, openingLifecycle } from '../stages/2-opening/domain/lifecycle';
import { stateNames } from '../stages/2-opening/domain/state-names';
import {
  correctionLifecycle,
  impersonationLifecycle,
  leaveLifecycle,
  personTimeLifecycle,
} from '../stages/3-attendance/domain/lifecycle';
import { type DeviceAction, deviceLifecycle, deviceStateNames } from '../stages/3-attendance/domain/devices/lifecycle';
import {
  enrolmentActionNames,
  enrolmentLifecycle,
  enrolmentStateNames,
} from '../stages/3-attendance/domain/enrolment/lifecycle';
import {
  facePairActionNames,
  facePairLifecycle,
  facePairStateNames,
  truthReviewActionNames,
  truthReviewLifecycle,
  truthReviewStateNames,
} from '../stages/3-attendance/domain/doubt/lifecycle';
import {
  recordingActionNames,
  recordingLifecycle,
  recordingStateNames,
} from '../stages/3-attendance/domain/recordings/lifecycle';
import {
  rollCallActionNames,
  rollCallLifecycle,
  rollCallStateNames,
} from '../stages/3-attendance/domain/roll-call/lifecycle';
import {
  challengeActionNames,
  challengeLifecycle,
  challengeStateNames,
} from '../stages/3-attendance/domain/recordings/copies';
import { repairActionNames, repairLifecycle, repairStateNames } from '../stages/3-attendance/domain/recordings/repair';
import {
  assessmentActionNames,
  assessmentLifecycle,
  assessmentStateNames,
} from '../stages/3-attendance/domain/privacy/assessment';
import { holdActionNames, holdLifecycle, holdStateNames } from '../stages/3-attendance/domain/retention/hold';
import { purgeActionNames, purgeLifecycle, purgeStateNames } from '../stages/3-attendance/domain/retention/purge';
import * as attendance from '../stages/3-attendance/domain/state-names';
import { operations } from '../operations';
import { clauseCoverage } from './clause-coverage';
import { clausePage } from './clause-page';
import { lifecyclePage } from './lifecycle-page';
import { readSources } from './sources';

/** A document made from the code. */
export interface MadeDocument {
  /** As typed after `docs`. */
  readonly name: string;
  /** From the root of the repository. */
  readonly path: string;
  readonly summary: string;
  make(root: string): string;
}

/** What an action is called where it is done; actions are named after their operations. */
const actionName =
  (subject: string) =>
  (action: ClassAction | ChangeAction | DeviceAction): string =>
    operations.find(({ name }) => name === `${subject}.${action}`)?.title ?? action;

/** Every document that is made, never written by hand. */
export const madeDocuments: readonly MadeDocument[] = [
  {
    name: 'clauses',
    path: 'docs/clauses.md',
    summary: '条款对照：每一条由哪些规则、标准、办理、页面和测试落实',
    make: (root) => clausePage(clauseCoverage(readSources(root))),
  },
  {
    name: 'opening-states',
    path: 'docs/states/opening.md',
    summary: '开班申报的状态图，和谁可以办理',
    make: () =>
      lifecyclePage(openingLifecycle, {
        title: '开班申报的状态',
        command: 'docs opening-states',
        states: stateNames,
        actionName: actionName('class'),
      }),
  },
  {
    name: 'change-states',
    path: 'docs/states/change.md',
    summary: '已批准班期的变更：状态图，和谁可以办理',
    make: () =>
      lifecyclePage(changeLifecycle, {
        title: '班期变更的状态',
        command: 'docs change-states',
        states: changeStateNames,
        actionName: actionName('change'),
      }),
  },
  {
    name: 'leave-states',
    path: 'docs/states/leave.md',
    summary: '请假的状态图，和谁可以办理',
    make: () =>
      lifecyclePage(leaveLifecycle, {
        title: '请假的状态',
        command: 'docs leave-states',
        states: attendance.leaveStateNames,
        actionName: (action) => attendance.leaveActionNames[action],
      }),
  },
  {
    name: 'correction-states',
    path: 'docs/states/correction.md',
    summary: '补签的状态图，和谁可以办理',
    make: () =>
      lifecyclePage(correctionLifecycle, {
        title: '补签的状态',
        command: 'docs correction-states',
        states: attendance.correctionStateNames,
        actionName: (action) => attendance.correctionActionNames[action],
      }),
  },
  {
    name: 'person-time-states',
    path: 'docs/states/person-time.md',
    summary: '冒名顶替一人次：状态图，和谁可以办理',
    make: () =>
      lifecyclePage(personTimeLifecycle, {
        title: '冒名顶替一人次的状态',
        command: 'docs person-time-states',
        states: attendance.personTimeStateNames,
        actionName: (action) => attendance.personTimeActionNames[action],
      }),
  },
  {
    name: 'impersonation-states',
    path: 'docs/states/impersonation.md',
    summary: '冒名顶替与全班补贴：状态图，和谁可以办理',
    make: () =>
      lifecyclePage(impersonationLifecycle, {
        title: '冒名顶替与全班补贴的状态',
        command: 'docs impersonation-states',
        states: attendance.impersonationStageNames,
        actionName: (action) => attendance.impersonationMoveNames[action],
      }),
  },
  {
    name: 'roll-call-states',
    path: 'docs/states/roll-call.md',
    summary: '抽查点名：状态图，和谁可以办理',
    make: () =>
      lifecyclePage(rollCallLifecycle, {
        title: '抽查点名的状态',
        command: 'docs roll-call-states',
        states: rollCallStateNames,
        actionName: (action) => rollCallActionNames[action],
      }),
  },
  {
    name: 'truth-review-states',
    path: 'docs/states/truth-review.md',
    summary: '存疑班级的核查：状态图，和谁可以办理',
    make: () =>
      lifecyclePage(truthReviewLifecycle, {
        title: '存疑班级核查的状态',
        command: 'docs truth-review-states',
        states: truthReviewStateNames,
        actionName: (action) => truthReviewActionNames[action],
      }),
  },
  {
    name: 'face-pair-states',
    path: 'docs/states/face-pair.md',
    summary: '两个身份一张脸的复核：状态图，和谁可以办理',
    make: () =>
      lifecyclePage(facePairLifecycle, {
        title: '两个身份一张脸复核的状态',
        command: 'docs face-pair-states',
        states: facePairStateNames,
        actionName: (action) => facePairActionNames[action],
      }),
  },
  {
    name: 'copy-states',
    path: 'docs/states/copy.md',
    summary: '存证抽查：状态图，和谁可以办理',
    make: () =>
      lifecyclePage(challengeLifecycle, {
        title: '存证抽查的状态',
        command: 'docs copy-states',
        states: challengeStateNames,
        actionName: (action) => challengeActionNames[action],
      }),
  },
  {
    name: 'copy-repair-states',
    path: 'docs/states/copy-repair.md',
    summary: '副本修复：状态图，和谁可以办理',
    make: () =>
      lifecyclePage(repairLifecycle, {
        title: '副本修复的状态',
        command: 'docs copy-repair-states',
        states: repairStateNames,
        actionName: (action) => repairActionNames[action],
      }),
  },
  {
    name: 'assessment-states',
    path: 'docs/states/assessment.md',
    summary: '影响评估：状态图，和谁可以办理',
    make: () =>
      lifecyclePage(assessmentLifecycle, {
        title: '个人信息保护影响评估的状态',
        command: 'docs assessment-states',
        states: assessmentStateNames,
        actionName: (action) => assessmentActionNames[action],
      }),
  },
  {
    name: 'hold-states',
    path: 'docs/states/hold.md',
    summary: '保全：状态图，和谁可以办理',
    make: () =>
      lifecyclePage(holdLifecycle, {
        title: '保全的状态',
        command: 'docs hold-states',
        states: holdStateNames,
        actionName: (action) => holdActionNames[action],
      }),
  },
  {
    name: 'purge-states',
    path: 'docs/states/purge.md',
    summary: '到期清除：状态图，和谁可以办理',
    make: () =>
      lifecyclePage(purgeLifecycle, {
        title: '到期清除的状态',
        command: 'docs purge-states',
        states: purgeStateNames,
        actionName: (action) => purgeActionNames[action],
      }),
  },
  {
    name: 'recording-states',
    path: 'docs/states/recording.md',
    summary: '视频录像：状态图，和谁可以办理',
    make: () =>
      lifecyclePage(recordingLifecycle, {
        title: '视频录像的状态',
        command: 'docs recording-states',
        states: recordingStateNames,
        actionName: (action) => recordingActionNames[action],
      }),
  },
  {
    name: 'device-states',
    path: 'docs/states/device.md',
    summary: '考勤设备的状态图，和谁可以办理',
    make: () =>
      lifecyclePage(deviceLifecycle, {
        title: '考勤设备的状态',
        command: 'docs device-states',
        states: deviceStateNames,
        actionName: actionName('device'),
      }),
  },
  {
    name: 'enrolment-states',
    path: 'docs/states/enrolment.md',
    summary: '头像建档的状态图，和谁可以办理',
    make: () =>
      lifecyclePage(enrolmentLifecycle, {
        title: '头像建档的状态',
        command: 'docs enrolment-states',
        states: enrolmentStateNames,
        actionName: (action) => enrolmentActionNames[action],
      }),
  },
  {
    name: 'trainee-merge-states',
    path: 'docs/states/trainee-merge.md',
    summary: '学员并档与拆档：状态图，和谁可以办理',
    make: () =>
      lifecyclePage(mergeLifecycle, {
        title: '学员并档与拆档的状态',
        command: 'docs trainee-merge-states',
        states: mergeStateNames,
        actionName: (action) => operations.find(({ name }) => name === `trainee.${action}-merge`)?.title ?? action,
      }),
  },
];
