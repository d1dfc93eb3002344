/** Who acts, as product duties divide them; 三员 are the three administrators. */
export const roles = [
  'institutionClerk',
  'institutionPrincipal',
  'countyOfficer',
  'countySignatory',
  'cityOfficer',
  'citySignatory',
  'disciplineOfficer',
  'financeOfficer',
  'inspector',
  'trainee',
  'device',
  'systemAdministrator',
  'securityAdministrator',
  'auditAdministrator',
] as const;
export type Role = (typeof roles)[number];

export const roleNames: Record<Role, string> = {
  institutionClerk: '培训机构经办人',
  institutionPrincipal: '培训机构负责人',
  countyOfficer: '县（市、区）人社局经办人',
  countySignatory: '县（市、区）人社局负责人',
  cityOfficer: '市人社局经办人',
  citySignatory: '市人社局负责人',
  disciplineOfficer: '驻局纪检监察组',
  financeOfficer: '财政部门',
  inspector: '检查人员',
  trainee: '学员',
  device: '考勤设备',
  systemAdministrator: '系统管理员',
  securityAdministrator: '安全管理员',
  auditAdministrator: '审计管理员',
};

/**
 * What a role may see at most: one institution, one county, the whole city or itself;
 * the three administrators see accounts or the log, and no business data (三员分立).
 */
export type Reach = 'institution' | 'county' | 'city' | 'self' | 'accounts' | 'audit' | 'none';

export const reachOf: Record<Role, Reach> = {
  institutionClerk: 'institution',
  institutionPrincipal: 'institution',
  countyOfficer: 'county',
  countySignatory: 'county',
  cityOfficer: 'city',
  citySignatory: 'city',
  disciplineOfficer: 'city',
  financeOfficer: 'city',
  inspector: 'self',
  trainee: 'self',
  device: 'self',
  systemAdministrator: 'none',
  securityAdministrator: 'accounts',
  auditAdministrator: 'audit',
};
