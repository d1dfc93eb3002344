import type { BenchReport } from './report';
import { benchRosterGrid } from './roster-grid';

/** One bench for each claim about speed, by the name the command takes. */
export const benches: Readonly<Record<string, () => Promise<BenchReport>>> = {
  'roster-grid': benchRosterGrid,
};
