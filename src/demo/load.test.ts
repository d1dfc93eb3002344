import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inScope } from '#platform/database/scope';
import { verifyLog } from '#platform/log/verify';
import type { Transaction } from '#platform/operation';
import { signIn } from '#platform/sign-in/accounts';
import { applicationRules } from '../stages/2-opening/domain/application-rules';
import { crossPlanRules, crossRules } from '../stages/2-opening/domain/cross-rules';
import { classStates } from '../stages/2-opening/domain/lifecycle';
import { planRules } from '../stages/2-opening/domain/plan-rules';
import { postRules } from '../stages/2-opening/domain/post-rules';
import { postUseRules } from '../stages/2-opening/domain/post-use-rules';
import { proofRules } from '../stages/2-opening/domain/proof-rules';
import { rosterRules } from '../stages/2-opening/domain/roster/rules';
import { listClassesQuery } from '../stages/2-opening/server/class-list';
import { classDifferences, showClass } from '../stages/2-opening/server/class-show';
import { workQueue } from '../stages/2-opening/server/work-queue';
import { listSessions, showHours } from '../stages/3-attendance/server/check-in/queries';
import { demoAccounts, demoPassword } from './accounts';
import { isDemoLoaded, loadDemoCity } from './load';
import { planted } from './planted';
import { stories } from './stories';
import { ask, emptyPlatform, type LoadedCity, loadedCity, viewAsClerk } from './testing';
import { digestCity } from './testing-digest';

/** A load takes about ten seconds of one core; a busy machine may give far less. */
const patience = 900_000;

let loaded: LoadedCity;
beforeAll(async () => {
  loaded = await loadedCity();
}, patience);
afterAll(() => loaded.database.drop());

const asSystem = <Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> =>
  inScope(loaded.platform.pool, { reach: 'system' }, work);

function demoClass(key: string) {
  const found = loaded.city.classes.find((each) => each.key === key);
  if (!found) throw new Error(`${key} was not loaded`);
  return found;
}

const hasBeenFiled = (key: string): boolean =>
  stories.some((story) => story.key === key && story.steps.some(({ does }) => does === 'file'));

