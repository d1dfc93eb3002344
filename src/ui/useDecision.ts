import { type Ref, ref, shallowRef, type ShallowRef } from 'vue';
import { refusalWords } from './trouble';
import { useAct } from './useAct';
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
export function useDecision<Choice>(
  after: () => void,
  words: (caught: unknown) => string = refusalWords,
): Decision<Choice> {
  const { say } = useToasts();
  const { isBusy, error, attempt, forget } = useAct(words);
  const chosen = shallowRef<Choice>();
  const isOpen = ref(false);
  return {
    chosen,
    isOpen,
    isBusy,
    error,
    choose(choice) {
      chosen.value = choice;
      forget();
      isOpen.value = true;
    },
    async decide(work, name) {
      const choice = chosen.value;
      if (choice === undefined) return;
      await attempt(async () => {
        await work(choice);
        isOpen.value = false;
        say({ what: `${name(choice)}：已办`, tone: 'ok' });
        after();
      });
    },
  };
}
