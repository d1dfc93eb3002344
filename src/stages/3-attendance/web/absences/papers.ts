import { computed, ref } from 'vue';
import { api } from '#ui/api';
import type { correctionEvidenceKinds } from '../../domain/correction/correction';

/** What a paper handed in shows. */
export type PaperKind = 'sickNote' | (typeof correctionEvidenceKinds)[number];

interface Chosen {
  readonly id: string;
  readonly kind: PaperKind;
  readonly file: File;
  /** Set once the server has it, so that a second try does not send it again. */
  paperId?: string;
}

export const paperAccept = ['.jpg', '.jpeg', '.png', '.webp', '.pdf'] as const;
export const largestPaper = 10_000_000;

/** Papers chosen on a form, sent when the form is. */
export function usePapers() {
  const chosen = ref<Chosen[]>([]);
  return {
    files: computed(() => chosen.value.map(({ id, file }) => ({ id, name: file.name, size: file.size }))),
    add(files: readonly File[], kind: PaperKind): void {
      chosen.value = [...chosen.value, ...files.map((file) => ({ id: crypto.randomUUID(), kind, file }))];
    },
    remove(id: string): void {
      chosen.value = chosen.value.filter((each) => each.id !== id);
    },
    clear(): void {
      chosen.value = [];
    },
    async send(classId: string): Promise<string[]> {
      const ids: string[] = [];
      for (const each of chosen.value) {
        each.paperId ??= (
          await api.absence['add-paper']({ classId, kind: each.kind }, { body: each.file, fileName: each.file.name })
        ).paperId;
        ids.push(each.paperId);
      }
      return ids;
    },
  };
}
