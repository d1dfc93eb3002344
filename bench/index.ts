import { benchAttendanceMinutes } from './attendance-minutes';
import { benchAttendance } from './attendance';
import { benchCrossClass } from './cross-class';
import { benchFaces } from './faces';
import { benchPictureLikeness } from './picture-likeness';
import type { BenchReport } from './report';
import { benchRosterGrid } from './roster-grid';
import { benchRules, workAsThread } from './rules';
import { benchTruthScore } from './truth-score';
import { benchTurns } from './turns';

/** One bench for each claim about speed, by the name the command takes. */
export const benches: Readonly<Record<string, () => Promise<BenchReport>>> = {
  'attendance-minutes': benchAttendanceMinutes,
  attendance: benchAttendance,
  'cross-class': benchCrossClass,
  faces: benchFaces,
  'picture-likeness': benchPictureLikeness,
  'roster-grid': benchRosterGrid,
  rules: benchRules,
  'truth-score': benchTruthScore,
  turns: benchTurns,
};

workAsThread();
