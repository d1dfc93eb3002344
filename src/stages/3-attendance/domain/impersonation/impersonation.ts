import { appeal, callHearing, holdHearing, lapse, notify, remand, requestHearing, state, voidClass } from './procedure';
import { reverse, suspend, uphold } from './appeal';
import { type ImpersonationCase, type ImpersonationLaw, noImpersonation } from './case';
import type { ImpersonationEvent } from './events';
import type { Judged, Outcome } from './outcome';
import { find, report } from './person-times';

function judged(of: ImpersonationCase, event: ImpersonationEvent, law: ImpersonationLaw): Judged {
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

/** What an event does to a case, or the sentence why it cannot be; the case before is never touched. */
export function happen(of: ImpersonationCase, event: ImpersonationEvent, law: ImpersonationLaw): Outcome {
  const { wrong, after } = judged(of, event, law);
  return wrong === undefined ? { isRefused: false, after } : { isRefused: true, sentence: wrong };
}

/** The case its record leads to: what happened was judged when it happened, by the calendar of that day. */
export const replay = (events: readonly ImpersonationEvent[], law: ImpersonationLaw): ImpersonationCase =>
  events.reduce((of, event) => judged(of, event, law).after, noImpersonation);
