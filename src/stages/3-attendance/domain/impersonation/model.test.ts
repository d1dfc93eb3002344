import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '#kernel/plain-date';
import { type ImpersonationStage, impersonationStages } from '../lifecycle';
import { type ImpersonationCase, moneyStanding, noImpersonation } from './case';
import { type Actor, type ImpersonationEvent, personTimeKey } from './events';
import { happen, replay } from './impersonation';
import { law, noticedOn, people } from './testing-cases';

const actors: readonly [Actor, ...Actor[]] = [people.device, ...Object.values(people).slice(1)];
const trainees = ['a', 'b', 'c'] as const;
const lessons = ['l1', 'l2'] as const;
const evidence = ['e1', 'e2', 'e3', 'e4', 'e5'] as const;
const kinds = [
  ...(['report', 'report', 'report', 'confirm', 'confirm', 'confirm', 'dismiss', 'notify', 'state'] as const),
  ...(['requestHearing', 'callHearing', 'holdHearing', 'lapse', 'remand', 'void', 'void'] as const),
  ...(['appeal', 'suspend', 'uphold', 'reverse'] as const),
] as const;

interface Draw {
  readonly kind: (typeof kinds)[number];
  readonly actor: Actor;
  readonly fitting: number;
  readonly trainee: string;
  readonly lesson: string;
  readonly evidence: readonly string[];
  readonly days: number;
  readonly isAhead: boolean;
  readonly struck: readonly string[];
}

const pick = <Choice>(choices: readonly [Choice, ...Choice[]], at: number): Choice =>
  choices[at % choices.length] ?? choices[0];

/** One number is one event: drawing the parts one by one would take most of the time of the test. */
function drawn(seed: number): Draw {
  let left = seed;
  const below = (limit: number): number => {
    const part = left % limit;
    left = Math.floor(left / limit);
    return part;
  };
  const first = below(evidence.length);
  const second = below(evidence.length);
  return {
    isAhead: below(2) === 1,
    kind: pick(kinds, below(kinds.length)),
    fitting: below(10),
    actor: pick(actors, below(actors.length)),
    trainee: pick(trainees, below(3)),
    lesson: pick(lessons, below(2)),
    evidence: first === second ? [] : [pick(evidence, first), pick(evidence, second)],
    days: below(7),
    struck: trainees.slice(below(4)),
  };
}

const fittingActors: Record<(typeof kinds)[number], readonly (keyof typeof people)[]> = {
  report: ['device', 'inspector', 'trainee', 'officer', 'signatoryAsOfficer'],
  confirm: ['officer', 'cityOfficer', 'officer', 'signatoryAsOfficer'],
  dismiss: ['officer'],
  notify: ['officer'],
  state: ['principal'],
  requestHearing: ['principal'],
  callHearing: ['officer'],
  holdHearing: ['cityOfficer', 'officer'],
  lapse: ['officer'],
  remand: ['signatory'],
  void: ['signatory', 'citySignatory'],
  appeal: ['principal', 'trainee'],
  suspend: ['citySignatory'],
  uphold: ['citySignatory', 'secondCitySignatory'],
  reverse: ['citySignatory', 'secondCitySignatory'],
};

function eventOf(each: Draw, on: typeof noticedOn): ImpersonationEvent {
  const fitting = fittingActors[each.kind];
  // Three of four act in their own role, so that sequences get far; the rest try what is not theirs.
  const named = each.fitting < 8 ? fitting[each.fitting % fitting.length] : undefined;
  const actor = named ? people[named] : each.actor;
  const personTime = { traineeId: each.trainee, lessonId: each.lesson };
  switch (each.kind) {
    case 'report':
      return { kind: 'report', actor, ...personTime, signal: 'faceMismatch', evidenceIds: each.evidence };
    case 'confirm':
    case 'dismiss':
      return { kind: each.kind, actor, ...personTime, reason: '核实' };
    case 'notify':
    case 'requestHearing':
    case 'lapse':
      return { kind: each.kind, actor, on };
    case 'state':
      return { kind: 'state', actor, on, text: '陈述' };
    case 'callHearing':
      return { kind: 'callHearing', actor, on, heldOn: addDays(on, 8 + each.days) };
    case 'holdHearing':
      return { kind: 'holdHearing', actor, on: addDays(on, 2 * each.days), recordId: 'r' };
    case 'reverse': {
      const struck = each.struck.flatMap((traineeId) => lessons.map((lessonId) => ({ traineeId, lessonId })));
      return { kind: 'reverse', actor, on, reason: '复核', struck: struck.slice(0, each.days) };
    }
    case 'remand':
    case 'void':
    case 'appeal':
    case 'suspend':
    case 'uphold':
      return { kind: each.kind, actor, on, reason: '理由' };
  }
}

