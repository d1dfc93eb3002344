import { appeal, callHearing, holdHearing, lapse, notify, remand, requestHearing, state, voidClass } from './procedure';
import { reverse, suspend, uphold } from './appeal';
import { type ImpersonationCase, type ImpersonationLaw, noImpersonation } from './case';
import type { ImpersonationEvent } from './events';
import type { Outcome } from './outcome';
import { find, report } from './person-times';

/** What an event does to a case, or the sentence why it cannot be; the case before is never touched. */
export function happen(of: ImpersonationCase, event: ImpersonationEvent, law: ImpersonationLaw): Outcome {
  switch (event.kind) {
    case 'report':
      return report(of, event, law);
    case 'confirm':
    case 'dismiss':
      return find(of, event, law);
    case 'notify':
      return notify(of, event, law);
    case 'state':
      return state(of, event);
    case 'requestHearing':
      return requestHearing(of, event);
    case 'callHearing':
      return callHearing(of, event, law);
    case 'holdHearing':
      return holdHearing(of, event);
    case 'lapse':
      return lapse(of, event);
    case 'remand':
      return remand(of, event);
    case 'void':
      return voidClass(of, event, law);
    case 'appeal':
      return appeal(of, event, law);
    case 'suspend':
      return suspend(of, event);
    case 'uphold':
      return uphold(of, event);
    case 'reverse':
      return reverse(of, event, law);
  }
}

/** The case a list of events leads to; throws on an event that could not have happened, since the list is the record. */
export function replay(events: readonly ImpersonationEvent[], law: ImpersonationLaw): ImpersonationCase {
  return events.reduce((of, event, at) => {
    const outcome = happen(of, event, law);
    if (outcome.isRefused) throw new RangeError(`第 ${at + 1} 项 ${event.kind}：${outcome.sentence}`);
    return outcome.after;
  }, noImpersonation);
}
