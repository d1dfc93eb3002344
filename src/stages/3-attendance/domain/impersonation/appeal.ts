import { personTimeLifecycle } from '../lifecycle';
import { confirmedIn, type ImpersonationCase, type ImpersonationLaw, type PersonTime } from './case';
import { type Actor, type EventOf, personTimeKey } from './events';
import { type Judged, moved, noReason, notImpartial, offCourse } from './outcome';

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
export const suspend = (of: ImpersonationCase, { actor, reason }: EventOf<'suspend'>): Judged => ({
  wrong: offCourse(of, 'suspend', actor) ?? notAppealJudge(of, actor) ?? noReason(reason),
  after: moved(of, 'suspend'),
});

/** The appeal fails: the decision stands. An objection that fails lets the procedure go on where it was. */
export function uphold(of: ImpersonationCase, { actor, reason }: EventOf<'uphold'>): Judged {
  const isObjection = of.hasOpenAppeal && ['frozen', 'notified', 'heard'].includes(of.stage);
  const at: ImpersonationCase = isObjection ? { ...of, stage: 'appealed' } : of;
  return {
    wrong: offCourse(at, 'uphold', actor) ?? notAppealJudge(of, actor) ?? noReason(reason),
    after: withoutAppeal(isObjection ? of : moved(of, 'uphold')),
  };
}

function whyNotReversed(
  of: ImpersonationCase,
  { actor, reason }: EventOf<'reverse'>,
  struck: ReadonlySet<string>,
  { limit }: ImpersonationLaw,
): string | undefined {
  const wrong = offCourse(of, 'reverse', actor) ?? notAppealJudge(of, actor) ?? noReason(reason);
  if (wrong) return wrong;
  if (!of.hasOpenAppeal) return '没有待裁决的异议或申诉，不能撤销。';
  const confirmed = new Set(confirmedIn(of).map(personTimeKey));
  if (![...struck].every((key) => confirmed.has(key))) return '要剔除的人次里有的没有确认过，请核对。';
  const left = confirmed.size - struck.size;
  return left >= limit
    ? `剔除后仍有 ${left} 人次确认，达到 ${limit} 人次，不能撤销；请写明剔除哪些人次，或维持决定。`
    : undefined;
}

/** The appeal succeeds: the person-times found wrong are struck, fewer than the limit are left, and money is free. */
export function reverse(of: ImpersonationCase, event: EventOf<'reverse'>, law: ImpersonationLaw): Judged {
  const struck = new Set(event.struck.map(personTimeKey));
  const personTimes = Object.fromEntries(
    Object.entries(of.personTimes).map(([key, each]): [string, PersonTime] => [
      key,
      struck.has(key) ? { ...each, state: personTimeLifecycle.steps.strike.to } : each,
    ]),
  );
  return {
    wrong: whyNotReversed(of, event, struck, law),
    after: { stage: moved(of, 'reverse').stage, personTimes },
  };
}
