import { addDays, type PlainDate } from '#kernel/plain-date';
import type { ImpersonationCase, ImpersonationLaw } from './case';

/** What a case waits for. */
export type AwaitedKind =
  | 'find'
  | 'notify'
  | 'answer'
  | 'lapse'
  | 'callHearing'
  | 'holdHearing'
  | 'decide'
  | 'decideAppeal'
  | 'appeal';

/** Whose turn it is; `both` where the county may not have anybody left who has not handled the case. */
export type AwaitedDesk = 'county' | 'both' | 'countySignatory' | 'citySignatory' | 'principal';

export interface Awaited {
  readonly what: AwaitedKind;
  readonly by: AwaitedDesk;
  /** The last day of a term, or the day of the hearing. */
  readonly on?: PlainDate;
  /** A right, not a duty, or one made use of already: it stands on the page and in nobody’s work queue. */
  readonly isOpenRight?: true;
}

function onNotice({ notice, hearing, hasStated }: ImpersonationCase): readonly Awaited[] {
  if (hearing?.calledFor) return [{ what: 'holdHearing', by: 'both', on: hearing.calledFor }];
  if (hearing) return [{ what: 'callHearing', by: 'county' }];
  const term = notice ? { on: notice.statementDueOn } : {};
  return [
    { what: 'answer', by: 'principal', ...term, ...(hasStated ? { isOpenRight: true } : {}) },
    { what: 'lapse', by: 'county', ...term },
  ];
}

function inProcedure(of: ImpersonationCase, { appealPeriod }: ImpersonationLaw): readonly Awaited[] {
  switch (of.stage) {
    case 'frozen':
      return [{ what: 'notify', by: 'county' }];
    case 'notified':
      return onNotice(of);
    case 'heard':
      return of.hasOpenAppeal ? [] : [{ what: 'decide', by: 'countySignatory' }];
    case 'voided':
      return of.decision
        ? [{ what: 'appeal', by: 'principal', on: addDays(of.decision.on, appealPeriod), isOpenRight: true }]
        : [];
    default:
      return [];
  }
}

/** Everything a case waits for now, and from whom; what only passes with time is not among it. */
export function awaitedIn(of: ImpersonationCase, law: ImpersonationLaw): readonly Awaited[] {
  const isSuspected = Object.values(of.personTimes).some(({ state }) => state === 'suspected');
  return [
    ...(isSuspected ? [{ what: 'find', by: 'county' } as const] : []),
    ...(of.hasOpenAppeal ? [{ what: 'decideAppeal', by: 'citySignatory' } as const] : []),
    ...inProcedure(of, law),
  ];
}
