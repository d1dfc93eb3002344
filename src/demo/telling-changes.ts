import { z } from 'zod';
import { addDays, type PlainDate } from '#kernel/plain-date';
import { demoPassword } from './accounts';
import { act, type Moment, type Stage } from './acting';
import type { ClassParts } from './parts';
import { type ChangeProposal, changedApplicationOf } from '../stages/2-opening/domain/change/change';
import {
  approveChange,
  refuseChange,
  returnChange,
  verifyChange,
} from '../stages/2-opening/server/change/decision-commands';
import { draftChange, saveChange } from '../stages/2-opening/server/change/draft-commands';
import { fileChange } from '../stages/2-opening/server/change/filing-commands';

/** What an approved class asks to have changed. */
export type ChangeWish = 'withdrawal' | 'teacher' | 'content';
export type ChangeDecision = 'verify' | 'return' | 'approve' | 'refuse';

/** A change under way. */
export interface HeldChange {
  readonly classId: string;
  readonly changeId: string;
  version: number;
}

/** The lesson far enough ahead to be changed: a week from `day`, or the last. */
const laterLesson = ({ lessons }: ClassParts, day: PlainDate) =>
  lessons.find(({ taughtOn }) => taughtOn > addDays(day, 7)) ?? lessons.at(-1);

function proposalFor(parts: ClassParts, wish: ChangeWish, day: PlainDate): ChangeProposal {
  const lesson = laterLesson(parts, day);
  const other = parts.lessons.find(({ teacherId }) => teacherId !== lesson?.teacherId)?.teacherId;
  const lessons = parts.lessons.map((each) => {
    if (each.id !== lesson?.id) return each;
    if (wish === 'teacher') return { ...each, teacherId: other };
    return wish === 'content' ? { ...each, content: `${each.content}（改为现场教学）` } : each;
  });
  const leaves = wish === 'withdrawal' ? parts.roster.slice(2, 3).map(({ id }) => id) : [];
  return {
    application: changedApplicationOf(parts.application),
    lessons,
    rosterFrom: leaves.length > 0 ? addDays(day, 3) : undefined,
    withdrawals: leaves,
    substitutions: [],
  };
}

const draftedForm = z.object({ changeId: z.uuid() });
const savedForm = z.object({ version: z.number() });

/** The clerk drafts and fills in a change, the principal signs and files it. */
export async function askForChange(
  stage: Stage,
  { clerk, principal }: { readonly clerk: Moment; readonly principal: Moment },
  { classId, parts }: { readonly classId: string; readonly parts: ClassParts },
  { name, wish, reason }: { readonly name: string; readonly wish: ChangeWish; readonly reason: string },
): Promise<HeldChange> {
  const { changeId } = draftedForm.parse(await act(stage, clerk, draftChange, `${name}/draft`, { classId }));
  const proposal = proposalFor(parts, wish, clerk.day);
  const content = { classId, changeId, version: 1, proposal, reason };
  const { version } = savedForm.parse(await act(stage, clerk, saveChange, `${name}/content`, content));
  const signed = { classId, changeId, version, statementAccepted: true, password: demoPassword };
  await act(stage, principal, fileChange, `${name}/file`, signed);
  return { classId, changeId, version: version + 1 };
}

/** The county checks, returns, approves or refuses it. */
export async function decideChange(
  stage: Stage,
  moment: Moment,
  change: HeldChange,
  { name, decision, reason }: { readonly name: string; readonly decision: ChangeDecision; readonly reason: string },
): Promise<void> {
  const held = { classId: change.classId, changeId: change.changeId, version: change.version };
  const password = demoPassword;
  if (decision === 'verify') await act(stage, moment, verifyChange, name, { ...held, opinion: reason });
  else if (decision === 'return') await act(stage, moment, returnChange, name, { ...held, reason });
  else if (decision === 'approve')
    await act(stage, moment, approveChange, name, { ...held, opinion: reason, password });
  else await act(stage, moment, refuseChange, name, { ...held, reason, password });
  change.version += 1;
}
