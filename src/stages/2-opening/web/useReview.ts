import { computed, ref, shallowRef, watch } from 'vue';
import { ApiRefusal } from '#ui/api';
import type { ClassView } from '../server/class-show';

/** What every decision names: the class, and its version as this officer saw it. */
export interface ReviewBase {
  readonly classId: string;
  readonly version: number;
}

/** Sends decisions on one class: one at a time, on the newest version, and a lost answer is asked for again, not done twice. */
export function useReview(view: () => ClassView) {
  const version = ref(view().version);
  watch(
    () => view().version,
    (next) => {
      version.value = next;
    },
  );
  const isBusy = ref(false);
  const failure = shallowRef<ApiRefusal>();
  let lost: { readonly words: string; readonly id: string } | undefined;

  async function run<Result>(
    name: string,
    input: object,
    send: (base: ReviewBase, options: { commandId: string }) => Promise<Result>,
  ): Promise<Result | undefined> {
    if (isBusy.value) return undefined;
    isBusy.value = true;
    failure.value = undefined;
    const base = { classId: view().id, version: version.value };
    const words = JSON.stringify([name, base, input]);
    const id = lost?.words === words ? lost.id : crypto.randomUUID();
    try {
      const result = await send(base, { commandId: id });
      lost = undefined;
      return result;
    } catch (error) {
      failure.value = error instanceof ApiRefusal ? error : new ApiRefusal('没有办成，请重试。', 0);
      lost = failure.value.status === 0 ? { words, id } : undefined;
      return undefined;
    } finally {
      isBusy.value = false;
    }
  }

  return {
    run,
    isBusy,
    failure,
    /** Somebody else moved or changed the class: what was typed stays, the page has to be read anew. */
    isConflict: computed(() => failure.value?.kind === 'conflict'),
    /** A step that changed the class without moving it tells its new version. */
    setVersion: (next: number) => {
      version.value = next;
    },
    forget: () => {
      failure.value = undefined;
    },
  };
}
