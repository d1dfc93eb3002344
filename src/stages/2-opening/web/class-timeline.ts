import { type PlainDate, spokenDay } from '#kernel/plain-date';
import { type Role, roleNames, roles } from '#kernel/roles';
import type { ClauseId } from '#law/clause-ids';
import { spokenInstant } from '#ui/format';
import type { TimelineItem } from '#ui/timeline';
import type { Tone } from '#ui/state';
import type { ClassEvent, ClassView } from '../server/class-show';
import type { ClassAction } from '../domain/lifecycle';
import { changeHappening } from './change/change-words';
import { registerName } from '../domain/exchange/registers';
import type { ClassBatch } from '../server/exchange-evidence';
import { clauseRef } from './words';

/** A happening of a class; a later filing leads to what changed since the one before. */
export interface ClassHappening extends TimelineItem {
  readonly filingNumber?: number | undefined;
}

const clauses: Record<ClassAction, ClauseId> = {
  file: '2024.1.1',
  verify: '2024.1.2',
  return: '2024.1.2',
  approve: '2024.1.3',
  refuse: '2024.1.3',
  withdraw: '2024.1.1',
};

const names: Record<Exclude<ClassAction, 'file'>, string> = {
  verify: '资料核查通过',
  return: '退回补正',
  approve: '批准开班',
  refuse: '不予批准',
  withdraw: '机构撤回',
};

const tones: Partial<Record<ClassAction, Tone>> = { return: 'stop', refuse: 'stop', approve: 'ok' };

/** A line of a timeline has little room; whose office it is stands in the head of the page. */
const briefRoles: Partial<Record<Role, string>> = {
  institutionClerk: '机构经办人',
  institutionPrincipal: '机构负责人',
  countyOfficer: '人社局经办人',
  countySignatory: '人社局负责人',
};

const isAction = (action: string): action is ClassAction => action in clauses;
const isRole = (role: string): role is Role => roles.some((each) => each === role);

const whatOf = (event: ClassEvent, action: ClassAction): string => {
  if (action !== 'file') return names[action];
  return event.filingNumber <= 1 ? '首次申报' : `第 ${event.filingNumber} 次申报`;
};

function happening(event: ClassEvent, today: PlainDate | undefined): ClassHappening {
  const shared = {
    id: event.id,
    at: spokenInstant(event.happenedAt, today),
    who: `${event.actor}（${isRole(event.role) ? (briefRoles[event.role] ?? roleNames[event.role]) : event.role}）`,
    why: event.reason || undefined,
  };
  if (!isAction(event.action)) return { ...shared, ...changeHappening(event) };
  return {
    ...shared,
    what: whatOf(event, event.action),
    clause: clauseRef(clauses[event.action]),
    tone: tones[event.action],
    filingNumber: event.action === 'file' && event.filingNumber > 1 ? event.filingNumber : undefined,
  };
}

/** A batch goes out, and its answer comes back: each a line of its own. */
function batchHappenings(
  batch: ClassBatch,
  today: PlainDate | undefined,
): (ClassHappening & { readonly on: string })[] {
  const { id, number, register, exportedAt, exportedBy, answeredAt } = batch;
  const name = `${registerName(register)}比对批次 ${number}`;
  const clause = clauseRef('2024.1.2');
  const out = {
    id,
    what: `${name} 发出`,
    at: spokenInstant(exportedAt, today),
    who: exportedBy,
    clause,
    on: exportedAt,
  };
  if (!answeredAt) return [out];
  const at = spokenInstant(answeredAt, today);
  return [{ id: `${id}/answer`, what: `${name} 已答复`, at, tone: 'ok', clause, on: answeredAt }, out];
}

/** Who must act, and by when, while the county’s clock runs. */
export function waitingWords({ state, dueOn, daysLeft, region }: ClassView, today?: PlainDate): string | undefined {
  if (!dueOn || daysLeft === undefined) return undefined;
  const what = state === 'filed' ? '资料核查' : '班期审核';
  const day = spokenDay(dueOn, today);
  if (daysLeft < 0) return `${region}人社局的${what}已超过期限（${day}）`;
  return daysLeft === 0 ? `${region}人社局今天应完成${what}` : `${region}人社局应在 ${day}前完成${what}`;
}

/** Who, what, when, why; newest first, with where the class stands now on top. */
export function classTimeline(view: ClassView, today?: PlainDate): ClassHappening[] {
  const waits = waitingWords(view, today);
  const now: ClassHappening[] = waits
    ? [{ id: 'now', what: waits, why: '到期未办的，系统报市人社局督办。', clause: clauseRef('2024.1.3'), now: true }]
    : [];
  const happened = [
    ...view.events.map((event) => ({ ...happening(event, today), on: event.happenedAt })),
    ...view.batches.flatMap((batch) => batchHappenings(batch, today)),
  ];
  return [...now, ...happened.sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0))];
}
