import { actionsFor } from '#kernel/lifecycle';
import { type Context, missing, type Refused, refused } from '#platform/operation';
import { type ChangeAction, changeLifecycle } from '../../domain/change/lifecycle';
import { type ClassRecord, stateOf } from '../records';
import { findClass, holdClass } from '../store';
import { type ChangeRecord, findChange, stateOfChange } from './store';

/** A change and the class it is about. */
export interface TakenChange {
  readonly record: ClassRecord;
  readonly change: ChangeRecord;
}

export const alreadyMoved = '这份变更申请刚被别人办过或改过，请刷新后再办。';
const onlyApproved = '只有已批准的班期可以办理变更；没有批准的请撤回或等退回后直接修改。';

export const isRefusal = (value: object): value is Refused => 'outcome' in value && value.outcome === 'refused';

async function together(context: Context, record: ClassRecord | undefined, changeId: string) {
  if (!record) return missing('这个班期');
  if (stateOf(record) !== 'approved') return refused(onlyApproved, 'conflict');
  const change = await findChange(context, record, changeId);
  return change ? { record, change } : missing('这份变更申请');
}

/** The class, held, if it may have changes at all. */
export async function takeClass(context: Context, classId: string): Promise<ClassRecord | Refused> {
  const record = await holdClass(context, classId);
  if (!record) return missing('这个班期');
  return stateOf(record) === 'approved' ? record : refused(onlyApproved, 'conflict');
}

/** A change to be read. */
export const seeChange = async (context: Context, classId: string, changeId: string): Promise<TakenChange | Refused> =>
  together(context, await findClass(context, classId), changeId);

/** A change held for `action`, as its version was last seen; the class is held first, so that all take turns. */
export async function takeChange(
  context: Context,
  { classId, changeId, version }: { readonly classId: string; readonly changeId: string; readonly version: number },
  action: ChangeAction,
): Promise<TakenChange | Refused> {
  const taken = await together(context, await holdClass(context, classId), changeId);
  if (isRefusal(taken)) return taken;
  const allowed = actionsFor(changeLifecycle, stateOfChange(taken.change), context.actor.role);
  return allowed.includes(action) && taken.change.version === version ? taken : refused(alreadyMoved, 'conflict');
}
