import { workingCalendar } from '#kernel/calendar';
import { plainDate as day } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { type ImpersonationCase, impersonationLaw, noImpersonation } from './case';
import type { Actor, ImpersonationEvent } from './events';
import { happen } from './impersonation';

export const law = impersonationLaw(figuresOn(day('2026-11-02')), workingCalendar([]));

const person = (id: string, role: Actor['role']): Actor => ({ id, role });
export const people = {
  device: person('door-1', 'device'),
  inspector: person('inspector', 'inspector'),
  trainee: person('trainee', 'trainee'),
  officer: person('officer', 'countyOfficer'),
  signatory: person('signatory', 'countySignatory'),
  /** The same person under an earlier duty: what was reported then is not decided now. */
  signatoryAsOfficer: person('signatory', 'countyOfficer'),
  cityOfficer: person('city-officer', 'cityOfficer'),
  citySignatory: person('city-signatory', 'citySignatory'),
  secondCitySignatory: person('city-signatory-2', 'citySignatory'),
  principal: person('principal', 'institutionPrincipal'),
  clerk: person('clerk', 'institutionClerk'),
} as const;

export const noticedOn = day('2026-11-09');
export const dueOn = day('2026-11-16');
export const decidedOn = day('2026-11-18');

export const reported = (traineeId: string, lessonId: string, ...evidenceIds: string[]): ImpersonationEvent => ({
  kind: 'report',
  actor: people.device,
  traineeId,
  lessonId,
  signal: 'faceMismatch',
  evidenceIds,
});
export const confirmed = (traineeId: string, lessonId: string, actor: Actor = people.officer): ImpersonationEvent => ({
  kind: 'confirm',
  actor,
  traineeId,
  lessonId,
  reason: '照片与备案照片不是同一人，授课教师指认',
});

/** Three trainees in one lesson, or one trainee in three: three person-times. */
export const threeConfirmed: readonly ImpersonationEvent[] = ['a', 'b', 'c'].flatMap((traineeId) => [
  reported(traineeId, 'l1', `photo-${traineeId}`),
  confirmed(traineeId, 'l1'),
]);
export const notified: ImpersonationEvent = { kind: 'notify', actor: people.officer, on: noticedOn };
export const lapsed: ImpersonationEvent = { kind: 'lapse', actor: people.officer, on: day('2026-11-17') };
export const voided: ImpersonationEvent = {
  kind: 'void',
  actor: people.signatory,
  on: decidedOn,
  reason: '三人次属实，期满未要求听证',
};
export const appealed: ImpersonationEvent = {
  kind: 'appeal',
  actor: people.principal,
  on: day('2026-12-01'),
  reason: '其中一人次系双胞胎误认',
};

/** The case after the events, and the sentence of the first that was refused. */
export function told(events: readonly ImpersonationEvent[]): { of: ImpersonationCase; sentence: string } {
  let of = noImpersonation;
  for (const event of events) {
    const outcome = happen(of, event, law);
    if (outcome.isRefused) return { of, sentence: outcome.sentence };
    of = outcome.after;
  }
  return { of, sentence: '' };
}
