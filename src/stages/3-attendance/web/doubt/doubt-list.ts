import { useQuery } from '@tanstack/vue-query';
import { reactive, type Ref, ref } from 'vue';

interface ListAnswer<Row> {
  readonly rows: readonly Row[];
}

/** A list of what looks odd as it is shown: what waits at first, all of it where that is asked for. */
export function useDoubtList<Row>(
  name: string,
  ask: (show: 'all' | 'waiting', signal: AbortSignal) => Promise<ListAnswer<Row>>,
) {
  const isAll: Ref<boolean> = ref(false);
  const { data, isFetching, error, refetch } = useQuery({
    queryKey: [name, isAll],
    queryFn: ({ signal }) => ask(isAll.value ? 'all' : 'waiting', signal),
  });
  return { isAll, found: reactive({ data, isFetching, error, again: refetch }) };
}
