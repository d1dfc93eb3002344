import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ChangedApplication, ChangeProposal } from '../../domain/change/change';
import type { RosterRow } from '../../domain/roster/row';
import { lessonForm, plainDay, rosterRowForm } from '../forms';

const optional = <Form extends z.ZodType>(form: Form) => form.nullish().transform((value) => value ?? undefined);

const applicationForm = z.strictObject({
  startsOn: optional(plainDay),
  endsOn: optional(plainDay),
  finalExamOn: optional(plainDay),
  skillsAssessmentOn: optional(plainDay),
  theoryVenueId: optional(z.uuid('地点不正确')),
  practiceVenueId: optional(z.uuid('地点不正确')),
});

const rowKey = z.string().min(1).max(64);

const joiningForm = rosterRowForm.transform(
  ({ id, cells, source, damaged }): RosterRow => ({
    id,
    cells,
    ...(source ? { source } : {}),
    ...(damaged ? { damaged } : {}),
  }),
);

/** What may be sent as a change; it may be incomplete, never malformed. */
export const proposalForm = z.strictObject({
  application: applicationForm,
  lessons: z.array(lessonForm).max(1000, '课次不超过 1000 次'),
  rosterFrom: optional(plainDay),
  withdrawals: z.array(rowKey).max(200, '一次退出不超过 200 人'),
  substitutions: z.array(z.strictObject({ leaves: rowKey, joins: joiningForm })).max(200, '一次替换不超过 200 人'),
});

/** A change as it is kept: what is asked for, and what of the application stood before. */
export interface ChangeContent {
  readonly proposal: ChangeProposal;
  readonly baseline: ChangedApplication;
}

const contentForm = z.strictObject({ proposal: proposalForm, baseline: applicationForm });

export const writeContent = ({ proposal, baseline }: ChangeContent): string => JSON.stringify({ proposal, baseline });
export const readContent = (text: string): ChangeContent => contentForm.parse(JSON.parse(text));
export const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
