import { describe, expect, it } from 'vitest';
import { plainDate as day } from '#kernel/plain-date';
import { nextWords } from './next-words';

const today = day('2026-11-23');
const dueOn = day('2026-11-30');
const bare = { alert: 2, limit: 3, terms: { statement: 5, hearing: 7 }, awaited: [], mayObject: false } as const;
const answer = { what: 'answer', by: 'principal', on: dueOn } as const;

describe('what a case says happens next', () => {
  it('names who may answer and until when, and says so when the day is over', () => {
    const of = { ...bare, stage: 'notified', awaited: [answer] } as const;
    expect(nextWords(of, today)).toEqual(['机构负责人到11月30日 周一为止可以陈述申辩或要求听证。']);
    expect(nextWords(of, dueOn)[0]).toContain('可以陈述申辩');
    expect(nextWords(of, day('2026-12-01'))[0]).toContain('已经过了');
  });

  it('tells an objection from an appeal, and offers the one objection while it is open', () => {
    const awaited = [{ what: 'decideAppeal', by: 'citySignatory' }] as const;
    expect(nextWords({ ...bare, stage: 'heard', awaited }, today)[0]).toContain('裁决异议');
    expect(nextWords({ ...bare, stage: 'appealed', awaited }, today)[0]).toContain('裁决申诉');
    expect(nextWords({ ...bare, stage: 'frozen', mayObject: true }, today)[0]).toContain('提出一次异议');
  });

  it('says that a case is over, or from how many person-times on something happens', () => {
    expect(nextWords({ ...bare, stage: 'reversed' }, today)[0]).toContain('可以申领');
    expect(nextWords({ ...bare, stage: 'watching' }, today)[0]).toContain('满 2 人次预警');
  });
});
