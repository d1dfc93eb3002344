import { describe, expect, it } from 'vitest';
import { plainDate as day } from '#kernel/plain-date';
import { possibleSteps } from './possible';
import { appealed, law, lapsed, noticedOn, notified, people, threeConfirmed, told, voided } from './testing-cases';
import type { Actor, ImpersonationEvent } from './events';

const stepsAfter = (events: readonly ImpersonationEvent[], actor: Actor, on = noticedOn) =>
  possibleSteps(told(events).of, { actor, on, law });
const open = (steps: ReturnType<typeof stepsAfter>) =>
  steps.flatMap(({ kind, why }) => (why === undefined ? [kind] : []));

describe('what can be done in the procedure', () => {
  it('is nothing before three person-times are confirmed', () => {
    for (const actor of Object.values(people)) expect(open(stepsAfter(threeConfirmed.slice(0, 5), actor))).toEqual([]);
  });

  it('is the notice for officers and an objection for the principal once the class is frozen', () => {
    expect(open(stepsAfter(threeConfirmed, people.officer))).toEqual(['notify']);
    expect(open(stepsAfter(threeConfirmed, people.principal))).toEqual(['appeal']);
    expect(open(stepsAfter(threeConfirmed, people.clerk))).toEqual([]);
  });

  it('is the word of the institution after the notice, and for the officer the wait until its time is over', () => {
    const after = [...threeConfirmed, notified];
    expect(open(stepsAfter(after, people.principal))).toEqual(['state', 'requestHearing', 'appeal']);
    const waiting = stepsAfter(after, people.officer);
    expect(open(waiting)).toEqual([]);
    expect(waiting.find(({ kind }) => kind === 'lapse')?.why).toContain('还没有过');
    expect(open(stepsAfter(after, people.officer, day('2026-11-17')))).toEqual(['lapse']);
  });

  it('is the decision for a signatory who took no part, and says why for one who did', () => {
    const after = [...threeConfirmed, notified, lapsed];
    expect(open(stepsAfter(after, people.signatory))).toEqual(['void', 'remand']);
    const asOfficer = { id: people.officer.id, role: people.signatory.role };
    expect(open(stepsAfter(after, asOfficer))).toEqual([]);
    expect(stepsAfter(after, asOfficer).map(({ why }) => why !== undefined)).toEqual([true, true]);
  });

  it('after an appeal belongs to the city, and to nobody else', () => {
    const after = [...threeConfirmed, notified, lapsed, voided, appealed];
    expect(open(stepsAfter(after, people.citySignatory))).toEqual(['suspend', 'uphold', 'reverse']);
    expect(open(stepsAfter(after, people.signatory))).toEqual([]);
  });
});
