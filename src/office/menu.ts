import type { Role } from '#kernel/roles';
import { stages } from '#stages';
import type { NavGroup, NavLink } from '#ui/navigation';
import type { MenuPlace, OfficePage } from './pages';

export const mayOpen = (page: OfficePage, role: Role): boolean => page.by === 'signedIn' || page.by.includes(role);

const homes: Partial<Record<Role, string>> = {
  systemAdministrator: '/system',
  auditAdministrator: '/log',
};

/** Where a role begins its day; most have a queue, two of the administrators have none. */
export const homeOf = (role: Role): string => homes[role] ?? '/work';

/** A queue that is never anything but empty is left out. */
const isUseful = (page: OfficePage, role: Role): boolean => page.route.path !== '/work' || homeOf(role) === '/work';

/** What a role may open and has no shorter way to. */
const isListed = (page: OfficePage, role: Role): boolean =>
  mayOpen(page, role) && isUseful(page, role) && (page.menu?.by?.includes(role) ?? true);

/** The left column of a role: its queue, the stages in order, the registers, the legal basis. */
export function menuOf(
  pages: readonly OfficePage[],
  role: Role,
  counts: Readonly<Partial<Record<'work' | 'messages', number>>>,
): NavGroup[] {
  const linksAt = (place: MenuPlace, stage?: number): NavLink[] =>
    pages.flatMap((page) =>
      page.menu?.place === place && isListed(page, role)
        ? [
            {
              name: page.menu.name,
              to: page.route.path,
              stage,
              count: page.menu.count ? counts[page.menu.count] : undefined,
            },
          ]
        : [],
    );
  const groups: NavGroup[] = [
    { links: linksAt('desk') },
    { name: '班期', links: stages.flatMap((stage) => linksAt(stage.key, stage.number)) },
    { name: '档案', links: linksAt('registers') },
    { name: '依据', links: linksAt('basis') },
    { name: '管理', links: linksAt('administration') },
  ];
  return groups.filter((group) => group.links.length > 0);
}
