import { computed, type Ref, ref, watch } from 'vue';
import { type PlainDate, parsePlainDate } from '#kernel/plain-date';

/** The head of an edition while it is typed. */
export interface EditionHeadDraft {
  document: string;
  documentNumber: string;
  issuedOn: PlainDate | undefined;
  from: PlainDate | undefined;
  until: PlainDate | undefined;
}

export const emptyHead = (): EditionHeadDraft => ({
  document: '',
  documentNumber: '',
  issuedOn: undefined,
  from: undefined,
  until: undefined,
});

export type HeadFaults = Partial<Record<keyof EditionHeadDraft, string>>;

/** What is still wrong with the head, in the words of the server. */
export function headFaults(head: EditionHeadDraft, today: PlainDate): HeadFaults {
  const { document, documentNumber, issuedOn, from, until } = head;
  return {
    ...(document.trim().length < 4 ? { document: '请写明文件名称' } : {}),
    ...(documentNumber.trim().length < 4 ? { documentNumber: '请写明文号' } : {}),
    ...(issuedOn ? (issuedOn > today ? { issuedOn: '印发日不能在今天之后' } : {}) : { issuedOn: '请填写印发日' }),
    ...(from
      ? from <= today
        ? { from: '生效日须在今天之后：已经申报、审批的班仍按当时的目录' }
        : {}
      : { from: '请填写生效日' }),
    ...(until && from && until < from ? { until: '有效期止须在生效日当天或之后' } : {}),
  };
}

const dayOf = (value: unknown): PlainDate | undefined =>
  typeof value === 'string' ? parsePlainDate(value) : undefined;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function readHead(value: unknown): EditionHeadDraft {
  const held: Partial<Record<string, unknown>> = typeof value === 'object' && value !== null ? { ...value } : {};
  return {
    document: textOf(held['document']),
    documentNumber: textOf(held['documentNumber']),
    issuedOn: dayOf(held['issuedOn']),
    from: dayOf(held['from']),
    until: dayOf(held['until']),
  };
}

/**
 * A draft of an edition that outlives the page: kept in this browser until it is sent, because nothing of it is the
 * bureau’s before its second person has confirmed it.
 */
export function useEditionDraft<Content>(name: string, empty: () => Content, read: (value: unknown) => Content) {
  const key = `mingxun.edition.${name}`;
  const stored = (): { head?: unknown; content?: unknown } => {
    try {
      const parsed: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
      return typeof parsed === 'object' && parsed !== null ? parsed : {};
    } catch {
      return {};
    }
  };
  const kept = stored();
  const head = ref(readHead(kept.head));
  const content: Ref<Content> = ref(read(kept.content)) as Ref<Content>;
  const isKept = computed(() => JSON.stringify(head.value) !== JSON.stringify(emptyHead()));
  watch(
    [head, content],
    () => localStorage.setItem(key, JSON.stringify({ head: head.value, content: content.value })),
    { deep: true },
  );
  function forget(): void {
    head.value = emptyHead();
    content.value = empty();
    queueMicrotask(() => localStorage.removeItem(key));
  }
  return { head, content, isKept, forget };
}
