import { computed, type ComputedRef, ref } from 'vue';
import { type LocationQuery, useRoute, useRouter } from 'vue-router';
import { emptyView, isViewKey, type TableView, viewOfQuery, viewToQuery } from './table-state';

export interface TableState {
  readonly view: ComputedRef<TableView>;
  /** First press ascending, second descending, third back to the page's own order. */
  readonly sortBy: (key: string) => void;
  readonly setFilter: (key: string, value: string) => void;
  readonly setFilters: (filters: Readonly<Record<string, string>>) => void;
  readonly setColumns: (columns: readonly string[] | undefined) => void;
  readonly next: (cursor: string) => void;
  readonly previous: () => void;
  readonly first: () => void;
}

function firstValues(query: LocationQuery): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(query).map(([key, value]) => [key, (Array.isArray(value) ? value[0] : value) ?? undefined]),
  );
}

/** Keeps sort, filters, columns and place of a list in the address, so that every list can be linked to and saved. */
export function useTableState(initial: Partial<TableView> = {}, prefix = ''): TableState {
  const route = useRoute();
  const router = useRouter();
  const fallback: TableView = { ...emptyView, ...initial };
  const view = computed(() => viewOfQuery(firstValues(route.query), fallback, prefix));
  const trail = ref<(string | undefined)[]>([]);

  function go(next: TableView): void {
    const others = Object.fromEntries(Object.entries(route.query).filter(([key]) => !isViewKey(key, prefix)));
    void router.push({ query: { ...others, ...viewToQuery(next, prefix) }, hash: route.hash });
  }
  const anew = (change: Partial<TableView>): void => {
    trail.value = [];
    go({ ...view.value, cursor: undefined, page: 1, ...change });
  };
  return {
    view,
    sortBy(key) {
      const { sort, descending } = view.value;
      if (sort !== key) anew({ sort: key, descending: false });
      else if (!descending) anew({ descending: true });
      else anew({ sort: fallback.sort, descending: fallback.descending });
    },
    setFilter: (key, value) => anew({ filters: { ...view.value.filters, [key]: value } }),
    setFilters: (filters) => anew({ filters }),
    setColumns: (columns) => go({ ...view.value, columns }),
    next(cursor) {
      trail.value.push(view.value.cursor);
      go({ ...view.value, cursor, page: view.value.page + 1 });
    },
    previous() {
      if (trail.value.length === 0) return anew({});
      const cursor = trail.value.pop();
      go({ ...view.value, cursor, page: Math.max(1, view.value.page - 1) });
    },
    first: () => anew({}),
  };
}
