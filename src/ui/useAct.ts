import { type Ref, ref } from 'vue';
import { refusalWords } from './trouble';

export interface Act<Trouble> {
  readonly isBusy: Ref<boolean>;
  /** Why it was not done, until it is tried again or forgotten. */
  readonly error: Ref<Trouble | undefined>;
  /** Does the work once, however often it is pressed; a refusal stands in words. */
  readonly attempt: (work: () => Promise<unknown>) => Promise<void>;
  readonly forget: () => void;
}

/** One thing a dialog does: busy while it does it, and left open with the refusal when it was not done. */
export function useAct(): Act<string>;
export function useAct<Trouble>(words: (caught: unknown) => Trouble): Act<Trouble>;
export function useAct(words: (caught: unknown) => unknown = refusalWords): Act<unknown> {
  const isBusy = ref(false);
  const error = ref<unknown>();
  return {
    isBusy,
    error,
    async attempt(work) {
      if (isBusy.value) return;
      isBusy.value = true;
      error.value = undefined;
      try {
        await work();
      } catch (caught) {
        error.value = words(caught);
      } finally {
        isBusy.value = false;
      }
    },
    forget() {
      error.value = undefined;
    },
  };
}
