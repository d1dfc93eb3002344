/** Where saving stands; `at` is when the last saving was finished. */
export type SaveStatus =
  | { readonly kind: 'idle' }
  | { readonly kind: 'waiting' | 'saving' }
  | { readonly kind: 'saved'; readonly at: Date }
  | { readonly kind: 'failed'; readonly message: string };

export interface AutosaveOptions<Value> {
  /** Saves one value; may give the time the server stored it. */
  readonly save: (value: Value) => Promise<Date | undefined | void>;
  readonly delay: number;
  readonly now: () => Date;
  readonly onStatus: (status: SaveStatus) => void;
  /** Why it did not work, in words for the clerk. */
  readonly explain: (error: unknown) => string;
}

export interface Autosave<Value> {
  /** Notes a newer value; it is saved after the delay, never two at a time. */
  readonly touch: (value: Value) => void;
  /** Saves what is noted now; resolves to whether everything is saved. */
  readonly flush: () => Promise<boolean>;
  readonly hasUnsaved: () => boolean;
  readonly stop: () => void;
}

/** Keeps the newest value and saves it; a failed value is kept and goes with the next try. */
export function autosave<Value>({ save, delay, now, onStatus, explain }: AutosaveOptions<Value>): Autosave<Value> {
  let pending: { readonly value: Value } | undefined;
  let running: Promise<boolean> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function run(): Promise<boolean> {
    while (pending) {
      const taken: { readonly value: Value } = pending;
      pending = undefined;
      onStatus({ kind: 'saving' });
      try {
        const at = await save(taken.value);
        if (!pending) onStatus({ kind: 'saved', at: at ?? now() });
      } catch (error) {
        pending ??= taken;
        onStatus({ kind: 'failed', message: explain(error) });
        return false;
      }
    }
    return true;
  }
  function flush(): Promise<boolean> {
    clearTimeout(timer);
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  }
  return {
    touch(value) {
      pending = { value };
      if (running) return;
      onStatus({ kind: 'waiting' });
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), delay);
    },
    flush,
    hasUnsaved: () => pending !== undefined || running !== undefined,
    stop: () => clearTimeout(timer),
  };
}
