import { addWorkingDays } from '#kernel/calendar';
import { addDays, type PlainDate, spokenDay } from '#kernel/plain-date';
import { confirmedIn, handlersOf, type ImpersonationCase, type ImpersonationLaw, isUndecided } from './case';
import { type Actor, type EventOf, personTimeKey } from './events';
import { type Judged, moved, noReason, notImpartial, offCourse } from './outcome';

/** 事先告知: names the person-times the decision will rest on and opens the time for a statement. */
export function notify(of: ImpersonationCase, event: EventOf<'notify'>, law: ImpersonationLaw): Judged {
  const { actor, on } = event;
  const statementDueOn = event.statementDueOn ?? addWorkingDays(law.calendar, on, law.statementPeriod);
  const notice = { on, statementDueOn, keys: confirmedIn(of).map(personTimeKey) };
  return { wrong: offCourse(of, 'notify', actor), after: { ...moved(of, 'notify'), notice } };
}

/** What only the institution says, and only in its time. */
function whyNotSaid(of: ImpersonationCase, { actor, on }: { actor: Actor; on: PlainDate }, what: string) {
  const wrong = offCourse(of, 'hear', actor);
  if (wrong) return wrong;
  if (actor.role !== 'institutionPrincipal') return `${what}由培训机构负责人提出。`;
  return of.notice && on > of.notice.statementDueOn
    ? `${what}的期限到${spokenDay(of.notice.statementDueOn, on)}为止，已经过了；作出决定后可以申诉。`
    : undefined;
}

/** The institution states its case: it stands in the record, and until its time is over a hearing may be asked for. */
export const state = (of: ImpersonationCase, event: EventOf<'state'>): Judged => ({
  wrong: whyNotSaid(of, event, '陈述申辩') ?? (event.text.trim() === '' ? '没有写陈述申辩的内容。' : undefined),
  after: { ...of, hasStated: true },
});

export const requestHearing = (of: ImpersonationCase, event: EventOf<'requestHearing'>): Judged => ({
  wrong: whyNotSaid(of, event, '听证要求') ?? (of.hearing ? '已经要求听证，等待通知。' : undefined),
  after: { ...of, hearing: {} },
});

function whyNotCalled(
  of: ImpersonationCase,
  { actor, on, heldOn }: EventOf<'callHearing'>,
  { calendar, hearingNotice }: ImpersonationLaw,
): string | undefined {
  const wrong = offCourse(of, 'hear', actor);
  if (wrong) return wrong;
  if (actor.role === 'institutionPrincipal') return '听证由人社部门通知。';
  if (!of.hearing) return '机构没有要求听证；期限过后可以登记期满。';
  const earliest = addWorkingDays(calendar, on, hearingNotice);
  return heldOn < earliest
    ? `听证须提前 ${hearingNotice} 个工作日通知，最早在${spokenDay(earliest, on)}举行。`
    : undefined;
}

export const callHearing = (of: ImpersonationCase, event: EventOf<'callHearing'>, law: ImpersonationLaw): Judged => ({
  wrong: whyNotCalled(of, event, law),
  after: { ...of, hearing: { calledFor: event.heldOn } },
});

function whyNotHeard(of: ImpersonationCase, { actor, on, recordId }: EventOf<'holdHearing'>): string | undefined {
  const wrong = offCourse(of, 'hear', actor);
  if (wrong) return wrong;
  if (actor.role === 'institutionPrincipal') return '听证由人社部门主持。';
  if (!of.hearing?.calledFor) return '还没有发出听证通知，请先通知。';
  if (on < of.hearing.calledFor) return `听证定于${spokenDay(of.hearing.calledFor, on)}举行，还没有到。`;
  if (handlersOf(of).has(actor.id)) return '报告过或确认过本班冒名顶替的人不能主持听证，请换一人。';
  return recordId === '' ? '没有听证笔录，请附双方签字的笔录。' : undefined;
}

/** The hearing is led by somebody who has not handled the case. */
export const holdHearing = (of: ImpersonationCase, event: EventOf<'holdHearing'>): Judged => ({
  wrong: whyNotHeard(of, event),
  after: moved(of, 'hear'),
});

