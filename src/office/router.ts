import { createRouter, createWebHistory } from 'vue-router';
import { allPages, standalonePages } from './all-pages';
import { homeOf, mayOpen } from './menu';
import { readSession, session } from './session';

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/sign-in', name: 'signIn', component: () => import('./SignInPage.vue'), meta: { isOpen: true } },
    { path: '/account', name: 'account', component: () => import('./AccountPage.vue') },
    { path: '/', redirect: '/work' },
    ...allPages.map((page) => page.route),
    ...standalonePages.map((page) => ({ ...page, meta: { standsAlone: true } })),
    { path: '/:rest(.*)*', name: 'notFound', component: () => import('./NotFoundPage.vue') },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

router.beforeEach(async (to, from) => {
  if (to.meta['standsAlone']) return true;
  if (!session.value) await readSession();
  if (to.meta['isOpen']) return session.value ? '/work' : true;
  const known = session.value;
  if (!known) return { name: 'signIn', query: to.fullPath === '/work' ? {} : { next: to.fullPath } };
  if (known.standing !== 'full' && to.name !== 'account') return { name: 'account' };
  const isArriving = to.path === '/work' && (from.name === 'signIn' || to.redirectedFrom?.path === '/');
  const home = homeOf(known.user.role);
  if (isArriving && home !== '/work') return home;
  const page = allPages.find((each) => to.matched.some((match) => match.path === each.route.path));
  return !page || mayOpen(page, known.user.role)
    ? true
    : { name: 'notFound', params: { rest: to.path.slice(1).split('/') } };
});
