import type { Tone } from '#ui/state';
import type { ClassAction } from '../domain/lifecycle';

/** What was decided, and what comes next: the words of the message afterwards. */
export interface Decided {
  readonly what: string;
  readonly next: string;
  readonly tone: Tone;
}

/** The decisions a county officer or signatory takes on a class. */
export type ReviewStep = Extract<ClassAction, 'verify' | 'return' | 'approve' | 'refuse'>;
export const reviewSteps = ['verify', 'return', 'approve', 'refuse'] as const satisfies readonly ReviewStep[];
