import { useQueryClient } from '@tanstack/vue-query';
import { useRouter } from 'vue-router';
import { api } from '#ui/api';
import type { WorkItem } from '../server/work-queue';

export const workKey = ['work'] as const;
export const classKey = (classId: string) => ['class', classId] as const;

/** The queue behind a case: reads the next one ahead, and goes there when this one is decided. */
export function useNextCase() {
  const client = useQueryClient();
  const router = useRouter();

  const readQueue = (staleTime: number): Promise<{ items: readonly WorkItem[] }> =>
    client.fetchQuery({ queryKey: workKey, queryFn: () => api.work.queue({}), staleTime });

  async function prefetch(classId: string): Promise<void> {
    await client.prefetchQuery({
      queryKey: classKey(classId),
      queryFn: () => api.class.show({ classId }),
      staleTime: 60_000,
    });
  }

  /** The case after this one, read before it is asked for. */
  async function prefetchAfter(classId: string): Promise<void> {
    const { items } = await readQueue(60_000);
    const at = items.findIndex((item) => item.trainingClass.id === classId);
    const next = items[at + 1] ?? items.find((item) => item.trainingClass.id !== classId);
    if (next) await prefetch(next.trainingClass.id);
  }

  /** Forgets what a decision made old. */
  async function settle(classId: string): Promise<void> {
    await Promise.all([
      client.invalidateQueries({ queryKey: workKey }),
      client.invalidateQueries({ queryKey: ['counts'] }),
      client.invalidateQueries({ queryKey: ['classes'] }),
      client.invalidateQueries({ queryKey: classKey(classId), refetchType: 'none' }),
    ]);
  }

  async function goOn(classId: string): Promise<void> {
    await settle(classId);
    const { items } = await readQueue(0).catch(() => ({ items: [] }));
    const next = items.find((item) => item.trainingClass.id !== classId);
    await router.push(next ? `/classes/${next.trainingClass.id}` : '/work');
  }

  return { prefetch, prefetchAfter, settle, goOn };
}
