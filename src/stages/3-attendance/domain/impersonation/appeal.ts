import { personTimeLifecycle } from '../lifecycle';
import { confirmedIn, type ImpersonationCase, type ImpersonationLaw, type PersonTime } from './case';
import { type Actor, type EventOf, personTimeKey } from './events';
import { accepted, moved, noReason, notImpartial, offCourse, type Outcome, refused } from './outcome';

/** Why this person may not decide an appeal: handled the case, or made the decision appealed against. */
function notAppealJudge(of: ImpersonationCase, actor: Actor): string | undefined {
  if (of.decision?.byId === actor.id) return '作出取消决定的人不能裁决对它的申诉，请换一人办理。';
  return notImpartial(of, actor);
}

function withoutAppeal(of: ImpersonationCase): ImpersonationCase {
  const { hasOpenAppeal, ...rest } = of;
  return hasOpenAppeal ? rest : of;
}

/** 停止执行: what was paid is not asked back while the appeal runs; nothing is paid either. */
export function suspend(of: ImpersonationCase, { actor, reason }: EventOf<'suspend'>): Outcome {
  const wrong = offCourse(of, 'suspend', actor) ?? notAppealJudge(of, actor) ?? noReason(reason);
  return wrong ? refused(wrong) : accepted(moved(of, 'suspend'));
}

/** The appeal fails: the decision stands. An objection that fails lets the procedure go on where it was. */
export function uphold(of: ImpersonationCase, { actor, reason }: EventOf<'uphold'>): Outcome {
  const isObjection = of.hasOpenAppeal && ['frozen', 'notified', 'heard'].includes(of.stage);
  const at: ImpersonationCase = isObjection ? { ...of, stage: 'appealed' } : of;
  const wrong = offCourse(at, 'uphold', actor) ?? notAppealJudge(of, actor) ?? noReason(reason);
  if (wrong) return refused(wrong);
  return accepted(withoutAppeal(isObjection ? of : moved(of, 'uphold')));
}

/** The appeal succeeds: the person-times found wrong are struck, fewer than the limit are left, and money is free. */
export function reverse(of: ImpersonationCase, event: EventOf<'reverse'>, law: ImpersonationLaw): Outcome {
  const { actor, reason, struck } = event;
  const wrong = offCourse(of, 'reverse', actor) ?? notAppealJudge(of, actor) ?? noReason(reason);
  if (wrong) return refused(wrong);
  if (!of.hasOpenAppeal) return refused('没有待裁决的异议或申诉，不能撤销。');
  const keys = new Set(struck.map(personTimeKey));
  const { from, to } = personTimeLifecycle.steps.strike;
  const isConfirmed = (key: string) => from.some((each) => each === of.personTimes[key]?.state);
  if (![...keys].every(isConfirmed)) return refused('要剔除的人次里有的没有确认过，请核对。');
  const left = confirmedIn(of).filter((each) => !keys.has(personTimeKey(each))).length;
  if (left >= law.limit) {
    return refused(`剔除后仍有 ${left} 人次确认，达到 ${law.limit} 人次，不能撤销；请写明剔除哪些人次，或维持决定。`);
  }
  const personTimes = Object.fromEntries(
    Object.entries(of.personTimes).map(([key, each]): [string, PersonTime] => [
      key,
      keys.has(key) ? { ...each, state: to } : each,
    ]),
  );
  return accepted({ stage: moved(of, 'reverse').stage, personTimes });
}
