import '#ui/polyfills';
import './ui/tokens.css';
import './ui/base.css';
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query';
import { createApp } from 'vue';
import { ApiRefusal } from '#ui/api';
import { loadClauseKey } from '#ui/clause';
import OfficeShell from './office/OfficeShell.vue';
import { router } from './office/router';

/** A refusal will be the same a second time; only a lost connection is worth another try. */
const isWorthRetrying = (count: number, error: Error) =>
  count < 2 && (!(error instanceof ApiRefusal) || error.status === 0 || error.status === 503);

const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 5_000, retry: isWorthRetrying, refetchOnWindowFocus: true } },
});

const app = createApp(OfficeShell);
app.use(VueQueryPlugin, { queryClient });
app.use(router);
app.provide(loadClauseKey, async (id) => {
  const { clauses, isClauseId } = await import('./office/clause-texts');
  if (!isClauseId(id)) throw new RangeError(`no clause ${id}`);
  return clauses[id];
});
app.mount('#app');
