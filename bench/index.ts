import { benchAttendanceMinutes } from './attendance-minutes';
import { benchAttendance } from './attendance';
import type { BenchReport } from './report';
import { benchRosterGrid } from './roster-grid';
import { benchTruthScore } from './truth-score';

/** One bench for each claim about speed, by the name the command takes. */
export const benches: Readonly<Record<string, () => Promise<BenchReport>>> = {
  'attendance-minutes': benchAttendanceMinutes,
  attendance: benchAttendance,
  'roster-grid': benchRosterGrid,
  'truth-score': benchTruthScore,
};
