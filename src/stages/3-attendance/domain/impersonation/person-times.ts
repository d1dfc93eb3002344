import { impersonationLifecycle, type PersonTimeAction, personTimeLifecycle } from '../lifecycle';
import { personTimeActionNames, personTimeStateNames } from '../state-names';
import { confirmedIn, countedForAlert, type ImpersonationCase, type ImpersonationLaw, type PersonTime } from './case';
import { type Actor, type EventOf, personTimeKey } from './events';
import { accepted, moved, noReason, offTable, type Outcome, refused } from './outcome';

const joined = <Item>(known: readonly Item[], more: readonly Item[]): readonly Item[] => [
  ...new Set([...known, ...more]),
];

const withPersonTime = (of: ImpersonationCase, each: PersonTime): ImpersonationCase => ({
  ...of,
  personTimes: { ...of.personTimes, [personTimeKey(each)]: each },
});

const offPersonTime = ({ state }: PersonTime, action: PersonTimeAction, actor: Actor): string | undefined =>
  offTable(
    personTimeLifecycle,
    { state, action, actor },
    { states: personTimeStateNames, actions: personTimeActionNames },
  );

/** Lets the number of person-times move the class: alert, calm, freeze. After the freeze numbers move nothing more. */
function recounted(of: ImpersonationCase, { alert, limit }: ImpersonationLaw): ImpersonationCase {
  const canBe = (move: 'alert' | 'calm' | 'freeze') => impersonationLifecycle.steps[move].from.includes(of.stage);
  if (confirmedIn(of).length >= limit) return canBe('freeze') ? moved(of, 'freeze') : of;
  const counted = countedForAlert(of).length;
  if (counted >= alert) return canBe('alert') ? moved(of, 'alert') : of;
  return canBe('calm') ? moved(of, 'calm') : of;
}

/** A signal with its evidence; another one for the same trainee and lesson joins it and is not counted again. */
export function report(of: ImpersonationCase, event: EventOf<'report'>, law: ImpersonationLaw): Outcome {
  const { actor, traineeId, lessonId, signal, evidenceIds } = event;
  if (!impersonationLifecycle.steps.alert.by.includes(actor.role)) return refused('您的职责不包括报告冒名顶替。');
  if (evidenceIds.length === 0) return refused('没有证据，不能列为疑似；请附考勤照片、录像片段或检查记录。');
  const known = of.personTimes[personTimeKey(event)];
  if (!known) {
    const fresh = { traineeId, lessonId, state: 'suspected', signals: [signal] } as const;
    const first = { ...fresh, evidenceIds: joined([], evidenceIds), reporterIds: [actor.id] };
    return accepted(recounted(withPersonTime(of, first), law));
  }
  const brings = evidenceIds.some((id) => !known.evidenceIds.includes(id));
  const isReopened = brings && offPersonTime(known, 'reopen', actor) === undefined;
  const together: PersonTime = {
    ...known,
    state: isReopened ? personTimeLifecycle.steps.reopen.to : known.state,
    signals: joined(known.signals, [signal]),
    evidenceIds: joined(known.evidenceIds, evidenceIds),
    reporterIds: joined(known.reporterIds, [actor.id]),
  };
  return accepted(isReopened ? recounted(withPersonTime(of, together), law) : withPersonTime(of, together));
}

/** An officer confirms, on evidence of its own, or dismisses what was suspected. */
export function find(of: ImpersonationCase, event: EventOf<'confirm' | 'dismiss'>, law: ImpersonationLaw): Outcome {
  const { kind, actor, reason } = event;
  const known = of.personTimes[personTimeKey(event)];
  if (!known) return refused('该学员这次课没有疑似记录，请先登记线索和证据。');
  const wrong = offPersonTime(known, kind, actor) ?? noReason(reason);
  if (wrong) return refused(wrong);
  if (kind === 'dismiss') {
    return accepted(recounted(withPersonTime(of, { ...known, state: personTimeLifecycle.steps.dismiss.to }), law));
  }
  const taken = new Set(confirmedIn(of).map(({ restsOn }) => restsOn));
  const restsOn = known.evidenceIds.find((id) => !taken.has(id));
  if (restsOn === undefined) {
    return refused('这一人次的证据已经用于确认其他人次；每一人次须有自己的证据，请补充后再确认。');
  }
  const confirmed = { ...known, state: personTimeLifecycle.steps.confirm.to, confirmedById: actor.id, restsOn };
  return accepted(recounted(withPersonTime(of, confirmed), law));
}
