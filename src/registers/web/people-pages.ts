import type { OfficePage } from '../../office/pages';

const institution = ['institutionClerk', 'institutionPrincipal'] as const;
const bureaus = ['countyOfficer', 'countySignatory', 'cityOfficer', 'citySignatory', 'disciplineOfficer'] as const;
const readers = [...institution, ...bureaus] as const;

/** The records of teachers, employers and trainees, one page each. */
export const peoplePages: readonly OfficePage[] = [
  {
    route: { path: '/teachers/new', name: 'newTeacher', component: () => import('./teachers/TeacherFormPage.vue') },
    by: institution,
  },
  {
    route: { path: '/teachers/:teacherId', name: 'teacher', component: () => import('./teachers/TeacherPage.vue') },
    by: readers,
  },
  {
    route: {
      path: '/teachers/:teacherId/edit',
      name: 'teacherForm',
      component: () => import('./teachers/TeacherFormPage.vue'),
    },
    by: institution,
  },
  {
    route: { path: '/employers', name: 'employers', component: () => import('./employers/EmployersPage.vue') },
    by: readers,
    menu: { place: 'registers', name: '用人单位' },
  },
  {
    route: {
      path: '/employers/:creditCode',
      name: 'employer',
      component: () => import('./employers/EmployerPage.vue'),
    },
    by: readers,
  },
  {
    route: { path: '/trainees/:personId', name: 'trainee', component: () => import('./trainees/TraineePage.vue') },
    by: readers,
  },
  {
    route: {
      path: '/trainees/:personId/merge/:otherId',
      name: 'traineeMerge',
      component: () => import('./trainees/MergePage.vue'),
    },
    by: ['countyOfficer', 'cityOfficer'],
  },
  {
    route: { path: '/trainee-merges', name: 'traineeMerges', component: () => import('./trainees/MergesPage.vue') },
    by: bureaus,
    menu: { place: 'registers', name: '并档办理' },
  },
];
