import { type Ref, shallowRef, watch } from 'vue';

const waiting = new Set<() => void>();
let isPressed = false;

/** The click comes in the same task as the release: what waited is shown in the next. */
function release(): void {
  isPressed = false;
  setTimeout(() => {
    if (isPressed) return;
    for (const show of waiting) show();
    waiting.clear();
  });
}

if (typeof document !== 'undefined') {
  document.addEventListener('pointerdown', () => (isPressed = true), true);
  document.addEventListener('pointerup', release, true);
  document.addEventListener('pointercancel', release, true);
}

/**
 * Follows the source, but never while a pointer is pressed: leaving a field by pressing a button may change a message
 * above it, and the button must not move away before the press has become a click.
 */
export function useUnmoved<T>(source: () => T): Readonly<Ref<T>> {
  const shown = shallowRef(source());
  const show = (): void => {
    shown.value = source();
  };
  watch(source, () => {
    if (isPressed) waiting.add(show);
    else show();
  });
  return shown;
}
