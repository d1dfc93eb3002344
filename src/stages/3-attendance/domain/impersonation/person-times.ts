import { impersonationLifecycle, type PersonTimeAction, personTimeLifecycle } from '../lifecycle';
import { personTimeActionNames, personTimeStateNames } from '../state-names';
import { confirmedIn, countedForAlert, type ImpersonationCase, type ImpersonationLaw, type PersonTime } from './case';
import { type Actor, type EventOf, personTimeKey } from './events';
import { type Judged, moved, noReason, offTable } from './outcome';

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

function whyNotReported({ actor, evidenceIds }: EventOf<'report'>): string | undefined {
  if (!impersonationLifecycle.steps.alert.by.includes(actor.role)) return '您的职责不包括报告冒名顶替。';
  return evidenceIds.length === 0 ? '没有证据，不能列为疑似；请附考勤照片、录像片段或检查记录。' : undefined;
}

/** A signal with its evidence; another one for the same trainee and lesson joins it and is not counted again. */
export function report(of: ImpersonationCase, event: EventOf<'report'>, law: ImpersonationLaw): Judged {
  const { actor, traineeId, lessonId, signal, evidenceIds } = event;
  const wrong = whyNotReported(event);
  const known = of.personTimes[personTimeKey(event)];
  const brings = evidenceIds.some((id) => !known?.evidenceIds.includes(id));
  const isReopened = known !== undefined && brings && offPersonTime(known, 'reopen', actor) === undefined;
  const together = withPersonTime(of, {
    ...(known ?? { traineeId, lessonId, state: personTimeLifecycle.start }),
    ...(isReopened ? { state: personTimeLifecycle.steps.reopen.to } : {}),
    signals: joined(known?.signals ?? [], [signal]),
    evidenceIds: joined(known?.evidenceIds ?? [], evidenceIds),
    reporterIds: joined(known?.reporterIds ?? [], [actor.id]),
  });
  return { wrong, after: !known || isReopened ? recounted(together, law) : together };
}

/** An officer confirms, on evidence of its own, or dismisses what was suspected. */
export function find(of: ImpersonationCase, event: EventOf<'confirm' | 'dismiss'>, law: ImpersonationLaw): Judged {
  const { kind, actor, reason } = event;
  const known = of.personTimes[personTimeKey(event)];
  if (!known) return { wrong: '该学员这次课没有疑似记录，请先登记线索和证据。', after: of };
  const wrong = offPersonTime(known, kind, actor) ?? noReason(reason);
  const after = (change: Partial<PersonTime>) =>
    recounted(withPersonTime(of, { ...known, ...change, state: personTimeLifecycle.steps[kind].to }), law);
  if (kind === 'dismiss') return { wrong, after: after({}) };
  const taken = new Set(confirmedIn(of).map(({ restsOn }) => restsOn));
  const restsOn = known.evidenceIds.find((id) => !taken.has(id));
  if (restsOn === undefined) {
    const none = '这一人次的证据已经用于确认其他人次；每一人次须有自己的证据，请补充后再确认。';
    return { wrong: wrong ?? none, after: of };
  }
  return { wrong, after: after({ confirmedById: actor.id, restsOn }) };
}
