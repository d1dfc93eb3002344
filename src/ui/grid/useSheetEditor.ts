import { computed, nextTick, type Ref, ref } from 'vue';
import { shownText } from './edits';
import type { SheetChoice, SheetColumn } from './sheet';

const plainForm = (text: string): string => text.normalize('NFKC').toLowerCase().trim();

/** Choices that fit what is typed, by word or by value; ④ and 4 are the same. */
export function fittingChoices(choices: readonly SheetChoice[], typed: string): readonly SheetChoice[] {
  const text = plainForm(typed);
  if (text === '') return choices;
  return choices.filter((choice) => plainForm(choice.label).includes(text) || plainForm(choice.value).startsWith(text));
}

/**
 * The one input of the sheet: it always has the focus and lies over the active cell, unseen until something is typed,
 * so that an input method composes in place and the first letter is never lost.
 */
export function useSheetEditor(input: Ref<HTMLTextAreaElement | null>, column: () => SheetColumn | undefined) {
  /** `type` replaces the cell and arrows leave it; `edit` changes it and arrows walk the text. */
  const mode = ref<'off' | 'type' | 'edit'>('off');
  const typed = ref('');
  const highlighted = ref(0);
  let touched = false;

  const choices = computed(() =>
    mode.value !== 'off' && column()?.kind === 'choice'
      ? fittingChoices(column()?.choices ?? [], touched || mode.value === 'type' ? typed.value : '')
      : [],
  );

  function begin(how: 'type' | 'edit', stored: string): void {
    const now = column();
    if (!now || !input.value) return;
    mode.value = how;
    touched = how === 'type';
    if (how === 'edit') {
      const text = shownText(now, stored);
      input.value.value = text;
      input.value.setSelectionRange(now.kind === 'choice' ? 0 : text.length, text.length);
    }
    typed.value = input.value.value;
    highlighted.value = Math.max(
      0,
      (now.choices ?? []).findIndex((choice) => choice.value === stored),
    );
    if (how === 'type') highlighted.value = 0;
  }
  function end(): void {
    mode.value = 'off';
    typed.value = '';
    touched = false;
    if (input.value) input.value.value = '';
  }
  return {
    mode,
    typed,
    choices,
    highlighted,
    begin,
    end,
    /** Called on every change of the text. */
    note() {
      touched = true;
      typed.value = input.value?.value ?? '';
      highlighted.value = 0;
    },
    /** What to store: the highlighted choice where one fits, else the text as typed. */
    answer(): string {
      return choices.value[highlighted.value]?.value ?? input.value?.value ?? '';
    },
    walk(by: 1 | -1) {
      const count = choices.value.length;
      if (count) highlighted.value = (highlighted.value + by + count) % count;
    },
    lineBreak() {
      const box = input.value;
      if (!box) return;
      box.setRangeText('\n', box.selectionStart, box.selectionEnd, 'end');
      typed.value = box.value;
    },
    focus: () => nextTick(() => input.value?.focus({ preventScroll: true })),
  };
}
