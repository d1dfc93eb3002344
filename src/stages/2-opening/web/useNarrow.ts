import { onBeforeUnmount, ref, type Ref } from 'vue';

/** Whether the window is too narrow for a table beside a panel. */
export function useNarrow(width = 900): Readonly<Ref<boolean>> {
  const query = window.matchMedia(`(max-width: ${width}px)`);
  const isNarrow = ref(query.matches);
  const follow = (): void => {
    isNarrow.value = query.matches;
  };
  query.addEventListener('change', follow);
  onBeforeUnmount(() => query.removeEventListener('change', follow));
  return isNarrow;
}
