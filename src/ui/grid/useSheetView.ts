import { computed, nextTick, onBeforeUnmount, onMounted, type Ref, reactive, ref, shallowRef } from 'vue';
import { type CellPlace, rowWindow } from './selection';
import type { SheetColumn } from './sheet';

/** A box on the screen, as `:style` takes it. */
export type ScreenBox = {
  readonly left: string;
  readonly top: string;
  readonly width: string;
  readonly height: string;
};

const em = (pixels: number): number => Math.round((pixels / 13) * 1_000) / 1_000;
const numberWidth = 46;
const margin = 8;

/** Widths in em, so that 大字版 widens the columns with their text. */
export function columnTemplate(columns: readonly SheetColumn[]): string {
  return [`${em(numberWidth)}em`, ...columns.map(({ width }) => `minmax(${em(width)}em, ${width}fr)`)].join(' ');
}

/** Left edges of the leading frozen columns. */
export function frozenOffsets(columns: readonly SheetColumn[]): readonly (string | undefined)[] {
  let left = numberWidth;
  let leading = true;
  return columns.map((column) => {
    leading &&= column.frozen === true;
    const offset = leading ? `${em(left)}em` : undefined;
    left += column.width;
    return offset;
  });
}

/** What is in sight: the rows to draw, where the active cell stands, and how to bring it into sight. */
export function useSheetView(scroller: Ref<HTMLElement | null>, count: () => number) {
  const rowHeight = ref(32);
  const scrollTop = ref(0);
  const viewHeight = ref(600);
  const inputBox = shallowRef<ScreenBox>({ left: '0px', top: '0px', width: '0px', height: '0px' });
  const tipBox = reactive({ left: '0px', top: '0px', shown: false });
  const window_ = computed(() => rowWindow(count(), rowHeight.value, scrollTop.value, viewHeight.value));
  const above = computed(() => `${window_.value.first * rowHeight.value}px`);
  const below = computed(() => `${Math.max(0, count() - 1 - window_.value.last) * rowHeight.value}px`);

  const header = (column: number): HTMLElement | null =>
    scroller.value?.querySelector(`[data-head="${column}"]`) ?? null;

  /** Edges of a cell relative to the scrolled content, whether or not its row is drawn. */
  function edges({ row, column }: CellPlace) {
    const box = scroller.value;
    const head = header(column);
    if (!box || !head) return undefined;
    const rect = head.getBoundingClientRect();
    const origin = box.getBoundingClientRect();
    const left = rect.left - origin.left - box.clientLeft + box.scrollLeft;
    return { left, width: rect.width, top: (row + 1) * rowHeight.value, height: rowHeight.value, origin, box, head };
  }
  function placeInput(place: CellPlace): void {
    const cell = edges(place);
    if (cell)
      inputBox.value = {
        left: `${cell.left}px`,
        top: `${cell.top}px`,
        width: `${cell.width}px`,
        height: `${cell.height}px`,
      };
  }
  /** The tip stands under the row, or above it where there is no room: never on the row itself. */
  function placeTip(place: CellPlace, tip: HTMLElement | null): void {
    const cell = edges(place);
    if (!cell || !tip) return;
    const top = cell.origin.top + cell.top - cell.box.scrollTop;
    const left = cell.origin.left + cell.left - cell.box.scrollLeft;
    tipBox.shown = top >= cell.origin.top && top + cell.height <= cell.origin.bottom + 2;
    const room = window.innerHeight - (top + cell.height) - margin;
    const under = room >= tip.offsetHeight || room > top;
    tipBox.top = `${under ? top + cell.height + 4 : Math.max(margin, top - tip.offsetHeight - 4)}px`;
    tipBox.left = `${Math.max(margin, Math.min(left, window.innerWidth - tip.offsetWidth - margin))}px`;
  }
  /** The list of choices hangs under the active cell, or stands on it where there is no room below. */
  const listBox = computed(() => {
    const { left, top, height } = inputBox.value;
    const box = scroller.value;
    const origin = box?.getBoundingClientRect();
    if (!box || !origin) return {};
    const x = `${origin.left + Number.parseFloat(left) - box.scrollLeft}px`;
    const y = origin.top + Number.parseFloat(top) - box.scrollTop;
    const under = y + Number.parseFloat(height);
    return under + 270 < window.innerHeight
      ? { left: x, top: `${under}px` }
      : { left: x, bottom: `${window.innerHeight - y}px` };
  });
  function reveal({ row, column }: CellPlace): void {
    const cell = edges({ row, column });
    if (!cell) return;
    const { box, head } = cell;
    const top = row * rowHeight.value;
    const room = box.clientHeight - 2 * rowHeight.value;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top > box.scrollTop + room) box.scrollTop = top - room;
    if (head.classList.contains('is-frozen')) return;
    const frozen = [...box.querySelectorAll<HTMLElement>('[data-head].is-frozen, .corner')].reduce(
      (sum, each) => sum + each.offsetWidth,
      0,
    );
    if (cell.left < box.scrollLeft + frozen) box.scrollLeft = cell.left - frozen;
    else if (cell.left + cell.width > box.scrollLeft + box.clientWidth)
      box.scrollLeft = cell.left + cell.width - box.clientWidth;
  }
  function measure(): void {
    const box = scroller.value;
    const corner = box?.querySelector<HTMLElement>('.corner');
    if (!box || !corner) return;
    rowHeight.value = corner.offsetHeight;
    viewHeight.value = box.clientHeight;
    scrollTop.value = box.scrollTop;
  }
  let observer: ResizeObserver | undefined;
  onMounted(() => {
    observer = new ResizeObserver(measure);
    const corner = scroller.value?.querySelector('.corner');
    if (scroller.value) observer.observe(scroller.value);
    if (corner) observer.observe(corner);
    void nextTick(measure);
  });
  onBeforeUnmount(() => observer?.disconnect());
  return {
    rowHeight,
    viewHeight,
    scrollTop,
    inputBox,
    tipBox,
    listBox,
    rowWindow: window_,
    above,
    below,
    measure,
    placeInput,
    placeTip,
    reveal,
  };
}
