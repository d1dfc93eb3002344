import { useQuery } from '@tanstack/vue-query';
import { computed, type ComputedRef, reactive, ref, shallowRef } from 'vue';
import { workingCalendarOf } from '#law/statutory-holidays';
import { plainDate } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { api, ApiRefusal } from '#ui/api';
import type { CellFinding, SheetRow } from '#ui/grid/sheet';
import { useAutosave } from '#ui/useAutosave';
import { countOf, judgeOpening, type OpeningFinding } from '../domain/judge-opening';
import type { Application, FilingPart, Lesson, OpeningFacts } from '../domain/opening';
import type { PostField } from '../domain/posts/fields';
import type { RosterField } from '../domain/roster/fields';
import { serverRules } from '../domain/server-rules';
import type { ClassView } from '../server/class-show';
import type { Saved } from '../server/editing';
import {
  isUnreadable,
  lessonRow,
  plainRow,
  type PlanField,
  readLesson,
  type RowOrigin,
  rosterRowOf,
  sheetRowOf,
} from './filing-model';
import { postRow, readPost } from './post-model';

export type Standing = Awaited<ReturnType<typeof api.standing.show>>;

/** The working day, the calendar and the figures in force, as the server has them. */
export function useStanding() {
  const asked = useQuery({ queryKey: ['standing'], queryFn: () => api.standing.show({}), staleTime: 60_000 });
  const calendar = computed(() => workingCalendarOf(asked.data.value?.years ?? []));
  return { asked, standing: asked.data, calendar };
}

/** The parts that are typed; files are sent one by one. */
type SavedPart = Exclude<FilingPart, 'proofs'>;

const unreadableFinding = <Field extends string>(
  row: string,
  read: { field: Field; message: string; fix: string },
): CellFinding<Field> => ({
  row,
  severity: 'blocks',
  rule: 'opening.unreadable',
  cites: [],
  ...read,
});

