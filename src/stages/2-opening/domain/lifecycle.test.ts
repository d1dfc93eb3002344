import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionsFor, movesOf, statesOf } from '#kernel/lifecycle';
import { type Role, roles } from '#kernel/roles';
import { freshDatabase, type TestDatabase } from '#platform/database/testing';
import { classStates, isEditable, isWaitingForCounty, openingLifecycle } from './lifecycle';
import { stateNames } from './state-names';

const allowed = (state: (typeof classStates)[number]) =>
  Object.fromEntries(
    roles.flatMap((role) => {
      const actions = actionsFor(openingLifecycle, state, role);
      return actions.length > 0 ? [[role, actions]] : [];
    }),
  );

describe('the life of an opening', () => {
  it('lets each side act only where it is its turn', () => {
    const withdraws = { institutionClerk: ['withdraw'], institutionPrincipal: ['withdraw'] };
    const withInstitution = { ...withdraws, institutionPrincipal: ['file', 'withdraw'] };
    expect(Object.fromEntries(classStates.map((state) => [state, allowed(state)]))).toEqual({
      drafted: withInstitution,
      filed: { ...withdraws, countyOfficer: ['verify', 'return'], countySignatory: ['return'] },
      returned: withInstitution,
      verified: { countyOfficer: ['return'], countySignatory: ['return', 'approve', 'refuse'] },
      approved: {},
      refused: {},
      withdrawn: {},
    });
  });

  it('gives no action to two sides', () => {
    const sideOf = (role: Role) =>
      role.startsWith('institution') ? 'institution' : role.startsWith('county') ? 'county' : role;
    for (const step of Object.values(openingLifecycle.steps)) expect(new Set(step.by.map(sideOf)).size).toBe(1);
  });

  it('never lets the person who checks a filing decide on it', () => {
    const { verify, approve, refuse } = openingLifecycle.steps;
    expect(verify.by.filter((role) => approve.by.includes(role) || refuse.by.includes(role))).toEqual([]);
  });

  it('names every state once, begins at the draft, and reaches them all', () => {
    expect([...statesOf(openingLifecycle)].sort()).toEqual([...classStates].sort());
    expect(new Set(classStates).size).toBe(classStates.length);
    const reached = new Set([openingLifecycle.start]);
    for (let round = 0; round < classStates.length; round += 1) {
      for (const { from, to } of movesOf(openingLifecycle)) if (reached.has(from)) reached.add(to);
    }
    expect([...reached].sort()).toEqual([...classStates].sort());
    expect(new Set(Object.values(stateNames)).size).toBe(classStates.length);
  });

  it('tells where the institution may still write and where the county’s clock runs', () => {
    expect(classStates.filter(isEditable)).toEqual(['drafted', 'returned']);
    expect(classStates.filter(isWaitingForCounty)).toEqual(['filed', 'verified']);
  });
});

describe('the database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  it('allows exactly the moves of the table', async () => {
    const { rows } = await database.pool.query<{ from_state: string; to_state: string }>(
      'select from_state, to_state from class_moves',
    );
    const moves = new Set(movesOf(openingLifecycle).map(({ from, to }) => `${from} → ${to}`));
    expect(rows.map(({ from_state, to_state }) => `${from_state} → ${to_state}`).sort()).toEqual([...moves].sort());
  });
});
