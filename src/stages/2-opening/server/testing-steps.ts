import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import type { Caller, Reply } from '#platform/http/testing-http';
import { testPassword } from '#platform/testing-platform';
import { proofsOf } from './testing-proofs';
import { soundParts, type TestPerson, type TestSchool } from './testing-filings';

/** A class on its way through the door: its id and the version last seen. */
export interface Held {
  readonly classId: string;
  readonly version: number;
}

const savedForm = z.object({ version: z.number(), findings: z.array(z.looseObject({ rule: z.string() })) });
const addedForm = z.object({ files: z.array(z.looseObject({ outcome: z.string() })) });
const versionForm = z.object({ version: z.number() });

/** The result of a call that must be done. */
export function resultOf<Form extends z.ZodType>(form: Form, reply: Reply): z.output<Form> {
  if (reply.status !== 200) throw new Error(`${reply.status} ${reply.body.message}`);
  return form.parse(reply.body.result);
}

export type Parts = ReturnType<typeof soundParts>;

/** Saves all four parts; gives the version and how many findings are left. */
export async function saveParts(clerk: Caller, held: Held, parts: Parts) {
  const { classId } = held;
  let { version } = held;
  let findings: readonly { rule: string }[] = [];
  const saves = [
    ['class.save-application', { application: parts.application }],
    ['class.save-plan', { lessons: parts.lessons }],
    ['class.save-posts', { posts: parts.posts }],
    ['class.save-roster', { rows: parts.rows }],
  ] as const;
  for (const [name, content] of saves) {
    ({ version, findings } = resultOf(savedForm, await clerk(name, { classId, version, ...content })));
  }
  return { classId, version, findings: findings.map(({ rule }) => rule) };
}

/** A photo and an identity card of every trainee, in one ZIP. */
export async function addProofs(clerk: Caller, classId: string, rows: Parts['rows']): Promise<void> {
  const upload = { name: '照片和证明.zip', bytes: await proofsOf(rows.map(({ cells }) => cells.id)) };
  const { files } = resultOf(addedForm, await clerk('attachment.add', { classId }, { upload }));
  const stray = files.find(({ outcome }) => outcome !== 'matched');
  if (stray) throw new Error(JSON.stringify(stray));
}

export async function draft(clerk: Caller, parts: Parts) {
  const { classId } = resultOf(z.object({ classId: z.uuid() }), await clerk('class.draft'));
  const input = { classId, version: 1, rows: parts.rows };
  const { version } = resultOf(savedForm, await clerk('class.save-roster', input));
  if (parts.rows.length > 0) await addProofs(clerk, classId, parts.rows);
  return saveParts(clerk, { classId, version }, parts);
}

export const draftFor = (clerk: Caller, school: TestSchool, day: PlainDate, trainees: readonly TestPerson[]) =>
  draft(clerk, soundParts(school, day, trainees));

const password = testPassword;
const after = (held: Held): Held => ({ classId: held.classId, version: held.version + 1 });

/** The inputs of every step, as the pages send them. */
export const inputs = {
  file: ({ classId, version }: Held) => ({ classId, version, statementAccepted: true, password }),
  mark: ({ classId, version }: Held) => ({
    classId,
    version,
    item: 'socialInsurance',
    verdict: 'matched',
    note: '已比对，无在保人员。',
  }),
  verify: ({ classId, version }: Held) => ({ classId, version, opinion: '' }),
  approve: ({ classId, version }: Held) => ({ classId, version, opinion: '', password }),
  refuse: ({ classId, version }: Held) => ({ classId, version, reason: '班期已满。', password }),
  withdraw: ({ classId, version }: Held) => ({ classId, version, reason: '改期。' }),
  return: ({ classId, version }: Held) => ({
    classId,
    version,
    points: [{ part: 'roster', row: 'r1', field: 'phone', reason: '电话打不通。' }],
  }),
};

export async function file(principal: Caller, held: Held): Promise<Held> {
  resultOf(z.object({ filingNumber: z.string() }), await principal('class.file', inputs.file(held)));
  return after(held);
}

/** Enters what the social insurance office says, without which nothing passes. */
export async function mark(officer: Caller, held: Held): Promise<Held> {
  const { version } = resultOf(versionForm, await officer('class.mark-item', inputs.mark(held)));
  return { classId: held.classId, version };
}

export async function verify(officer: Caller, held: Held): Promise<Held> {
  const marked = await mark(officer, held);
  resultOf(z.object({ state: z.literal('verified') }), await officer('class.verify', inputs.verify(marked)));
  return after(marked);
}
