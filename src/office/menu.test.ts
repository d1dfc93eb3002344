import { describe, expect, it } from 'vitest';
import { roles } from '#kernel/roles';
import { allPages } from './all-pages';
import { homeOf, mayOpen, menuOf } from './menu';

const linksOf = (role: (typeof roles)[number]) =>
  menuOf(allPages, role, {}).flatMap(({ links }) => links.map(({ to }) => to));

describe('the menu', () => {
  it.each([...roles])('of %s leads to its home and to nothing it may not open', (role) => {
    const links = linksOf(role);
    expect(links).toContain(homeOf(role));
    const open = new Set(allPages.filter((page) => mayOpen(page, role)).map(({ route }) => route.path));
    for (const link of links) expect(open).toContain(link);
    expect(new Set(links).size).toBe(links.length);
  });

  it('spares administrators a queue that is always empty; what concerns stored faces waits for the one of security', () => {
    for (const role of ['systemAdministrator', 'auditAdministrator'] as const) {
      expect(linksOf(role)).not.toContain('/work');
    }
    for (const role of ['countyOfficer', 'securityAdministrator'] as const) expect(linksOf(role)[0]).toBe('/work');
  });
});
