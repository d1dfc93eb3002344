import { expect, it } from 'vitest';
import { reachOf, roleNames, roles } from './roles';

it('every role has its own Chinese name and a reach', () => {
  expect(new Set(roles.map((role) => roleNames[role])).size).toBe(roles.length);
  expect(Object.keys(reachOf).sort()).toEqual([...roles].sort());
});

it('the three administrators see no business data', () => {
  for (const role of ['systemAdministrator', 'securityAdministrator', 'auditAdministrator'] as const)
    expect(['institution', 'county', 'city', 'self']).not.toContain(reachOf[role]);
});
