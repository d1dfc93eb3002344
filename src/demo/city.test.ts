import { describe, expect, it } from 'vitest';
import { workingDaysUntil } from '#kernel/calendar';
import { addDays, plainDate } from '#kernel/plain-date';
import { checkIdentityNumber } from '#law/identity-number';
import { checkCreditCode } from '#law/unified-credit-code';
import { knownCalendar } from '#law/working-years';
import { passwordFaults } from '#platform/sign-in/password-policy';
import { judgeOpening } from '../stages/2-opening/domain/judge-opening';
import { serverRules } from '../stages/2-opening/domain/server-rules';
import { demoAccounts, demoPassword } from './accounts';
import { type City, makeCity, type PlacedStory } from './city';
import { dormantEmployers } from './employers';
import { type DemoInstitution, teachersOf, venuesOf } from './institutions';
import { occupations } from './occupations';
import { plantedIn } from './planted';
import { returning } from './planted-across';
import { usualSeed } from './load';

/** What only the server asks, and what is seen of files that are not there yet. */
const isSeenLater = (rule: string): boolean =>
  serverRules.has(rule) || /^opening\.(?:portrait|proof|category-proof|institution-catalogue)/.test(rule);

const institutionFacts = (institution: DemoInstitution) => ({
  name: institution.name,
  creditCode: institution.creditCode,
  licenceUntil: institution.licenceUntil,
  suspendedOn: institution.suspendedOn,
  revokedOn: undefined,
  designations: institution.lines.flatMap(({ occupation }) =>
    ([5, 4, 3] as const).map((level) => ({
      occupationCode: occupation.code,
      level,
      validFrom: plainDate('2020-01-01'),
      validUntil: institution.designatedUntil,
    })),
  ),
  venues: venuesOf(institution).map(({ venueId, ...venue }) => ({ id: venueId, address: '', ...venue })),
  teachers: teachersOf(institution).map(({ teacherId, occupation, ...teacher }) => ({
    ...teacher,
    id: teacherId,
    occupationCode: occupation.code,
  })),
});

const catalogueOf = ({ days }: City) =>
  occupations.flatMap(({ code, name, hours }) =>
    ([5, 4, 3] as const).flatMap((level) => {
      const requiredHours = new Map<string, number>(Object.entries(hours)).get(String(level));
      const validUntil = name === '保健按摩师' ? addDays(days.today, -14) : undefined;
      const validFrom = plainDate('2021-01-01');
      return requiredHours === undefined
        ? []
        : [{ occupationCode: code, occupationName: name, level, requiredHours, validFrom, validUntil }];
    }),
  );

/** Rules of the class by itself, on the day of its first filing, or today for a draft. */
function rulesFound(city: City, { story, institution, parts }: PlacedStory): string[] {
  const filing = story.steps.find(({ does }) => does === 'file');
  const findings = judgeOpening({
    filedOn: filing ? city.days.day(filing.on) : city.days.today,
    calendar: knownCalendar,
    ...parts,
    institution: institutionFacts(institution),
    catalogue: catalogueOf(city),
    overlaps: [],
    earlierTrainings: [],
    doubleBookings: [],
    dormantEmployers: dormantEmployers(city),
  });
  return findings.map(({ rule, field }) => `${rule} ${field}`).sort();
}

function rulesPlanted({ story }: PlacedStory): string[] {
  return plantedIn(story.key)
    .filter(({ rule }) => !isSeenLater(rule))
    .map(({ rule, field }) => `${rule} ${field}`)
    .sort();
}

const everyTwelfthDay = Array.from({ length: 62 }, (_, index) => addDays(plainDate('2025-03-01'), index * 12));

describe('the city before it is stored', () => {
  it.each(everyTwelfthDay)('breaks on %s exactly the rules it is meant to break', (today) => {
    const city = makeCity(usualSeed, today);
    for (const placed of city.classes) {
      if (placed.story.filledTo === 'nothing') continue;
      expect([placed.story.key, ...rulesFound(city, placed)]).toEqual([placed.story.key, ...rulesPlanted(placed)]);
    }
  });

  it.each(everyTwelfthDay)('has every act on %s in the past and every approval before its first lesson', (today) => {
    const { classes, days } = makeCity(usualSeed, today);
    for (const { story, parts } of classes) {
      for (const { on, does } of story.steps) {
        expect(days.day(on) < today).toBe(true);
        const { startsOn } = parts.application;
        if (does === 'approve') expect(startsOn && days.day(on) <= startsOn).toBe(true);
        if (does === 'file' && startsOn)
          expect(workingDaysUntil(knownCalendar, days.day(on), startsOn)).toBeGreaterThan(4);
      }
    }
  });

  it('is the same for the same seed and day, and another for another seed', () => {
    const day = plainDate('2026-11-18');
    const [first, second, other] = [makeCity(3, day), makeCity(3, day), makeCity(4, day)];
    expect(second.institutions).toEqual(first.institutions);
    expect(second.classes).toEqual(first.classes);
    expect(other.classes[0]?.parts.roster).not.toEqual(first.classes[0]?.parts.roster);
  });

  it('holds sound numbers only, and no person, phone or number twice but where planted', () => {
    const city = makeCity(usualSeed, plainDate('2026-11-18'));
    const sound = city.classes.filter(({ story }) => plantedIn(story.key).length === 0);
    const isReturning = (key: string, at: number) => returning.some(({ story, row }) => story === key && row === at);
    const cells = sound.flatMap(({ story, parts }) =>
      parts.roster.filter((_row, at) => !isReturning(story.key, at)).map((row) => row.cells),
    );
    const numbers = [...cells.map(({ id }) => id), ...city.institutions.flatMap(teachersOf).map(({ id }) => id)];
    expect(numbers.filter((id) => !checkIdentityNumber(id).ok)).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
    const phones = cells.map(({ phone }) => phone);
    expect(phones.filter((phone) => !/^1[3-9]\d{9}$/.test(phone))).toEqual([]);
    expect(new Set(phones).size).toBe(phones.length);
    const codes = [
      ...city.institutions.map(({ creditCode }) => creditCode),
      ...sound.flatMap(({ parts }) => parts.posts.map(({ creditCode }) => creditCode)),
    ];
    expect(codes.filter((code) => !checkCreditCode(code).ok)).toEqual([]);
  });

  it('has names outside the common character set and double surnames', () => {
    const city = makeCity(usualSeed, plainDate('2026-11-18'));
    const names = city.classes.flatMap(({ parts }) => parts.roster.map(({ cells }) => cells.name)).join('');
    for (const rare of ['㛃', '𬍛', '𠅤', '欧阳', '司马']) expect(names).toContain(rare);
  });
});

describe('demonstration accounts', () => {
  it('have a password that the policy accepts for each of them', () => {
    expect(demoAccounts.flatMap(({ username }) => passwordFaults(demoPassword, username))).toEqual([]);
  });

  it('are one for every desk, each with a name of its own', () => {
    expect(new Set(demoAccounts.map(({ username }) => username)).size).toBe(demoAccounts.length);
    expect(new Set(demoAccounts.map(({ name }) => name)).size).toBe(demoAccounts.length);
    expect(demoAccounts.slice(0, 4).map(({ username }) => username)).toEqual([
      'clerk.boai',
      'principal.boai',
      'officer.boai',
      'signatory.boai',
    ]);
  });
});
