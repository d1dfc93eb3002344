import type { OfficePage } from '../../office/pages';
import { peoplePages } from './people-pages';

const ownPeople = ['institutionClerk', 'institutionPrincipal'] as const;
const bureaus = ['countyOfficer', 'countySignatory', 'cityOfficer', 'citySignatory', 'disciplineOfficer'] as const;
const readers = [...ownPeople, ...bureaus] as const;
const logReaders = ['auditAdministrator', 'disciplineOfficer', 'cityOfficer', 'citySignatory'] as const;

/** The pages of the standing records, the legal basis and the administration. */
export const registerPages: readonly OfficePage[] = [
  {
    route: { path: '/messages', name: 'messages', component: () => import('./MessagesPage.vue') },
    by: readers,
    menu: { place: 'desk', name: '消息', count: 'messages' },
  },
  {
    route: { path: '/institutions', name: 'institutions', component: () => import('./InstitutionsPage.vue') },
    by: readers,
    menu: { place: 'registers', name: '培训机构', by: bureaus },
  },
  {
    route: { path: '/institution', name: 'ownInstitution', component: () => import('./InstitutionPage.vue') },
    by: ownPeople,
    menu: { place: 'registers', name: '本机构' },
  },
  {
    route: {
      path: '/institutions/:institutionId',
      name: 'institution',
      component: () => import('./InstitutionPage.vue'),
    },
    by: readers,
  },
  {
    route: { path: '/teachers', name: 'teachers', component: () => import('./TeachersPage.vue') },
    by: readers,
    menu: { place: 'registers', name: '教师' },
  },
  {
    route: { path: '/trainees', name: 'trainees', component: () => import('./TraineesPage.vue') },
    by: readers,
    menu: { place: 'registers', name: '学员' },
  },
  ...peoplePages,
  {
    route: { path: '/occupations', name: 'occupations', component: () => import('./catalogue/OccupationsPage.vue') },
    by: 'signedIn',
    menu: { place: 'registers', name: '职业目录' },
  },
  {
    route: {
      path: '/occupations/edition',
      name: 'occupationEdition',
      component: () => import('./catalogue/OccupationEditionPage.vue'),
    },
    by: ['cityOfficer'],
  },
  {
    route: {
      path: '/institution-catalogue',
      name: 'institutionCatalogue',
      component: () => import('./catalogue/ListingsPage.vue'),
    },
    by: 'signedIn',
    menu: { place: 'registers', name: '定点机构目录' },
  },
  {
    route: {
      path: '/institution-catalogue/edition',
      name: 'listingEdition',
      component: () => import('./catalogue/ListingEditionPage.vue'),
    },
    by: ['cityOfficer'],
  },
  {
    route: { path: '/clauses', name: 'clauses', component: () => import('./ClausesPage.vue') },
    by: 'signedIn',
    menu: { place: 'basis', name: '政策条款' },
  },
  {
    route: { path: '/rules', name: 'rules', component: () => import('./rules/RulesPage.vue') },
    by: 'signedIn',
    menu: { place: 'basis', name: '自动规则' },
  },
  {
    route: { path: '/rules/:ruleId', name: 'rule', component: () => import('./rules/RulePage.vue') },
    by: 'signedIn',
  },
  {
    route: { path: '/figures', name: 'figures', component: () => import('./FiguresPage.vue') },
    by: 'signedIn',
    menu: { place: 'basis', name: '标准与限额' },
  },
  {
    route: { path: '/calendar', name: 'calendar', component: () => import('./CalendarPage.vue') },
    by: 'signedIn',
    menu: { place: 'basis', name: '工作日历' },
  },
  {
    route: { path: '/users', name: 'users', component: () => import('./UsersPage.vue') },
    by: ['securityAdministrator'],
    menu: { place: 'administration', name: '账户管理' },
  },
  {
    route: { path: '/log', name: 'log', component: () => import('./LogPage.vue') },
    by: logReaders,
    menu: { place: 'administration', name: '留痕' },
  },
  {
    route: { path: '/system', name: 'system', component: () => import('./SystemPage.vue') },
    by: ['systemAdministrator', 'auditAdministrator'],
    menu: { place: 'administration', name: '系统状态' },
  },
];
