import type { PlainDate } from '#kernel/plain-date';
import type { Role } from '#kernel/roles';

export interface Actor {
  readonly id: string;
  readonly role: Role;
}

/** What can make an impersonation suspected. A truth score is not among them: it orders the queue and nothing else. */
export const signalKinds = [
  'faceMismatch',
  'livenessDoubt',
  'sameFaceTwoIdentities',
  'notMe',
  'inspectorFinding',
  'spotRollCall',
] as const;
export type SignalKind = (typeof signalKinds)[number];
export const signalNames: Record<SignalKind, string> = {
  faceMismatch: '人脸与备案照片不符',
  livenessDoubt: '疑似照片或视频代替本人',
  sameFaceTwoIdentities: '同一人脸签两个身份',
  notMe: '学员反映“不是我”',
  inspectorFinding: '检查人员发现',
  spotRollCall: '抽查点名不符',
};

/** One trainee in one lesson: however many signals there are, it is one person-time (2021 四 “人次”). */
interface PersonTimeId {
  readonly traineeId: string;
  readonly lessonId: string;
}

export const personTimeKey = ({ traineeId, lessonId }: PersonTimeId): string => `${traineeId}/${lessonId}`;

interface Report extends PersonTimeId {
  readonly kind: 'report';
  readonly actor: Actor;
  readonly signal: SignalKind;
  readonly evidenceIds: readonly string[];
}

interface Finding<Kind extends string> extends PersonTimeId {
  readonly kind: Kind;
  readonly actor: Actor;
  readonly reason: string;
}

/** What happens by itself with a date, without a reason to give. */
interface Dated<Kind extends string> {
  readonly kind: Kind;
  readonly actor: Actor;
  readonly on: PlainDate;
}

interface Notice extends Dated<'notify'> {
  /** The last day to state the case, as the notice says it; it stays though holidays come out later. */
  readonly statementDueOn?: PlainDate | undefined;
}

interface Statement {
  readonly kind: 'state';
  readonly actor: Actor;
  readonly on: PlainDate;
  readonly text: string;
}

interface HearingCall {
  readonly kind: 'callHearing';
  readonly actor: Actor;
  readonly on: PlainDate;
  readonly heldOn: PlainDate;
}

interface Hearing {
  readonly kind: 'holdHearing';
  readonly actor: Actor;
  readonly on: PlainDate;
  /** The signed record of the hearing. */
  readonly recordId: string;
}

interface Decision<Kind extends string> {
  readonly kind: Kind;
  readonly actor: Actor;
  readonly on: PlainDate;
  readonly reason: string;
}

interface Reversal {
  readonly kind: 'reverse';
  readonly actor: Actor;
  readonly on: PlainDate;
  readonly reason: string;
  /** The person-times found wrong. */
  readonly struck: readonly PersonTimeId[];
}

/** Everything that can happen to the impersonations of a class. */
export type ImpersonationEvent =
  | Report
  | Finding<'confirm'>
  | Finding<'dismiss'>
  | Notice
  | Dated<'requestHearing'>
  | Dated<'lapse'>
  | Statement
  | HearingCall
  | Hearing
  | Decision<'remand'>
  | Decision<'void'>
  | Decision<'appeal'>
  | Decision<'suspend'>
  | Decision<'uphold'>
  | Reversal;

export type EventOf<Kind extends ImpersonationEvent['kind']> = Extract<ImpersonationEvent, { readonly kind: Kind }>;