describe('the demonstration city', () => {
  it('has classes in every state there is, and each stands where its story ends', async () => {
    const { rows } = await asSystem((tx) =>
      sql<{ id: string; state: string }>`select id, state from training_classes`.execute(tx),
    );
    const found = new Map(rows.map(({ id, state }) => [id, state]));
    for (const { key, classId, state } of loaded.city.classes) expect([key, found.get(classId)]).toEqual([key, state]);
    expect(new Set(found.values())).toEqual(new Set(classStates));
    expect(found.size).toBe(stories.length);
  });

  it.each(stories.map(({ key }) => key))(
    '%s: the rules find what was planted, there, and nothing else',
    async (key) => {
      const view = await viewAsClerk(loaded, demoClass(key));
      const placeOf = (part: string, id: string | undefined): number | undefined => {
        if (id === undefined) return undefined;
        const rows = part === 'posts' ? view.posts : part === 'plan' ? view.lessons : view.roster;
        return rows.findIndex((row) => row.id === id);
      };
      const found = view.findings.map(({ rule, part, field, row }) => ({ rule, field, row: placeOf(part, row) }));
      const expected = planted
        .filter(({ story }) => story === key)
        .map(({ rule, field, row }) => ({ rule, field, row }));
      const byText = (a: object, b: object) => JSON.stringify(a).localeCompare(JSON.stringify(b));
      expect(found.sort(byText)).toEqual(expected.sort(byText));
    },
  );

  it('plants every rule of the opening stage that a draft can break', () => {
    const plan = [...applicationRules, ...planRules, ...crossPlanRules];
    const rules = [...plan, ...rosterRules, ...crossRules, ...postRules, ...postUseRules, ...proofRules];
    const covered = new Set(planted.map(({ rule }) => rule));
    expect(rules.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
  });

  it('has changes of approved classes in each state that waits or is settled, and versions of their timetables', async () => {
    const { rows } = await asSystem((tx) =>
      sql<{ class_id: string; number: number; state: string }>`
        select class_id, number, state from class_changes order by class_id, number`.execute(tx),
    );
    const of = (key: string) =>
      rows.filter(({ class_id }) => class_id === demoClass(key).classId).map(({ state }) => state);
    expect(of('running-boai')).toEqual(['approved', 'filed']);
    expect(of('running-shanyang')).toEqual(['returned']);
    expect(of('running-jiefang')).toEqual(['verified']);
    expect(of('running-wuzhi')).toEqual(['refused']);
    expect(rows).toHaveLength(5);
  });

  it('has other offices asked: some have not answered, some know nobody, one knows a trainee', async () => {
    const { rows } = await asSystem((tx) => sql<{ state: string }>`select state from exchange_batches`.execute(tx));
    expect(rows.map(({ state }) => state).sort()).toEqual(['answered', 'answered', 'answered', 'exported', 'exported']);
    const findingsForm = z.object({
      findings: z.array(z.looseObject({ rule: z.string(), row: z.string().optional() })),
    });
    const found = async (key: string) => {
      const { regionCode, classId } = demoClass(key);
      const officer = demoAccounts.find((each) => each.role === 'countyOfficer' && each.regionCode === regionCode);
      const { findings } = findingsForm.parse(await ask(loaded, officer?.username ?? '', showClass, { classId }));
      return findings.map(({ rule }) => rule).filter((rule) => rule.startsWith('exchange.'));
    };
    expect(await found('looked-shanyang')).toEqual([]);
    expect(await found('warned-xiuwu')).toEqual(['exchange.insured-at-start']);
  });

  it('shows a clerk the classes of one institution, an officer the filed ones of a county, the city all filed', async () => {
    const listForm = z.object({ rows: z.array(z.object({ id: z.string() })), total: z.number() });
    const listFor = async (username: string) => listForm.parse(await ask(loaded, username, listClassesQuery, {}));
    const { institutionId, regionCode } = demoClass('draft-ready');
    const own = loaded.city.classes.filter((each) => each.institutionId === institutionId);
    const filed = loaded.city.classes.filter(({ key }) => hasBeenFiled(key));
    const county = filed.filter((each) => each.regionCode === regionCode);
    const clerk = await listFor('clerk.boai');
    expect(clerk.rows.map(({ id }) => id).sort()).toEqual(own.map(({ classId }) => classId).sort());
    expect((await listFor('officer.boai')).total).toBe(county.length);
    expect((await listFor('officer.city')).total).toBe(filed.length);
    expect(county.length).toBeLessThan(filed.length);
  });

  it('lets nobody see what hangs on a class of another institution', async () => {
    const { institutionId, regionCode } = demoClass('draft-ready');
    const counted = await inScope(loaded.platform.pool, { reach: 'institution', institutionId, regionCode }, (tx) =>
      sql<{ classes: number; rosters: number; users: number }>`select
        (select count(*)::int from training_classes where institution_id <> ${institutionId}) as classes,
        (select count(distinct class_id)::int from roster_rows) as rosters,
        (select count(*)::int from users) as users`.execute(tx),
    );
    const own = loaded.city.classes.filter((each) => each.institutionId === institutionId);
    expect(counted.rows).toEqual([{ classes: 0, rosters: own.length - 1, users: 2 }]);
  });

  it('gives officers a queue with work due today, later and overdue', async () => {
    const queueForm = z.object({ items: z.array(z.object({ kind: z.string(), daysLeft: z.number().optional() })) });
    const left = new Set<number | undefined>();
    for (const { key } of stories) {
      const { regionCode, state } = demoClass(key);
      if (state !== 'filed' && state !== 'verified') continue;
      const region = stories.find((each) => each.key === key)?.region ?? 'boai';
      for (const desk of ['officer', 'signatory']) {
        const { items } = queueForm.parse(await ask(loaded, `${desk}.${region}`, workQueue, {}));
        for (const { daysLeft } of items) left.add(daysLeft);
      }
      expect(regionCode).toMatch(/^4108/);
    }
    expect([...left].map(Number).sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2, 3, 4]);
    const { items } = queueForm.parse(await ask(loaded, 'officer.city', workQueue, {}));
    expect(items.map(({ kind }) => kind)).toEqual(['overdue', 'overdue', 'overdue']);
  });

  it('shows what changed between two filings of a corrected class', async () => {
    const { classId } = demoClass('refiled-boai');
    const answer = await ask(loaded, 'officer.boai', classDifferences, { classId, filingNumber: 2 });
    const { differences } = z.object({ differences: z.array(z.object({ part: z.string() })) }).parse(answer);
    expect(new Set(differences.map(({ part }) => part))).toEqual(new Set(['plan', 'roster', 'posts', 'proofs']));
  });

  it('signs in with the published password and no second factor', async () => {
    const here = { source: '127.0.0.1', agent: 'test', now: loaded.platform.clock.now() };
    const credentials = { username: 'signatory.boai', password: demoPassword };
    const outcome = await signIn(loaded.platform.signIn, credentials, here);
    expect(outcome).toMatchObject({ kind: 'signedIn', standing: 'full' });
  });

  it('leaves a log in which nothing is missing and nothing waits', async () => {
    const { pool, clock } = loaded.platform;
    const verdict = await verifyLog(pool, { now: clock.now() });
    expect(verdict).toMatchObject({ faultCount: 0 });
    expect(verdict.size).toBeGreaterThan(stories.length * 5);
  });

  it('is not loaded a second time, nor into a database that is no demonstration', async () => {
    expect(await isDemoLoaded(loaded.platform)).toBe(true);
    await expect(loadDemoCity(loaded.platform)).rejects.toThrow('已经装过');
    const services = { ...loaded.platform.services, isDemo: false };
    await expect(loadDemoCity({ ...loaded.platform, services })).rejects.toThrow('不是演示库');
  });
});

