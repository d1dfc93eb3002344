import { computed, ref, shallowRef } from 'vue';
import { ApiRefusal } from './api';
import { refusalWords } from './trouble';

type Complaints = Readonly<Record<string, string | undefined>>;

/**
 * What every dialog with a form does: asks for what is missing only after the first try, sends once, and keeps what was
 * typed when the server says no. Fields are called `prefix-field`, in the form and in the summary of errors.
 */
export function useFormDialog(prefix: string, complaints: () => Complaints) {
  const isAsked = ref(false);
  const isBusy = ref(false);
  const failure = ref<string>();
  const faults = shallowRef<Complaints>({});

  const shown = computed<Complaints>(() => (isAsked.value ? { ...faults.value, ...given(complaints()) } : {}));
  const errors = computed(() =>
    Object.entries(shown.value).flatMap(([field, message]) => (message ? [{ id: `${prefix}-${field}`, message }] : [])),
  );

  /** Gives what `work` gave, or undefined when it was not done. */
  async function send<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    isAsked.value = true;
    faults.value = {};
    failure.value = undefined;
    if (isBusy.value || errors.value.length > 0) return undefined;
    isBusy.value = true;
    try {
      const result = await work();
      isAsked.value = false;
      return result;
    } catch (error) {
      failure.value = refusalWords(error);
      if (error instanceof ApiRefusal) {
        faults.value = Object.fromEntries(error.faults.map(({ field, message }) => [field.split('.')[0], message]));
      }
      return undefined;
    } finally {
      isBusy.value = false;
    }
  }

  /** For a dialog that opens anew. */
  function begin(): void {
    isAsked.value = false;
    failure.value = undefined;
    faults.value = {};
  }
  return { shown, errors, isBusy, failure, send, begin };
}

const given = (complaints: Complaints): Complaints =>
  Object.fromEntries(Object.entries(complaints).filter(([, message]) => message !== undefined));
