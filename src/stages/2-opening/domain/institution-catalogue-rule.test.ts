import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type PlainDate, plainDate } from '#kernel/plain-date';
import { judge } from '#law/rule';
import type { Listing } from '#registers';
import { institutionCatalogueRules } from './institution-catalogue-rule';
import type { OpeningFacts } from './opening';
import { byInstitution, filedOn, sound, startsOn } from './sound-opening';

const edition = (from: PlainDate, change: Partial<Listing> = {}): Listing => ({
  documentNumber: '焦人社〔2026〕3号',
  from,
  until: undefined,
  isListed: true,
  ...change,
});
const found = (facts: OpeningFacts) => judge(institutionCatalogueRules, facts);
const held = (...listings: Listing[]) => found(byInstitution({ listings }));
const first = plainDate('2026-01-01');

describe('the institution catalogue', () => {
  it('lets an institution file that its edition lists, on the day of filing and of the start', () => {
    expect(held(edition(first))).toEqual([]);
  });

  it('stops one that is not in it, and says which edition', () => {
    expect(held(edition(first, { isListed: false }))).toMatchObject([
      {
        field: 'institution',
        severity: 'blocks',
        cites: ['2024.1.2', '2021.3'],
        message: '12月7日 周一执行的定点机构目录（焦人社〔2026〕3号）没有列入本机构。',
      },
    ]);
  });

  it('names the last day of an edition only where it is over', () => {
    const [finding] = held(edition(first, { isListed: false, until: addDays(startsOn, 30) }));
    expect(finding?.breach).toEqual({
      fault: 'notListed',
      day: filedOn,
      filedOn,
      document: '焦人社〔2026〕3号',
      until: undefined,
    });
    expect(finding?.breach['until']).toBeUndefined();
  });

  it('asks nothing before the first edition holds: none published, or not yet in force on either day', () => {
    expect(found(sound)).toEqual([]);
    expect(held()).toEqual([]);
    expect(held(edition(addDays(startsOn, 1), { isListed: false }))).toEqual([]);
  });

  it('turns with a new edition on its very day', () => {
    const listed = edition(first);
    const dropped = (from: PlainDate) => edition(from, { documentNumber: '焦人社〔2026〕40号', isListed: false });
    expect(held(listed, dropped(addDays(startsOn, 1)))).toEqual([]);
    expect(held(listed, dropped(startsOn))).toMatchObject([{ breach: { day: startsOn, fault: 'notListed' } }]);
    expect(held(listed, dropped(filedOn))).toMatchObject([{ breach: { day: filedOn, fault: 'notListed' } }]);
    expect(held(edition(first, { isListed: false }), edition(filedOn))).toEqual([]);
    expect(held(edition(first, { isListed: false }), edition(addDays(filedOn, 1)))).toHaveLength(1);
  });

  it('holds to its last day, and stops from the next until another is published', () => {
    expect(held(edition(first, { until: startsOn }))).toEqual([]);
    expect(held(edition(first, { until: addDays(startsOn, -1) }))).toMatchObject([
      {
        breach: { fault: 'ended', day: startsOn },
        message: '定点机构目录（焦人社〔2026〕3号）有效至 12月13日 周日，12月14日 周一还没有新的一版。',
      },
    ]);
    expect(held(edition(first, { until: addDays(startsOn, -1) }), edition(startsOn))).toEqual([]);
  });

  it('speaks at most once, and never of an institution that every edition lists without end', () => {
    const anyListing = fc.record({
      from: fc.integer({ min: -60, max: 60 }).map((days) => addDays(filedOn, days)),
      isListed: fc.boolean(),
      length: fc.option(fc.nat(80), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(anyListing, { maxLength: 5 }), (wishes) => {
        const listings = wishes.map(({ from, isListed, length }) =>
          edition(from, { isListed, until: length === undefined ? undefined : addDays(from, length) }),
        );
        expect(held(...listings).length).toBeLessThanOrEqual(1);
        expect(held(...listings.map((each) => ({ ...each, isListed: true, until: undefined })))).toEqual([]);
      }),
    );
  });
});
