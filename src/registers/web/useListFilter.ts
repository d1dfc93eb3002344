import { computed, type WritableComputedRef } from 'vue';
import type { TableState } from '#ui/useTableState';

/** One filter of a list as a model for its field; an empty text is no filter. */
export const useListFilter = (state: TableState, key: string): WritableComputedRef<string> =>
  computed({
    get: () => state.view.value.filters[key] ?? '',
    set: (value) => state.setFilter(key, value),
  });
