import { useQuery } from '@tanstack/vue-query';
import { computed, type ComputedRef } from 'vue';
import { api } from '#ui/api';

/** Under which certificate, and when, what was kept of a class was destroyed; undefined while it is kept. */
export function useDestroyed(
  classId: string,
): ComputedRef<{ readonly certificate: string; readonly at: string | undefined } | undefined> {
  const found = useQuery({
    queryKey: ['destroyed', classId],
    queryFn: ({ signal }) => api.keeping.destroyed({ classId }, { signal }),
    staleTime: 60_000,
  });
  return computed(() => {
    const { certificate, at } = found.data.value ?? {};
    return certificate ? { certificate, at } : undefined;
  });
}
