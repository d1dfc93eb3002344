import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionsFor, movesOf, statesOf } from '#kernel/lifecycle';
import { roles } from '#kernel/roles';
import { freshDatabase, type TestDatabase } from '#platform/database/testing';
import { changeLifecycle, changeStateNames, changeStates, isChangeEditable, openChangeStates } from './lifecycle';

describe('the life of a change', () => {
  it('lets each side act only where it is its turn, and nobody once it is decided', () => {
    const allowed = (state: (typeof changeStates)[number]) =>
      roles.flatMap((role) => actionsFor(changeLifecycle, state, role).map((action) => `${role} ${action}`));
    expect(allowed('filed')).toEqual([
      'institutionClerk withdraw',
      'institutionPrincipal withdraw',
      'countyOfficer verify',
      'countyOfficer return',
      'countySignatory return',
    ]);
    expect(allowed('verified')).toEqual([
      'countyOfficer return',
      'countySignatory return',
      'countySignatory approve',
      'countySignatory refuse',
    ]);
    for (const state of ['approved', 'refused', 'withdrawn'] as const) expect(allowed(state)).toEqual([]);
  });

  it('never lets the person who checks it decide on it', () => {
    const { verify, approve, refuse } = changeLifecycle.steps;
    expect(verify.by.filter((role) => approve.by.includes(role) || refuse.by.includes(role))).toEqual([]);
  });

  it('names every state once, and holds another change back while one is open', () => {
    expect([...statesOf(changeLifecycle)].sort()).toEqual([...changeStates].sort());
    expect(new Set(Object.values(changeStateNames)).size).toBe(changeStates.length);
    expect(changeStates.filter(isChangeEditable)).toEqual(['drafted', 'returned']);
    const ends = changeStates.filter((state) =>
      roles.every((role) => actionsFor(changeLifecycle, state, role).length === 0),
    );
    expect(changeStates.filter((state) => !ends.includes(state))).toEqual(openChangeStates);
  });
});

describe('the database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  it('allows exactly the moves of the table', async () => {
    const { rows } = await database.pool.query<{ move: string }>(
      `select from_state || ' → ' || to_state as move from change_moves`,
    );
    const moves = new Set(movesOf(changeLifecycle).map(({ from, to }) => `${from} → ${to}`));
    expect(rows.map(({ move }) => move).sort()).toEqual([...moves].sort());
  });
});
