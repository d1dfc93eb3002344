import { keepPreviousData, useQuery } from '@tanstack/vue-query';
import { computed, ref, type WritableComputedRef } from 'vue';
import { useListExport } from '#ui/useListExport';
import { type TableState, useTableState } from '#ui/useTableState';
import { troubleOf } from '#ui/trouble';
import { useListFilter } from './useListFilter';

/** A page of a list as every list operation answers it. */
interface ListPage<Row> {
  readonly rows: readonly Row[];
  readonly nextCursor?: string | undefined;
  readonly total?: number | undefined;
}

interface ListChoices<Key extends string, Page> {
  /** 培训机构: the list’s name, also of the file it is exported to. */
  readonly title: string;
  readonly unit: string;
  /** The filters that stand in the address. */
  readonly filters: readonly Key[];
  /** Asks for a page; an empty filter is none. */
  readonly ask: (
    filter: Readonly<Record<Key, string>>,
    cursor: string | undefined,
    signal: AbortSignal,
  ) => Promise<Page>;
  readonly exportBy: Parameters<typeof useListExport>[0];
  /** What the export is asked with, where it differs from the filters. */
  readonly exported?: (filter: Readonly<Record<Key, string>>) => Readonly<Record<string, string>>;
  /** For how long a page is good, for lists whose reading is logged. */
  readonly staleTime?: number;
  /** For two lists on one page. */
  readonly prefix?: string;
}

/** A list of the registers: filters and place in the address, a page at a time, and its export. */
export function useRegisterList<Key extends string, Page extends ListPage<unknown>>(choices: ListChoices<Key, Page>) {
  const { title, unit, filters, ask, exportBy, exported, staleTime, prefix } = choices;
  const state: TableState = useTableState({}, prefix);
  const models = {} as Record<Key, WritableComputedRef<string>>;
  for (const key of filters) models[key] = useListFilter(state, key);
  const filter = computed(() => {
    const values = {} as Record<Key, string>;
    for (const key of filters) values[key] = models[key].value;
    return values;
  });
  const cursor = computed(() => state.view.value.cursor);
  const found = useQuery({
    queryKey: ['register', title, filter, cursor],
    queryFn: ({ signal }) => ask(filter.value, cursor.value, signal),
    placeholderData: keepPreviousData,
    ...(staleTime === undefined ? {} : { staleTime, refetchOnWindowFocus: false }),
  });
  const page = computed(() => found.data.value);
  const rows = computed<readonly Page['rows'][number][]>(() => page.value?.rows ?? []);
  const { save } = useListExport(exportBy, title);
  const table = computed(() => ({
    title,
    unit,
    rows: rows.value,
    state,
    total: page.value?.total,
    nextCursor: page.value?.nextCursor,
    loading: found.isFetching.value,
    error: troubleOf(`没有取到${title}名单`, found.error.value),
    exportAs: () => void save(exported ? exported(filter.value) : filter.value),
  }));
  return { ...models, filter, state, page, rows, table, current: ref<string>(), refetch: () => void found.refetch() };
}
