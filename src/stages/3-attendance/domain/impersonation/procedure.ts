import { addWorkingDays } from '#kernel/calendar';
import { addDays, spokenDay } from '#kernel/plain-date';
import { confirmedIn, handlersOf, type ImpersonationCase, type ImpersonationLaw } from './case';
import { type EventOf, personTimeKey } from './events';
import { accepted, moved, noReason, notImpartial, offCourse, type Outcome, refused } from './outcome';

/** 事先告知: names the person-times the decision will rest on and opens the time for a statement. */
export function notify(of: ImpersonationCase, { actor, on }: EventOf<'notify'>, law: ImpersonationLaw): Outcome {
  const wrong = offCourse(of, 'notify', actor);
  if (wrong) return refused(wrong);
  const statementDueOn = addWorkingDays(law.calendar, on, law.statementPeriod);
  return accepted({ ...moved(of, 'notify'), notice: { on, statementDueOn, keys: confirmedIn(of).map(personTimeKey) } });
}

/** The institution states its case; where it has asked for a hearing, the hearing is still held. */
export function state(of: ImpersonationCase, { actor, on, text }: EventOf<'state'>): Outcome {
  const wrong = offCourse(of, 'hear', actor);
  if (wrong) return refused(wrong);
  if (actor.role !== 'institutionPrincipal') return refused('陈述申辩由培训机构负责人提出。');
  if (text.trim() === '') return refused('没有写陈述申辩的内容。');
  if (of.notice && on > of.notice.statementDueOn) {
    return refused(`陈述申辩期限到${spokenDay(of.notice.statementDueOn, on)}为止，已经过了；作出决定后可以申诉。`);
  }
  const stated = { ...of, hasStatement: true } as const;
  return accepted(of.hearing ? stated : moved(stated, 'hear'));
}

export function requestHearing(of: ImpersonationCase, { actor, on }: EventOf<'requestHearing'>): Outcome {
  const wrong = offCourse(of, 'hear', actor);
  if (wrong) return refused(wrong);
  if (actor.role !== 'institutionPrincipal') return refused('听证由培训机构负责人提出要求。');
  if (of.hearing) return refused('已经要求听证，等待通知。');
  if (of.notice && on > of.notice.statementDueOn) {
    return refused(`要求听证的期限到${spokenDay(of.notice.statementDueOn, on)}为止，已经过了；作出决定后可以申诉。`);
  }
  return accepted({ ...of, hearing: {} });
}

export function callHearing(
  of: ImpersonationCase,
  { actor, on, heldOn }: EventOf<'callHearing'>,
  law: ImpersonationLaw,
): Outcome {
  const wrong = offCourse(of, 'hear', actor);
  if (wrong) return refused(wrong);
  if (actor.role === 'institutionPrincipal') return refused('听证由人社部门通知。');
  if (!of.hearing) return refused('机构没有要求听证；期限过后可以登记逾期未提出。');
  const earliest = addWorkingDays(law.calendar, on, law.hearingNotice);
  if (heldOn < earliest) {
    return refused(`听证须提前 ${law.hearingNotice} 个工作日通知，最早在${spokenDay(earliest, on)}举行。`);
  }
  return accepted({ ...of, hearing: { calledFor: heldOn } });
}

/** The hearing is led by somebody who has not handled the case. */
export function holdHearing(of: ImpersonationCase, { actor, on, recordId }: EventOf<'holdHearing'>): Outcome {
  const wrong = offCourse(of, 'hear', actor);
  if (wrong) return refused(wrong);
  if (actor.role === 'institutionPrincipal') return refused('听证由人社部门主持。');
  if (!of.hearing?.calledFor) return refused('还没有发出听证通知，请先通知。');
  if (on < of.hearing.calledFor) {
    return refused(`听证定于${spokenDay(of.hearing.calledFor, on)}举行，还没有到。`);
  }
  if (handlersOf(of).has(actor.id)) return refused('报告过或确认过本班冒名顶替的人不能主持听证，请换一人。');
  if (recordId === '') return refused('没有听证笔录，请附双方签字的笔录。');
  return accepted(moved(of, 'hear'));
}

export function lapse(of: ImpersonationCase, { actor, on }: EventOf<'lapse'>): Outcome {
  const wrong = offCourse(of, 'hear', actor);
  if (wrong) return refused(wrong);
  if (actor.role === 'institutionPrincipal') return refused('逾期未提出由人社部门登记。');
  if (of.hearing) return refused('机构已要求听证，须举行听证。');
  if (of.notice && on <= of.notice.statementDueOn) {
    return refused(`陈述申辩期限到${spokenDay(of.notice.statementDueOn, on)}为止，还没有过。`);
  }
  return accepted(moved(of, 'hear'));
}

const withoutNotice = ({ stage, personTimes, hasOpenAppeal }: ImpersonationCase): ImpersonationCase => ({
  stage,
  personTimes,
  ...(hasOpenAppeal ? { hasOpenAppeal } : {}),
});

/** The second reviewer sends the case back: it stays frozen and is notified anew. */
export function remand(of: ImpersonationCase, { actor, reason }: EventOf<'remand'>): Outcome {
  const wrong = offCourse(of, 'remand', actor) ?? notImpartial(of, actor) ?? noReason(reason);
  return wrong ? refused(wrong) : accepted(withoutNotice(moved(of, 'remand')));
}

/** 取消该期所有人员的培训补贴 (2021 四): three confirmed person-times in the notice, heard, and a second reviewer. */
export function voidClass(
  of: ImpersonationCase,
  { actor, on, reason }: EventOf<'void'>,
  law: ImpersonationLaw,
): Outcome {
  const wrong = offCourse(of, 'void', actor) ?? notImpartial(of, actor) ?? noReason(reason);
  if (wrong) return refused(wrong);
  if (of.hasOpenAppeal) return refused('机构或学员的异议还没有裁决，请先裁决。');
  const confirmed = new Set(confirmedIn(of).map(personTimeKey));
  const noticed = of.notice?.keys.filter((key) => confirmed.has(key)).length ?? 0;
  if (noticed < law.limit) return refused(`告知书所列的冒名顶替只有 ${noticed} 人次，不满 ${law.limit} 人次。`);
  return accepted({ ...moved(of, 'void'), decision: { byId: actor.id, on } });
}

/** Objection before the decision, or appeal after it; both are decided by somebody who did neither before. */
export function appeal(
  of: ImpersonationCase,
  { actor, on, reason }: EventOf<'appeal'>,
  law: ImpersonationLaw,
): Outcome {
  const isEarly = of.stage === 'frozen' || of.stage === 'notified' || of.stage === 'heard';
  // Before the decision the class stays where it is; the role is the table’s either way.
  const wrong = offCourse(isEarly ? { ...of, stage: 'voided' } : of, 'appeal', actor) ?? noReason(reason);
  if (wrong) return refused(wrong);
  if (of.hasOpenAppeal) return refused('已经提出异议，等待裁决。');
  if (isEarly) return accepted({ ...of, hasOpenAppeal: true });
  const until = of.decision && addDays(of.decision.on, law.appealPeriod);
  if (until && on > until) return refused(`申诉期限到${spokenDay(until, on)}为止，已经过了。`);
  return accepted({ ...moved(of, 'appeal'), hasOpenAppeal: true });
}
