import type { OfficePage, StandalonePage } from '../../../office/pages';
import { doubtReaders } from '../domain/doubt/lifecycle';

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
    route: { path: '/attendance', name: 'sessions', component: () => import('./check-in/SessionListPage.vue') },
    by: readers,
    menu: { place: 'attendance', name: '今日考勤' },
  },
  {
    route: { path: '/attendance/wall', name: 'wall', component: () => import('./roll-call/WallPage.vue') },
    by: ['countyOfficer', 'countySignatory', 'cityOfficer', 'citySignatory', 'disciplineOfficer'],
    menu: { place: 'attendance', name: '在训大屏' },
  },
  {
    route: { path: '/roll-calls', name: 'rollCalls', component: () => import('./roll-call/RollCallListPage.vue') },
    by: readers,
    menu: { place: 'attendance', name: '抽查点名' },
  },
  {
    route: {
      path: '/roll-calls/:classId/:callId',
      name: 'rollCall',
      component: () => import('./roll-call/RollCallPage.vue'),
    },
    by: readers,
  },
  {
    route: {
      path: '/attendance/:classId/recordings/:recordingId',
      name: 'recording',
      component: () => import('./recordings/RecordingPage.vue'),
    },
    by: readers,
  },
  {
    route: {
      path: '/attendance/:classId',
      name: 'classAttendance',
      component: () => import('./check-in/ClassAttendancePage.vue'),
    },
    by: readers,
  },
  {
    route: {
      path: '/absences',
      name: 'absences',
      component: () => import('./absences/WaitingAbsencesPage.vue'),
    },
    by: ['institutionPrincipal', 'countyOfficer'],
    menu: { place: 'attendance', name: '请假与补签' },
  },
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
    route: { path: '/doubted-checks', name: 'doubtedChecks', component: () => import('./doubt/UnsettledPage.vue') },
    by: doubtReaders,
  },
  {
    route: { path: '/doubts', name: 'doubts', component: () => import('./doubt/DoubtListPage.vue') },
    by: doubtReaders,
    menu: { place: 'attendance', name: '疑点核对' },
  },
  {
    route: { path: '/doubts/:classId', name: 'doubt', component: () => import('./doubt/DoubtPage.vue') },
    by: doubtReaders,
  },
  {
    route: { path: '/face-pairs', name: 'facePairs', component: () => import('./doubt/FacePairsPage.vue') },
    by: doubtReaders,
  },
  {
    route: { path: '/face-pairs/:pairId', name: 'facePair', component: () => import('./doubt/FacePairPage.vue') },
    by: doubtReaders,
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
    route: { path: '/keeping', name: 'keeping', component: () => import('./keeping/KeepingListPage.vue') },
    by: readers,
    menu: { place: 'attendance', name: '保管' },
  },
  {
    route: { path: '/keeping/:classId', name: 'keptClass', component: () => import('./keeping/KeepingClassPage.vue') },
    by: readers,
  },
  {
    route: { path: '/copies', name: 'copies', component: () => import('./keeping/CopiesPage.vue') },
    by: readers,
    menu: { place: 'attendance', name: '存证抽查', by: ['institutionClerk', 'institutionPrincipal'] },
  },
  {
    route: {
      path: '/face-protection',
      name: 'faceProtection',
      component: () => import('./privacy/ProtectionPage.vue'),
    },
    by: ['securityAdministrator', 'auditAdministrator', 'cityOfficer', 'citySignatory'],
    menu: { place: 'administration', name: '人脸信息保护' },
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

/** Pages of the room: opened with a token or a code of their own, without an account. */
export const roomPages: readonly StandalonePage[] = [
  { path: '/kiosk', name: 'kiosk', component: () => import('./check-in/KioskPage.vue') },
  { path: '/room-code', name: 'roomCode', component: () => import('./check-in/RoomCodePage.vue') },
  { path: '/check-in/:stationId', name: 'phoneCheckIn', component: () => import('./check-in/PhoneCheckInPage.vue') },
];
