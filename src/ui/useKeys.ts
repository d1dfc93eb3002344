import { onBeforeUnmount, onMounted, readonly, ref, shallowReactive, shallowReadonly } from 'vue';
import { keyName } from './key-name';

export interface KeyBinding {
  /** `j`, `Enter`, `Ctrl+k`, `Shift+F8`, `?`. */
  readonly keys: string;
  /** What it does, as shown by `?`. */
  readonly says: string;
  readonly run: (event: KeyboardEvent) => void;
  /** Works while a dialog is open. */
  readonly inDialog?: boolean;
  /** Only while this holds. */
  readonly when?: () => boolean;
}

export interface KeyGroup {
  readonly name: string;
  readonly bindings: readonly KeyBinding[];
}

const groups = shallowReactive<KeyGroup[]>([]);
const storageKey = 'mingxun.single-keys';
const singleKeys = ref(true);

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=button])'));

const isPressable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('a[href], button, [role=menuitem], [role=option], summary') !== null;

/** A plain letter belongs to whoever is typing; Enter and Space belong to the button in focus. */
function isTaken(event: KeyboardEvent, binding: KeyBinding): boolean {
  if (binding.keys.startsWith('Ctrl+') || /(^|\+)F\d+$/.test(binding.keys)) return false;
  if (isTyping(event.target)) return true;
  if (binding.keys === 'Enter' || binding.keys === ' ') return isPressable(event.target);
  return binding.keys.length === 1 && !singleKeys.value;
}

function listen(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const name = keyName(event);
  const dialogOpen =
    document.querySelector('[role=dialog][aria-modal=true], [role=dialog][data-state=open].dialog') !== null;
  for (const group of [...groups].reverse()) {
    const found = group.bindings.find(
      (binding) => binding.keys.toLowerCase() === name.toLowerCase() && (binding.when?.() ?? true),
    );
    if (!found || (dialogOpen && !found.inDialog) || isTaken(event, found)) continue;
    event.preventDefault();
    found.run(event);
    return;
  }
}

let listening = false;
function start(): void {
  if (listening) return;
  listening = true;
  singleKeys.value = localStorage.getItem(storageKey) !== 'off';
  window.addEventListener('keydown', listen);
}

/** Registers keys for as long as the component lives; never while somebody types. */
export function useKeys(bindings: readonly KeyBinding[], name = '本页'): void {
  const group: KeyGroup = { name, bindings };
  onMounted(() => {
    start();
    groups.push(group);
  });
  onBeforeUnmount(() => {
    const at = groups.indexOf(group);
    if (at >= 0) groups.splice(at, 1);
  });
}

/** What `?` shows, and the switch for keys without Ctrl. */
export function useKeyList() {
  const setSingleKeys = (on: boolean): void => {
    singleKeys.value = on;
    localStorage.setItem(storageKey, on ? 'on' : 'off');
  };
  return { groups: shallowReadonly(groups), singleKeys: readonly(singleKeys), setSingleKeys };
}