function whyNotLapsed(of: ImpersonationCase, { actor, on }: EventOf<'lapse'>): string | undefined {
  const wrong = offCourse(of, 'hear', actor);
  if (wrong) return wrong;
  if (actor.role === 'institutionPrincipal') return '期满由人社部门登记。';
  if (of.hearing) return '机构已要求听证，须举行听证。';
  return of.notice && on <= of.notice.statementDueOn
    ? `陈述申辩期限到${spokenDay(of.notice.statementDueOn, on)}为止，还没有过。`
    : undefined;
}

/** 期满: the whole time to state the case or ask for a hearing has passed, whatever was stated in it. */
export const lapse = (of: ImpersonationCase, event: EventOf<'lapse'>): Judged => ({
  wrong: whyNotLapsed(of, event),
  after: moved(of, 'hear'),
});

const withoutNotice = ({ stage, personTimes, hasOpenAppeal }: ImpersonationCase): ImpersonationCase => ({
  stage,
  personTimes,
  ...(hasOpenAppeal ? { hasOpenAppeal } : {}),
});

/** The second reviewer sends the case back: it stays frozen and is notified anew. */
export const remand = (of: ImpersonationCase, { actor, reason }: EventOf<'remand'>): Judged => ({
  wrong: offCourse(of, 'remand', actor) ?? notImpartial(of, actor) ?? noReason(reason),
  after: withoutNotice(moved(of, 'remand')),
});

function whyNotVoided(
  of: ImpersonationCase,
  { actor, reason }: EventOf<'void'>,
  { limit }: ImpersonationLaw,
): string | undefined {
  const wrong = offCourse(of, 'void', actor) ?? notImpartial(of, actor) ?? noReason(reason);
  if (wrong) return wrong;
  if (of.hasOpenAppeal) return '机构或学员的异议还没有裁决，请先裁决。';
  const confirmed = new Set(confirmedIn(of).map(personTimeKey));
  const noticed = of.notice?.keys.filter((key) => confirmed.has(key)).length ?? 0;
  return noticed < limit ? `告知书所列的冒名顶替只有 ${noticed} 人次，不满 ${limit} 人次。` : undefined;
}

/** 取消该期所有人员的培训补贴 (2021 四): three confirmed person-times in the notice, heard, and a second reviewer. */
export const voidClass = (of: ImpersonationCase, event: EventOf<'void'>, law: ImpersonationLaw): Judged => ({
  wrong: whyNotVoided(of, event, law),
  after: { ...moved(of, 'void'), decision: { byId: event.actor.id, on: event.on } },
});

function whyNotAppealed(
  of: ImpersonationCase,
  { actor, on, reason }: EventOf<'appeal'>,
  { appealPeriod }: ImpersonationLaw,
): string | undefined {
  // Before the decision the class stays where it is; the role is the table’s either way.
  const at: ImpersonationCase = isUndecided(of) ? { ...of, stage: 'voided' } : of;
  const wrong = offCourse(at, 'appeal', actor) ?? noReason(reason);
  if (wrong) return wrong;
  if (of.hasOpenAppeal) return '已经提出异议，等待裁决。';
  if (isUndecided(of) && of.hasObjected) return '决定前的异议已经裁决过一次；作出决定后可以申诉。';
  const until = isUndecided(of) ? undefined : of.decision && addDays(of.decision.on, appealPeriod);
  return until && on > until ? `申诉期限到${spokenDay(until, on)}为止，已经过了。` : undefined;
}

/** Objection before the decision, or appeal after it; both are decided by somebody who did neither before. */
export const appeal = (of: ImpersonationCase, event: EventOf<'appeal'>, law: ImpersonationLaw): Judged => ({
  wrong: whyNotAppealed(of, event, law),
  after: isUndecided(of)
    ? { ...of, hasOpenAppeal: true, hasObjected: true }
    : { ...moved(of, 'appeal'), hasOpenAppeal: true },
});
