import type { OfficePage } from '../../../office/pages';

const readers = [
  'institutionClerk',
  'institutionPrincipal',
  'countyOfficer',
  'countySignatory',
  'cityOfficer',
  'citySignatory',
  'disciplineOfficer',
] as const;

/** The pages of the attendance stage. */
export const attendancePages: readonly OfficePage[] = [
  {
    route: { path: '/devices', name: 'devices', component: () => import('./devices/DeviceListPage.vue') },
    by: readers,
    menu: { place: 'attendance', name: '考勤设备' },
  },
  {
    route: { path: '/devices/:deviceId', name: 'device', component: () => import('./devices/DevicePage.vue') },
    by: readers,
  },
  {
    route: {
      path: '/impersonations',
      name: 'impersonations',
      component: () => import('./impersonation/ImpersonationListPage.vue'),
    },
    by: readers,
    menu: { place: 'attendance', name: '冒名顶替' },
  },
  {
    route: {
      path: '/impersonations/:classId',
      name: 'impersonation',
      component: () => import('./impersonation/ImpersonationPage.vue'),
    },
    by: readers,
  },
];
