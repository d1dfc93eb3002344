import { computed, type ComputedRef, reactive, ref, shallowRef } from 'vue';
import { type PlainDate, plainDate } from '#kernel/plain-date';
import { api, ApiRefusal } from '#ui/api';
import type { CellFinding, SheetRow } from '#ui/grid/sheet';
import { useAutosave } from '#ui/useAutosave';
import type { ChangedApplication, ChangeKind } from '../../domain/change/change';
import type { ChangeFinding } from '../../domain/change/judge-change';
import type { Lesson } from '../../domain/opening';
import type { RosterField } from '../../domain/roster/fields';
import { emptyCells } from '../../domain/roster/row';
import type { ChangeView } from '../../server/change/show';
import { isUnreadable, lessonRow, type PlanField, readLesson } from '../filing-model';
import type { Standing } from '../useFiling';

/** How a trainee is to stand after the change. */
export type TraineeStanding = 'stays' | 'leaves' | 'replaced';

/** A change while it is written: what it asks for, what the rules say of it, and its saving. */
export function useChange(view: ChangeView, standing: ComputedRef<Standing>) {
  const today = computed(() => plainDate(standing.value.today));
  const version = ref(view.version);
  const kinds = ref<readonly ChangeKind[]>(view.kinds);
  const findings = shallowRef<readonly ChangeFinding[]>(view.findings);
  const conflict = ref('');
  const reason = ref(view.reason);
  const application = reactive<{ -readonly [Key in keyof ChangedApplication]: ChangedApplication[Key] }>({
    ...view.proposal.application,
  });
  const rosterFrom = ref<PlainDate | undefined>(view.proposal.rosterFrom);

  /** Lessons given, or due today: they stand. */
  const past = view.before.lessons.filter(({ taughtOn }) => taughtOn <= today.value);
  const pastIds = new Set(past.map(({ id }) => id));
  const planRows = shallowRef<readonly SheetRow<PlanField>[]>(
    view.proposal.lessons.filter(({ id }) => !pastIds.has(id)).map(lessonRow),
  );
  const read = computed(() => planRows.value.map((row) => readLesson(row, today.value)));
  const unreadable = computed(() =>
    read.value.flatMap((each, at): CellFinding<PlanField>[] =>
      isUnreadable(each)
        ? [{ row: planRows.value[at]?.id ?? '', severity: 'blocks', rule: 'opening.unreadable', cites: [], ...each }]
        : [],
    ),
  );
  const lessons = computed(() => [...past, ...read.value.filter((each): each is Lesson => !isUnreadable(each))]);

  const leaving = ref<ReadonlySet<string>>(new Set(view.proposal.withdrawals));
  const replaced = ref<ReadonlyMap<string, string>>(
    new Map(view.proposal.substitutions.map(({ leaves, joins }) => [joins.id, leaves])),
  );
  const nameOf = (row: string): string => view.before.roster.find(({ id }) => id === row)?.cells.name ?? '';
  const substitutes = shallowRef<readonly SheetRow<RosterField>[]>(
    view.proposal.substitutions.map(({ leaves, joins }) => ({
      id: joins.id,
      cells: { ...joins.cells, position: nameOf(leaves) },
    })),
  );
  const substitutions = computed(() =>
    substitutes.value.flatMap(({ id, cells }) => {
      const leaves = replaced.value.get(id);
      return leaves ? [{ leaves, joins: { id, cells: { ...emptyCells(), ...cells, position: '' } } }] : [];
    }),
  );

  async function save(): Promise<void> {
    if (unreadable.value.length > 0) return;
    try {
      const saved = await api.change.save({
        classId: view.classId,
        changeId: view.id,
        version: version.value,
        reason: reason.value,
        proposal: {
          application: { ...application },
          lessons: lessons.value.map((lesson) => ({ ...lesson })),
          rosterFrom: rosterFrom.value,
          withdrawals: [...leaving.value],
          substitutions: substitutions.value,
        },
      });
      version.value = saved.version;
      findings.value = saved.findings;
      kinds.value = saved.kinds;
    } catch (error) {
      if (error instanceof ApiRefusal && error.kind === 'conflict') conflict.value = error.message;
      throw error;
    }
  }
  const explain = (error: unknown) => (error instanceof ApiRefusal ? error.message : '没有保存成功，请检查网络');
  const { status, touch, flush } = useAutosave<number>(save, { delay: 900, explain });
  let changes = 0;
  const changed = (): void => touch((changes += 1));

  const standingOf = (row: string): TraineeStanding =>
    leaving.value.has(row) ? 'leaves' : [...replaced.value.values()].includes(row) ? 'replaced' : 'stays';

  /** Sets how a trainee is to stand; a substitute’s row comes and goes with it. */
  function setStanding(row: string, next: TraineeStanding): void {
    const others = new Set(leaving.value);
    others.delete(row);
    if (next === 'leaves') others.add(row);
    leaving.value = others;
    const former = [...replaced.value].find(([, leaves]) => leaves === row)?.[0];
    const pairs = new Map(replaced.value);
    if (next === 'replaced' && !former) {
      const id = crypto.randomUUID();
      pairs.set(id, row);
      substitutes.value = [...substitutes.value, { id, cells: { ...emptyCells(), position: nameOf(row) } }];
    } else if (next !== 'replaced' && former) {
      pairs.delete(former);
      substitutes.value = substitutes.value.filter(({ id }) => id !== former);
    }
    replaced.value = pairs;
    changed();
  }

  /** A row deleted in the sheet gives its place back. */
  function settleSubstitutes(): void {
    const kept = new Set(substitutes.value.map(({ id }) => id));
    replaced.value = new Map([...replaced.value].filter(([id]) => kept.has(id)));
    changed();
  }

  return {
    today,
    version,
    kinds,
    findings,
    conflict,
    reason,
    application,
    rosterFrom,
    past,
    planRows,
    unreadable,
    lessons,
    substitutes,
    substitutions,
    status,
    flush,
    changed,
    standingOf,
    setStanding,
    settleSubstitutes,
  };
}

export type ChangeDraft = ReturnType<typeof useChange>;
