import type { OfficePage } from '../../../office/pages';

const institution = ['institutionClerk', 'institutionPrincipal'] as const;
const readers = [
  ...institution,
  'countyOfficer',
  'countySignatory',
  'cityOfficer',
  'citySignatory',
  'disciplineOfficer',
] as const;

const bureaus = ['countyOfficer', 'countySignatory', 'cityOfficer', 'citySignatory', 'disciplineOfficer'] as const;

/** The pages of the opening stage, and the queue that starts the day. */
export const openingPages: readonly OfficePage[] = [
  {
    route: { path: '/work', name: 'work', component: () => import('./WorkPage.vue') },
    by: 'signedIn',
    menu: { place: 'desk', name: '我的待办', count: 'work' },
  },
  {
    route: { path: '/classes', name: 'classes', component: () => import('./ClassListPage.vue') },
    by: readers,
    menu: { place: 'opening', name: '开班' },
  },
  { route: { path: '/classes/new', name: 'newClass', component: () => import('./NewClassPage.vue') }, by: institution },
  { route: { path: '/classes/:classId', name: 'class', component: () => import('./ClassPage.vue') }, by: readers },
  {
    route: {
      path: '/classes/:classId/changes/:changeId',
      name: 'change',
      component: () => import('./change/ChangePage.vue'),
    },
    by: readers,
  },
  {
    route: { path: '/classes/:classId/receipt', name: 'receipt', component: () => import('./ReceiptPage.vue') },
    by: institution,
  },
  {
    route: { path: '/exchanges', name: 'exchanges', component: () => import('./ExchangeListPage.vue') },
    by: bureaus,
    menu: { place: 'opening', name: '比对批次' },
  },
  {
    route: { path: '/exchanges/:batchId', name: 'exchange', component: () => import('./ExchangePage.vue') },
    by: bureaus,
  },
  {
    route: { path: '/registrations', name: 'registrations', component: () => import('./RegistrationPage.vue') },
    by: bureaus,
    menu: { place: 'opening', name: '系统录入' },
  },
];
