import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import type { Caller } from '#platform/http/testing-http';
import { testPassword } from '#platform/testing-platform';
import type { TestCounty } from '../testing-county';
import { newPeople, soundParts, type TestPerson, workingDayAfter } from '../testing-filings';
import { draft, file, inputs, type Parts, resultOf, verify } from '../testing-steps';

/** An approved class of five teaching days, eight hours each, and what it was filed with. */
export interface ApprovedClass {
  readonly classId: string;
  readonly days: readonly PlainDate[];
  readonly parts: Parts;
}

const courseDays = 5;

/** The parts of a class whose five days begin on `start`. */
export function fiveDays(county: TestCounty, start: PlainDate, people: readonly TestPerson[]): Parts {
  const parts = soundParts(county.school, start, people);
  const days = Array.from({ length: courseDays }, (_each, at) => (at === 0 ? start : workingDayAfter(start, at)));
  const last = days.at(-1) ?? start;
  return {
    ...parts,
    application: { ...parts.application, endsOn: last, finalExamOn: last, skillsAssessmentOn: last },
    lessons: days.flatMap((taughtOn) => parts.lessons.map((lesson) => ({ ...lesson, id: randomUUID(), taughtOn }))),
  };
}

/** Opens a class through every step, from draft to approval. */
export async function approve(county: TestCounty, parts: Parts): Promise<ApprovedClass> {
  const verified = await verify(county.officer, await file(county.principal, await draft(county.clerk, parts)));
  resultOf(z.object({}), await county.signatory('class.approve', inputs.approve(verified)));
  const days = [...new Set(parts.lessons.map(({ taughtOn }) => taughtOn))];
  return { classId: verified.classId, days, parts };
}

export const approvedClass = (county: TestCounty, start: PlainDate, people = newPeople(3)): Promise<ApprovedClass> =>
  approve(county, fiveDays(county, start, people));

/** What a change asks for, as a page sends it. */
export interface Wish {
  readonly lessons: Parts['lessons'];
  readonly application: Record<string, string>;
  readonly rosterFrom?: PlainDate;
  readonly withdrawals: readonly string[];
  readonly substitutions: readonly { readonly leaves: string; readonly joins: Parts['rows'][number] }[];
}

/** A change that asks for nothing yet. */
export function wishOf({ parts }: ApprovedClass): Wish {
  const { startsOn, endsOn, finalExamOn, skillsAssessmentOn, theoryVenueId, practiceVenueId } = parts.application;
  return {
    lessons: parts.lessons,
    application: { startsOn, endsOn, finalExamOn, skillsAssessmentOn, theoryVenueId, practiceVenueId },
    withdrawals: [],
    substitutions: [],
  };
}

export interface HeldChange {
  readonly classId: string;
  readonly changeId: string;
  readonly version: number;
}

const bare = ({ classId, changeId, version }: HeldChange): HeldChange => ({ classId, changeId, version });

const draftedForm = z.object({ changeId: z.uuid() });
const savedForm = z.object({
  version: z.number(),
  kinds: z.array(z.string()),
  findings: z.array(z.looseObject({ rule: z.string() })),
});

/** Drafts a change and saves what it asks for. */
export async function draftedChange(clerk: Caller, { classId }: ApprovedClass, wish: Wish) {
  const { changeId } = resultOf(draftedForm, await clerk('change.draft', { classId }));
  return savedChange(clerk, { classId, changeId, version: 1 }, wish);
}

export async function savedChange(clerk: Caller, held: HeldChange, proposal: Wish) {
  const reply = await clerk('change.save', { ...bare(held), proposal, reason: '教师临时公务，机构已通知学员。' });
  const { version, kinds, findings } = resultOf(savedForm, reply);
  return { ...held, version, kinds, findings: findings.map(({ rule }) => rule) };
}

const password = testPassword;
/** The inputs of each step of a change, as the pages send them. */
export const changeInputs = {
  file: (held: HeldChange) => ({ ...bare(held), statementAccepted: true, password }),
  verify: (held: HeldChange) => ({ ...bare(held), opinion: '经核查属实，提醒已核实。' }),
  approve: (held: HeldChange) => ({ ...bare(held), opinion: '', password }),
  refuse: (held: HeldChange) => ({ ...bare(held), reason: '理由不充分。', password }),
  return: (held: HeldChange) => ({ ...bare(held), reason: '请附教师说明。' }),
  withdraw: (held: HeldChange) => ({ ...bare(held), reason: '不再需要。' }),
};

/** Takes one step that must succeed; the change as it is afterwards. */
export async function step(caller: Caller, name: keyof typeof changeInputs, held: HeldChange): Promise<HeldChange> {
  resultOf(z.looseObject({}), await caller(`change.${name}`, changeInputs[name](held)));
  return { ...bare(held), version: held.version + 1 };
}

/** A change all the way to its approval. */
export async function approvedChange(county: TestCounty, opened: ApprovedClass, wish: Wish): Promise<HeldChange> {
  const filed = await step(county.clerk, 'file', await draftedChange(county.clerk, opened, wish));
  return step(county.signatory, 'approve', await step(county.officer, 'verify', filed));
}
