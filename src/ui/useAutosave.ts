import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue';
import { autosave, type SaveStatus } from './autosave';

export interface AutosaveHandle<Value> {
  readonly status: Ref<SaveStatus>;
  readonly touch: (value: Value) => void;
  /** Saves now; also the retry after a failure. */
  readonly flush: () => Promise<boolean>;
}

const longest = 1_500;

/** Saves a form while it is filled in, and holds the page back from closing while something is unsaved. */
export function useAutosave<Value>(
  save: (value: Value) => Promise<Date | undefined | void>,
  {
    delay = 1_000,
    explain = () => '没有保存成功，请检查网络',
  }: { delay?: number; explain?: (error: unknown) => string } = {},
): AutosaveHandle<Value> {
  const status = ref<SaveStatus>({ kind: 'idle' });
  const saver = autosave<Value>({
    save,
    delay: Math.min(delay, longest),
    now: () => new Date(),
    explain,
    onStatus: (next) => {
      status.value = next;
    },
  });
  const warn = (event: BeforeUnloadEvent): void => {
    if (saver.hasUnsaved()) event.preventDefault();
    void saver.flush();
  };
  onMounted(() => window.addEventListener('beforeunload', warn));
  onBeforeUnmount(() => {
    window.removeEventListener('beforeunload', warn);
    if (saver.hasUnsaved()) void saver.flush();
    else saver.stop();
  });
  return { status, touch: saver.touch, flush: saver.flush };
}
