/** What the person before the camera is asked to do; left and right are their own. */
export const challengeSteps = ['left', 'right', 'closer'] as const;
export type ChallengeStep = (typeof challengeSteps)[number];

/** What the page shows and speaks at each step. */
export const challengePrompts: Record<ChallengeStep | 'straight', string> = {
  straight: '请正对镜头',
  left: '请向左转头',
  right: '请向右转头',
  closer: '请靠近一点',
};

/** Every order of the steps. */
export const challengeOrders: readonly (readonly [ChallengeStep, ChallengeStep, ChallengeStep])[] = [
  ['left', 'right', 'closer'],
  ['left', 'closer', 'right'],
  ['right', 'left', 'closer'],
  ['right', 'closer', 'left'],
  ['closer', 'left', 'right'],
  ['closer', 'right', 'left'],
];

/** The order of one attempt, by a number the server draws with its nonce: nobody knows it before. */
export const challengeAt = (draw: number): readonly ChallengeStep[] =>
  challengeOrders[Math.abs(Math.trunc(draw)) % challengeOrders.length] ?? challengeSteps;

/** One uploaded frame as the engine of the server read it; what the page says of it is not taken. */
export interface ChallengeFrame {
  /** At which prompt it was taken. */
  readonly step: ChallengeStep | 'straight';
  /** Milliseconds since the challenge was shown. */
  readonly takenAfter: number;
  /** Degrees, positive to the person’s own left. */
  readonly yaw: number;
  readonly faceWidth: number;
  /** Likeness to the frame taken straight. */
  readonly likeness: number;
}

export interface ChallengeFacts {
  readonly order: readonly ChallengeStep[];
  readonly frames: readonly ChallengeFrame[];
  /** From which likeness the engine calls two frames one person. */
  readonly threshold: number;
}

export const challengeFailureCodes = [
  'noStraight',
  'wrongOrder',
  'tooFast',
  'tooSlow',
  'notDone',
  'otherFace',
] as const;
export type ChallengeFailureCode = (typeof challengeFailureCodes)[number];

export interface ChallengeFailure {
  readonly code: ChallengeFailureCode;
  readonly sentence: string;
}

export interface ChallengeOutcome {
  readonly challenge: 'passed' | 'failed';
  readonly failures: readonly ChallengeFailure[];
}

/** Technical limits, of the trial: the turn of a head is measured to 2.2°, a step forward widens a face by a quarter. */
export const challengeLimits = {
  straightWithin: 15,
  turnedBy: 12,
  closerBy: 1.2,
  /** A head cannot turn faster, a list of stored pictures can. */
  leastBetweenMs: 200,
  longestMs: 30_000,
} as const;

const failed = (code: ChallengeFailureCode, sentence: string): ChallengeFailure => ({ code, sentence });

/** Whether a frame shows what was asked, beside the frame taken straight. */
function isDone({ step, yaw, faceWidth }: ChallengeFrame, straight: ChallengeFrame): boolean {
  const { turnedBy, closerBy } = challengeLimits;
  if (step === 'left') return yaw - straight.yaw >= turnedBy;
  if (step === 'right') return straight.yaw - yaw >= turnedBy;
  return step === 'straight' || faceWidth >= straight.faceWidth * closerBy;
}

function timeFailures(frames: readonly ChallengeFrame[]): ChallengeFailure[] {
  const { leastBetweenMs, longestMs } = challengeLimits;
  const gaps = frames.slice(1).map(({ takenAfter }, at) => takenAfter - (frames[at]?.takenAfter ?? 0));
  const last = frames.at(-1)?.takenAfter ?? 0;
  return [
    ...(gaps.some((gap) => !(gap >= leastBetweenMs))
      ? [failed('tooFast', '动作快得不像真人转头。请按提示慢慢做。')]
      : []),
    ...(last <= longestMs ? [] : [failed('tooSlow', `动作超过 ${longestMs / 1000} 秒没有做完。请重新开始。`)]),
  ];
}

/** Judges the turns of a head: in the order the server drew, in human time, one face throughout. */
export function judgeChallenge({ order, frames, threshold }: ChallengeFacts): ChallengeOutcome {
  const [straight, ...moved] = frames;
  const failures: ChallengeFailure[] = [];
  const isStraight = straight?.step === 'straight' && Math.abs(straight.yaw) <= challengeLimits.straightWithin;
  if (!straight || !isStraight) failures.push(failed('noStraight', '没有正对镜头的一帧。请先正对镜头，再按提示转头。'));
  const isInOrder = moved.length === order.length && order.every((step, at) => moved[at]?.step === step);
  if (!isInOrder) failures.push(failed('wrongOrder', '动作的次序与提示不同。请按提示一个一个做。'));
  failures.push(...timeFailures(frames));
  const undone = straight ? moved.filter((frame) => !isDone(frame, straight)) : [];
  if (undone.length > 0) {
    const asked = undone.map(({ step }) => challengePrompts[step].slice(1)).join('、');
    failures.push(failed('notDone', `没有看到${asked}。请动作大一点，再试一次。`));
  }
  if (moved.some(({ likeness }) => !(likeness >= threshold))) {
    failures.push(failed('otherFace', '几帧画面不是同一张脸。请一人独立完成，再试一次。'));
  }
  return { challenge: failures.length > 0 ? 'failed' : 'passed', failures };
}
