import { roles } from '#kernel/roles';
import type { AnyOperation } from '#platform/operation';
import type { Opener } from '../../domain/privacy/assessment-facts';
import { absenceOperations } from '../absences/index';
import { checkInOperations } from '../check-in/index';
import { doubtOperations } from '../doubt/index';
import { impersonationOperations } from '../impersonation/index';
import { recordingOperations } from '../recordings/index';
import { rollCallOperations } from '../roll-call/index';

/** Every operation that shows a picture of somebody. */
const opening = [
  'attendance.frame',
  'attendance.check-picture',
  'doubt.open-pair',
  'roll-call.picture',
  'roll-call.like-picture',
  'impersonation.evidence',
  'absence.paper',
  'recording.open',
  'recording.picture',
] as const;

const declared = (): readonly AnyOperation[] => [
  ...checkInOperations,
  ...doubtOperations,
  ...rollCallOperations,
  ...impersonationOperations,
  ...absenceOperations,
  ...recordingOperations,
];

/** Who may open pictures, as their own declarations have it. */
export function openers(): Opener[] {
  const known = new Map(declared().map((operation) => [operation.name, operation]));
  return opening.map((name) => {
    const operation = known.get(name);
    if (!operation) throw new Error(`no operation is called ${name}`);
    const { title, by } = operation;
    return { operation: name, title, roles: roles.filter((role) => by === 'signedIn' || by.includes(role)) };
  });
}
