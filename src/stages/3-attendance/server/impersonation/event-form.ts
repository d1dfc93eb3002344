import { z } from 'zod';
import { roles } from '#kernel/roles';
import type { ImpersonationEvent } from '../../domain/impersonation/events';
import { signalKinds } from '../../domain/impersonation/events';
import { plainDay } from '../devices/forms';

const actor = z.object({ id: z.string(), role: z.enum(roles) });
const personTime = { traineeId: z.string(), lessonId: z.string() } as const;
const dated = { actor, on: plainDay } as const;
const decided = { ...dated, reason: z.string() } as const;

/** An event as it lies in the record; what does not fit was never written by us. */
const eventForm = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('report'),
    actor,
    ...personTime,
    signal: z.enum(signalKinds),
    evidenceIds: z.array(z.string()),
  }),
  z.object({ kind: z.literal('confirm'), actor, ...personTime, reason: z.string() }),
  z.object({ kind: z.literal('dismiss'), actor, ...personTime, reason: z.string() }),
  z.object({ kind: z.literal('notify'), ...dated, statementDueOn: plainDay.optional() }),
  z.object({ kind: z.literal('state'), ...dated, text: z.string() }),
  z.object({ kind: z.literal('requestHearing'), ...dated }),
  z.object({ kind: z.literal('callHearing'), ...dated, heldOn: plainDay }),
  z.object({ kind: z.literal('holdHearing'), ...dated, recordId: z.string() }),
  z.object({ kind: z.literal('lapse'), ...dated }),
  z.object({ kind: z.literal('remand'), ...decided }),
  z.object({ kind: z.literal('void'), ...decided }),
  z.object({ kind: z.literal('appeal'), ...decided }),
  z.object({ kind: z.literal('suspend'), ...decided }),
  z.object({ kind: z.literal('uphold'), ...decided }),
  z.object({ kind: z.literal('reverse'), ...decided, struck: z.array(z.object(personTime)) }),
]);

export const eventOf = (stored: unknown): ImpersonationEvent => eventForm.parse(stored);