const ahead: Record<ImpersonationStage, readonly (typeof kinds)[number][]> = {
  watching: ['report', 'confirm'],
  alerted: ['report', 'confirm'],
  frozen: ['notify'],
  notified: ['lapse', 'state', 'requestHearing', 'callHearing', 'holdHearing'],
  heard: ['void'],
  voided: ['appeal'],
  appealed: ['suspend', 'uphold', 'reverse'],
  suspended: ['uphold', 'reverse'],
  upheld: ['appeal'],
  reversed: ['confirm'],
};

/** Half of the draws take the way forward from where the case is; the others do anything at all. */
const aimed = (each: Draw, { stage }: ImpersonationCase): Draw => {
  const ways = ahead[stage];
  return each.isAhead ? { ...each, kind: ways[each.fitting % ways.length] ?? each.kind } : each;
};

/** An oracle of its own: what the accepted events say, kept without looking at the case. */
class Oracle {
  readonly confirmed = new Set<string>();
  readonly evidence = new Map<string, Set<string>>();
  readonly handlers = new Set<string>();
  noticedAfterFreeze = false;
  hasHeard = false;
  hasReversalPending = false;

  hear(event: ImpersonationEvent): void {
    if (event.kind === 'report') {
      const key = personTimeKey(event);
      this.evidence.set(key, new Set([...(this.evidence.get(key) ?? []), ...event.evidenceIds]));
      this.handlers.add(event.actor.id);
    }
    if (event.kind === 'confirm') {
      this.confirmed.add(personTimeKey(event));
      this.handlers.add(event.actor.id);
    }
    if (event.kind === 'notify') {
      this.noticedAfterFreeze = this.confirmed.size >= 3;
      this.hasHeard = false;
    }
    if (event.kind === 'holdHearing') this.hasHeard = true;
    if (event.kind === 'remand') this.noticedAfterFreeze = false;
    if (event.kind === 'appeal') this.hasReversalPending = true;
    if (event.kind === 'uphold') this.hasReversalPending = false;
    if (event.kind === 'reverse') {
      expect(this.hasReversalPending).toBe(true);
      for (const each of event.struck) this.confirmed.delete(personTimeKey(each));
      this.noticedAfterFreeze = false;
      this.hasReversalPending = false;
    }
  }

  /** Whether each of three confirmed person-times can be given a piece of evidence of its own. */
  hasThreeDistinct(): boolean {
    const given = new Map<string, string>();
    const place = (key: string, tried: Set<string>): boolean => {
      for (const id of this.evidence.get(key) ?? []) {
        if (tried.has(id)) continue;
        tried.add(id);
        const holder = given.get(id);
        if (holder === undefined || place(holder, tried)) {
          given.set(id, key);
          return true;
        }
      }
      return false;
    };
    return [...this.confirmed].filter((key) => place(key, new Set())).length >= 3;
  }
}

function watch(before: ImpersonationCase, after: ImpersonationCase, event: ImpersonationEvent, oracle: Oracle): void {
  const handlers = new Set(oracle.handlers);
  oracle.hear(event);
  if (after.stage === 'voided' && before.stage !== 'voided') {
    expect(event.kind).toBe('void');
    expect(oracle.hasThreeDistinct()).toBe(true);
    expect(oracle.noticedAfterFreeze).toBe(true);
    expect(handlers.has(event.actor.id)).toBe(false);
    const isTimeOver = 'on' in event && before.notice !== undefined && event.on > before.notice.statementDueOn;
    expect(oracle.hasHeard || isTimeOver).toBe(true);
  }
  if (oracle.confirmed.size >= 3) expect(moneyStanding(after)).not.toBe('free');
  if (moneyStanding(before) !== 'free' && moneyStanding(after) === 'free') expect(event.kind).toBe('reverse');
}

describe('any sequence of events', () => {
  it('voids nothing without three evidenced person-times, notice and an outsider; pays nothing after three', () => {
    const reached = new Set<string>();
    const steps = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(fc.array(fc.maxSafeNat(), { minLength: 15, maxLength: 45, size: 'max' }), (draws) => {
        const oracle = new Oracle();
        const happened: ImpersonationEvent[] = [];
        let of = noImpersonation;
        let on = noticedOn;
        for (const each of draws.map(drawn)) {
          on = addDays(on, each.days);
          const event = eventOf(aimed(each, of), on);
          const outcome = happen(Object.freeze(of), event, law);
          if (outcome.isRefused) {
            steps.refused += 1;
            if (!/[\u4e00-\u9fff].*。$/.test(outcome.sentence)) throw new Error(`no sentence: ${outcome.sentence}`);
            continue;
          }
          steps.accepted += 1;
          watch(of, outcome.after, event, oracle);
          happened.push(event);
          of = outcome.after;
          reached.add(of.stage);
        }
        expect(replay(happened, law)).toEqual(of);
        expect(JSON.parse(JSON.stringify(of))).toEqual(of);
      }),
      { numRuns: 10_000, seed: 20_261_123 },
    );
    expect([...reached].sort()).toEqual([...impersonationStages].sort());
    expect(steps.accepted).toBeGreaterThan(50_000);
    expect(steps.refused).toBeGreaterThan(50_000);
  });
});
