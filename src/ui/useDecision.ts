import { type Ref, ref, shallowRef, type ShallowRef } from 'vue';
import { refusalWords } from './trouble';
import { useToasts } from './useToasts';

export interface Decision<Choice> {
  /** What the dialog is about; undefined until something has been chosen. */
  readonly chosen: ShallowRef<Choice | undefined>;
  readonly isOpen: Ref<boolean>;
  readonly isBusy: Ref<boolean>;
  readonly error: Ref<string | undefined>;
  choose(choice: Choice): void;
  /** Does what was chosen: closes the dialog and says so, or leaves it open with the refusal. */
  decide(work: (choice: Choice) => Promise<unknown>, name: (choice: Choice) => string): Promise<void>;
}

/** One dialog for the decisions of a card: chosen by a button, done once, refused in words. */
export function useDecision<Choice>(after: () => void): Decision<Choice> {
  const { say } = useToasts();
  const chosen = shallowRef<Choice>();
  const isOpen = ref(false);
  const isBusy = ref(false);
  const error = ref<string>();
  return {
    chosen,
    isOpen,
    isBusy,
    error,
    choose(choice) {
      chosen.value = choice;
      error.value = undefined;
      isOpen.value = true;
    },
    async decide(work, name) {
      const choice = chosen.value;
      if (choice === undefined || isBusy.value) return;
      isBusy.value = true;
      error.value = undefined;
      try {
        await work(choice);
        isOpen.value = false;
        say({ what: `${name(choice)}：已办`, tone: 'ok' });
        after();
      } catch (caught) {
        error.value = refusalWords(caught);
      } finally {
        isBusy.value = false;
      }
    },
  };
}