/** A filing while it is drafted: its parts, what the rules say of them now, and their saving. */
export function useFiling(view: ClassView, standing: ComputedRef<Standing>) {
  const version = ref(view.version);
  const application = reactive<{ -readonly [Key in keyof Application]: Application[Key] }>({ ...view.application });
  const roster = shallowRef<readonly SheetRow<RosterField>[]>(view.roster.map(sheetRowOf));
  const origins = shallowRef<ReadonlyMap<string, RowOrigin>>(
    new Map(
      view.roster.map(({ id, source, damaged }) => [
        id,
        { ...(source ? { source } : {}), ...(damaged ? { damaged } : {}) },
      ]),
    ),
  );
  const planRows = shallowRef<readonly SheetRow<PlanField>[]>(view.lessons.map(lessonRow));
  const postRows = shallowRef<readonly SheetRow<PostField>[]>(view.posts.map(postRow));
  const fromServer = shallowRef<readonly OpeningFinding[]>(view.findings);
  const attachments = shallowRef<ClassView['attachments']>(view.attachments);
  const dormantEmployers = shallowRef<ClassView['dormantEmployers']>(view.dormantEmployers);
  const dirty = new Set<SavedPart>();
  const conflict = ref('');

  const today = computed(() => plainDate(standing.value.today));
  /** Any figure as the server would read it today, later lines of officers included. */
  const figure = computed(() => figuresOn(today.value, standing.value.laterFigures));
  const readPlan = computed(() => planRows.value.map((row) => readLesson(row, today.value)));
  const readPosts = computed(() => postRows.value.map((row) => readPost(row, today.value)));
  const lessons = computed(() => readPlan.value.filter((read): read is Lesson => !isUnreadable(read)));
  const posts = computed(() => readPosts.value.map(({ post }) => post));
  const unreadablePlan = computed(() =>
    readPlan.value.flatMap((read, at) =>
      isUnreadable(read) ? [unreadableFinding(planRows.value[at]?.id ?? '', read)] : [],
    ),
  );
  const unreadablePosts = computed(() =>
    readPosts.value.flatMap(({ post, faults }) => faults.map((fault) => unreadableFinding(post.id, fault))),
  );
  /** A cell of which nothing can be made has its own finding; that it is not filled in is not said as well. */
  const unreadableCells = computed(() => new Set(unreadablePosts.value.map(({ row, field }) => `${row}/${field}`)));
  const rosterRows = computed(() => roster.value.map((row) => rosterRowOf(row, origins.value.get(row.id))));

  const facts = computed<OpeningFacts>(() => ({
    filedOn: today.value,
    calendar: workingCalendarOf(standing.value.years),
    application: { ...application },
    roster: rosterRows.value,
    posts: posts.value,
    lessons: lessons.value,
    institution: view.institution,
    catalogue: view.catalogue,
    overlaps: [],
    earlierTrainings: [],
    doubleBookings: [],
    dormantEmployers: dormantEmployers.value,
    attachments: attachments.value,
  }));
  /** What the rules say of the facts, whether they are those of the filing or what it would come to. */
  const judge = (asked: OpeningFacts): OpeningFinding[] => judgeOpening(asked, standing.value.laterFigures);
  const findings = computed<OpeningFinding[]>(() => [
    ...judge(facts.value).filter(({ row = '', field }) => !unreadableCells.value.has(`${row}/${field}`)),
    ...fromServer.value.filter((finding) => serverRules.has(finding.rule)),
  ]);
  const findingsOf = (part: FilingPart) => findings.value.filter((finding) => finding.part === part);
  const unreadableCount = (part: FilingPart) =>
    part === 'plan' ? unreadablePlan.value.length : part === 'posts' ? unreadablePosts.value.length : 0;
  const blocksOf = (part: FilingPart) => countOf(findingsOf(part), 'blocks') + unreadableCount(part);
  const warnsOf = (part: FilingPart) => countOf(findingsOf(part), 'warns');

  /** Asks anew whose the files are, after some were sent or the roster changed. */
  async function reloadAttachments(): Promise<void> {
    attachments.value = (await api.attachment.list({ classId: view.id })).attachments;
  }

  const savers: Record<SavedPart, () => Promise<Pick<Saved, 'version' | 'findings' | 'dormantEmployers'>>> = {
    application: () =>
      api.class['save-application']({ classId: view.id, version: version.value, application: { ...application } }),
    plan: () => api.class['save-plan']({ classId: view.id, version: version.value, lessons: [...lessons.value] }),
    roster: () =>
      api.class['save-roster']({ classId: view.id, version: version.value, rows: rosterRows.value.map(plainRow) }),
    posts: () => api.class['save-posts']({ classId: view.id, version: version.value, posts: [...posts.value] }),
  };

  async function saveDirty(): Promise<void> {
    for (const part of dirty) {
      dirty.delete(part);
      try {
        const saved = await savers[part]();
        version.value = saved.version;
        fromServer.value = saved.findings;
        dormantEmployers.value = saved.dormantEmployers;
        if (part === 'roster' && attachments.value.length > 0) await reloadAttachments();
      } catch (error) {
        dirty.add(part);
        if (error instanceof ApiRefusal && error.kind === 'conflict') conflict.value = error.message;
        throw error;
      }
    }
  }
  const explain = (error: unknown) => (error instanceof ApiRefusal ? error.message : '没有保存成功，请检查网络');
  const { status, touch, flush } = useAutosave<number>(saveDirty, { delay: 900, explain });
  let changes = 0;
  /** Notes that a part was changed; it is saved within two seconds. */
  function changed(part: SavedPart): void {
    dirty.add(part);
    changes += 1;
    touch(changes);
  }
  return {
    version,
    application,
    roster,
    origins,
    planRows,
    postRows,
    today,
    figure,
    facts,
    lessons,
    posts,
    rosterRows,
    judge,
    findings,
    findingsOf,
    blocksOf,
    warnsOf,
    unreadablePlan,
    unreadablePosts,
    attachments,
    reloadAttachments,
    status,
    flush,
    changed,
    conflict,
  };
}

export type Filing = ReturnType<typeof useFiling>;
