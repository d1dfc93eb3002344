import type { api } from '#ui/api';
import { ApiRefusal } from '#ui/api';
import type { Tone } from '#ui/state';
import { refusalWords } from '#ui/trouble';
import type { CorrectionState, LeaveState } from '../../domain/lifecycle';

export type AbsencesView = Awaited<ReturnType<typeof api.absence.list>>;
export type SeenLeave = AbsencesView['leaves'][number];
export type SeenCorrection = AbsencesView['corrections'][number];

export const absenceTones: Record<LeaveState | CorrectionState, Tone> = {
  requested: 'warn',
  endorsed: 'warn',
  approved: 'ok',
  refused: 'stop',
  withdrawn: 'calm',
  annulled: 'stop',
};

/** Why something was not done, with what each rule says and the way forward. */
export function whyNot(error: unknown): string[] {
  const findings = error instanceof ApiRefusal ? error.findings.filter(({ severity }) => severity === 'blocks') : [];
  return findings.length > 0 ? findings.map(({ message, fix }) => `${message}${fix}`) : [refusalWords(error)];
}
