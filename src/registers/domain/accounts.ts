import { type Role, reachOf } from '#kernel/roles';

/** The three administrators, who see accounts or the log and are never the same person (三员分立, GB/T 22239 8.1.5). */
export const isAdministrator = (role: Role): boolean => ['none', 'accounts', 'audit'].includes(reachOf[role]);

/** Roles whose accounts the security administrator opens: never another of its own kind. */
export const openedRoles = [
  'institutionClerk',
  'institutionPrincipal',
  'countyOfficer',
  'countySignatory',
  'cityOfficer',
  'citySignatory',
  'disciplineOfficer',
  'financeOfficer',
  'inspector',
  'systemAdministrator',
  'auditAdministrator',
] as const satisfies readonly Role[];
export type OpenedRole = (typeof openedRoles)[number];

/** What bounds the sight of a role: an institution, a county, or nothing. */
export type PlaceKind = 'institution' | 'region' | 'none';

export const placeOf: Record<OpenedRole, PlaceKind> = {
  institutionClerk: 'institution',
  institutionPrincipal: 'institution',
  countyOfficer: 'region',
  countySignatory: 'region',
  cityOfficer: 'none',
  citySignatory: 'none',
  disciplineOfficer: 'none',
  financeOfficer: 'none',
  inspector: 'region',
  systemAdministrator: 'none',
  auditAdministrator: 'none',
};

export interface ChangedAccount {
  readonly userId: string;
  readonly role: Role;
  readonly isDemo: boolean;
}

/** Why the security administrator may not change this account; undefined when it may. */
export function whyNotChanged(account: ChangedAccount, actorId: string): string | undefined {
  if (account.userId === actorId) return '自己的账户不能在这里改动，请到“账户与密码”办理。';
  if (isAdministrator(account.role)) {
    return '三员账户建立后互不改动；确需处理的，由单位负责人安排运维人员在服务器上办理。';
  }
  if (account.isDemo) return '演示账户供所有人试用，不能停用或改密码；请新建一个账户来试。';
  return undefined;
}
