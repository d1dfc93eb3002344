import { type Ref, reactive, ref, watch } from 'vue';
import { useAct } from '#ui/useAct';
import { useToasts } from '#ui/useToasts';
import { refusalReasons } from '#ui/trouble';
import { usePapers } from './papers';

/** What leave and correction ask alike. */
interface Asked {
  readonly row: string;
  readonly reason: string;
  readonly paperIds: string[];
}

/** The part of both forms that is the same: whose, why, with which papers, and what came of it. */
export function useAbsenceForm(open: Ref<boolean>, classId: () => string, after: () => void) {
  const { say } = useToasts();
  const { isBusy, error: errors, attempt, forget } = useAct(refusalReasons);
  const papers = usePapers();
  const [rowId, reason, tries] = [ref<string>(), ref(''), ref(0)];
  watch(open, () => {
    tries.value = 0;
    forget();
  });
  return reactive({
    rowId,
    reason,
    papers,
    isBusy,
    errors,
    /** How often it was handed in since the dialog opened. */
    tries,
    missing: (value: unknown, words: string): string | undefined => (tries.value > 0 && !value ? words : undefined),
    /** Hands it in when all is filled in; what was typed stays until it was taken. */
    async submit(isWhole: boolean, ask: (asked: Asked) => Promise<{ what: string; next: string }>): Promise<void> {
      tries.value += 1;
      const row = rowId.value;
      if (!isWhole || !row || !reason.value.trim()) return;
      await attempt(async () => {
        const told = await ask({ row, reason: reason.value, paperIds: await papers.send(classId()) });
        say({ ...told, tone: 'ok' });
        papers.clear();
        [rowId.value, reason.value, open.value] = [undefined, '', false];
        after();
      });
    },
  });
}

export type AbsenceForm = ReturnType<typeof useAbsenceForm>;
