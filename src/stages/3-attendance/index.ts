export { hoursOutlookNames, type HoursFacts, hoursText, type TraineeHours, traineeHours } from './domain/hours/hours';
export { hoursRules } from './domain/hours/hours-rules';
export {
  confirmedIn,
  type ImpersonationCase,
  isRecoverable,
  type MoneyStanding,
  moneyStanding,
} from './domain/impersonation/case';
export { type ImpersonationFacts, impersonationRules } from './domain/impersonation/impersonation-rules';
export { type LessonAttendance, type LessonState, lessonStateNames } from './domain/lesson-minutes/lesson-state';
export type { TaughtLesson } from './domain/lesson-times';
export { keptUntil, type LegalHold } from './domain/retention/retention';
export { isForReview, reviewOrder, type TruthScore } from './domain/truth-score/truth-score';