const hoursForm = z.object({
  rows: z.array(
    z.object({ outlook: z.string(), doneMinutes: z.number(), cells: z.array(z.object({ state: z.string() })) }),
  ),
});
const sessionsForm = z.object({ rows: z.array(z.object({ id: z.string(), expected: z.number() })) });

describe('the classes under way', () => {
  it('have hours that somebody has come for, some late, some absent, and somebody who will fall short', async () => {
    const { rows } = sessionsForm.parse(await ask(loaded, 'officer.city', listSessions, {}));
    expect(rows.length).toBeGreaterThan(4);
    const states = new Set<string>();
    const outlooks = new Set<string>();
    for (const { id: classId, expected } of rows) {
      const hours = hoursForm.parse(await ask(loaded, 'officer.city', showHours, { classId }));
      expect(hours.rows.length).toBeGreaterThanOrEqual(expected);
      for (const { outlook, cells } of hours.rows) {
        outlooks.add(outlook);
        for (const { state } of cells) states.add(state);
      }
    }
    expect([...states]).toEqual(expect.arrayContaining(['present', 'late', 'absent', 'upcoming']));
    expect([...outlooks]).toEqual(expect.arrayContaining(['onCourse', 'atRisk']));
  });
});

describe('a load that was broken off', () => {
  const title = 'goes on where it stopped and ends as the same city as one loaded at once';
  it(title, { timeout: patience }, async () => {
    const { platform, database } = await emptyPlatform();
    try {
      const breakOff = (done: number) => {
        if (done === 130) throw new Error('power cut');
      };
      await expect(loadDemoCity(platform, { seed: loaded.city.seed, progress: breakOff })).rejects.toThrow('power cut');
      expect(await isDemoLoaded(platform)).toBe(false);
      await loadDemoCity(platform, { seed: 99 });
      expect(await digestCity(platform.pool)).toEqual(await digestCity(loaded.platform.pool));
    } finally {
      await database.drop();
    }
  });
});
