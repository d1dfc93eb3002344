import type { PlainDate } from '#kernel/plain-date';
import type { Role } from '#kernel/roles';
import { addWorkingDays } from '#kernel/calendar';
import { type ImpersonationMove, impersonationLifecycle } from '../lifecycle';
import { confirmedIn, type ImpersonationCase, type ImpersonationLaw } from './case';
import type { Actor, ImpersonationEvent } from './events';
import { happen } from './impersonation';
import { offCourse } from './outcome';

/** The events of the procedure, in the order a case goes through them. */
const procedureKinds = [
  'notify',
  'state',
  'requestHearing',
  'callHearing',
  'holdHearing',
  'lapse',
  'void',
  'remand',
  'appeal',
  'suspend',
  'uphold',
  'reverse',
] as const satisfies readonly ImpersonationEvent['kind'][];
export type ProcedureKind = (typeof procedureKinds)[number];

const { steps } = impersonationLifecycle;
const ofBureau: readonly Role[] = steps.notify.by;
const principal: readonly Role[] = ['institutionPrincipal'];

/** Who does each, and which move of the class it makes. */
export const procedure: Readonly<
  Record<ProcedureKind, { readonly by: readonly Role[]; readonly move: ImpersonationMove }>
> = {
  notify: { by: steps.notify.by, move: 'notify' },
  state: { by: principal, move: 'hear' },
  requestHearing: { by: principal, move: 'hear' },
  callHearing: { by: ofBureau, move: 'hear' },
  holdHearing: { by: ofBureau, move: 'hear' },
  lapse: { by: ofBureau, move: 'hear' },
  void: { by: steps.void.by, move: 'void' },
  remand: { by: steps.remand.by, move: 'remand' },
  appeal: { by: principal, move: 'appeal' },
  suspend: { by: steps.suspend.by, move: 'suspend' },
  uphold: { by: steps.uphold.by, move: 'uphold' },
  reverse: { by: steps.reverse.by, move: 'reverse' },
};

/** A step somebody may take now, or why it has to wait. */
interface PossibleStep {
  readonly kind: ProcedureKind;
  readonly why?: string;
}

interface Asking {
  readonly actor: Actor;
  readonly on: PlainDate;
  readonly law: ImpersonationLaw;
}

/** The event as it would be with everything written that has to be written. */
function tried(of: ImpersonationCase, kind: ProcedureKind, { actor, on, law }: Asking): ImpersonationEvent {
  const dated = { actor, on } as const;
  switch (kind) {
    case 'notify':
    case 'requestHearing':
    case 'lapse':
      return { kind, ...dated };
    case 'state':
      return { kind, ...dated, text: '陈述' };
    case 'callHearing':
      return { kind, ...dated, heldOn: addWorkingDays(law.calendar, on, law.hearingNotice) };
    case 'holdHearing':
      return { kind, ...dated, recordId: '笔录' };
    case 'reverse':
      return { kind, ...dated, reason: '理由', struck: confirmedIn(of) };
    default:
      return { kind, ...dated, reason: '理由' };
  }
}

/** What `actor` may do in the procedure now; what is its turn but has to wait says why. */
export function possibleSteps(of: ImpersonationCase, asking: Asking): PossibleStep[] {
  return procedureKinds.flatMap((kind): PossibleStep[] => {
    const { by, move } = procedure[kind];
    if (!by.includes(asking.actor.role)) return [];
    const outcome = happen(of, tried(of, kind, asking), asking.law);
    if (!outcome.isRefused) return [{ kind }];
    return offCourse(of, move, asking.actor) === undefined ? [{ kind, why: outcome.sentence }] : [];
  });
}
