import { type PlainDate, parsePlainDate } from '#kernel/plain-date';
import { cellName } from '#kernel/sheet';
import { traineeCategories } from '#law/trainee-categories';
import { ethnicGroups } from '#law/ethnic-groups';
import { labelOf } from '#law/clause-labels';
import type { Finding } from '#law/rule';
import type { CellFinding, SheetColumn, SheetRow } from '#ui/grid/sheet';
import { parseTypedDate, parseTypedTime } from '#ui/typed-date';
import { clockText, type Lesson, type LessonKind, lessonKindNames, lessonKinds } from '../domain/opening';
import { type RosterField, rosterFieldLabels, rosterFields } from '../domain/roster/fields';
import { emptyCells, type RosterRow } from '../domain/roster/row';

/** What a roster row carries beside its cells: where it stood in the clerk’s file, and which digits were lost. */
export type RowOrigin = Pick<RosterRow, 'source' | 'damaged'>;

export const sheetRowOf = (row: RosterRow): SheetRow<RosterField> => ({ id: row.id, cells: row.cells });

export function rosterRowOf(row: SheetRow<RosterField>, origin: RowOrigin | undefined): RosterRow {
  return { id: row.id, cells: { ...emptyCells(), ...row.cells }, ...origin };
}

const choice = (value: string) => ({ value, label: value });
const widths: Partial<Record<RosterField, number>> = {
  name: 92,
  sex: 56,
  ethnicGroup: 76,
  birth: 104,
  id: 178,
  education: 84,
  householdType: 84,
  category: 168,
  phone: 122,
  address: 220,
  proof: 120,
  insured: 84,
  poverty: 108,
  priorTraining: 140,
  voucher: 130,
  note: 140,
};
const order: readonly RosterField[] = [
  'name',
  'sex',
  'ethnicGroup',
  'birth',
  'id',
  'education',
  'householdType',
  'category',
  'phone',
  'insured',
  'address',
  'proof',
  'poverty',
  'priorTraining',
  'voucher',
  'note',
];
const choices: Partial<Record<RosterField, readonly { value: string; label: string }[]>> = {
  sex: ['男', '女'].map(choice),
  ethnicGroup: ethnicGroups.map((group) => choice(group.name)),
  category: traineeCategories.map((category) => ({
    value: category.shortName,
    label: `${category.mark} ${category.shortName}`,
  })),
  insured: ['是', '否'].map(choice),
  poverty: ['是', '否'].map(choice),
};

/** The columns of 附件4 as the grid shows them; identity and name stay in sight. */
export const rosterColumns: readonly SheetColumn<RosterField>[] = order.map((field) => {
  const list = choices[field];
  return {
    field,
    name: rosterFieldLabels[field],
    width: widths[field] ?? 100,
    frozen: field === 'name',
    kind: list ? 'choice' : field === 'birth' ? 'date' : 'text',
    ...(list ? { choices: list } : {}),
  };
});

const isRosterField = (name: string): name is RosterField => rosterFields.some((field) => field === name);

/** The cell a finding stands at, in the clerk’s own file. */
function sourceCell(finding: Finding, origin: RowOrigin | undefined): string | undefined {
  const source = origin?.source;
  const column = source && isRosterField(finding.field) ? source.columns[finding.field] : undefined;
  return source && column !== undefined ? `原表第 ${source.row + 1} 行 ${cellName(source.row, column)}` : undefined;
}

export function cellFindings<Field extends string>(
  findings: readonly Finding[],
  isField: (name: string) => name is Field,
  origins?: ReadonlyMap<string, RowOrigin>,
): CellFinding<Field>[] {
  return findings.flatMap((finding) => {
    if (finding.row === undefined || !isField(finding.field)) return [];
    const { row, field, severity, message, fix, rule, cites } = finding;
    return [
      {
        row,
        field,
        severity,
        message,
        fix,
        rule,
        cites: [...new Set(cites.map(labelOf))],
        sourceCell: sourceCell(finding, origins?.get(row)),
      },
    ];
  });
}

export const rosterCellFindings = (findings: readonly Finding[], origins: ReadonlyMap<string, RowOrigin>) =>
  cellFindings(findings, isRosterField, origins);

export type PlanField = 'taughtOn' | 'starts' | 'ends' | 'lessonHours' | 'kind' | 'content' | 'teacherId' | 'venueId';

export const lessonRow = (lesson: Lesson): SheetRow<PlanField> => ({
  id: lesson.id,
  cells: {
    taughtOn: lesson.taughtOn,
    starts: clockText(lesson.startsMinute),
    ends: clockText(lesson.endsMinute),
    lessonHours: String(lesson.lessonHours),
    kind: lesson.kind,
    content: lesson.content,
    teacherId: lesson.teacherId ?? '',
    venueId: lesson.venueId ?? '',
  },
});

/** Minutes since midnight of a time as typed. */
export function readClock(text: string): number | undefined {
  const time = parseTypedTime(text);
  return time === undefined ? undefined : Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

const kindOf = (text: string): LessonKind | undefined =>
  lessonKinds.find((kind) => kind === text || lessonKindNames[kind] === text) ??
  (text === '实训' || text === '实践' ? 'practice' : text === '考核' ? 'exam' : undefined);

export type Unreadable<Field extends string> = {
  readonly field: Field;
  readonly message: string;
  readonly fix: string;
};

/** A row of the plan as a lesson, or what of it cannot be read. */
export function readLesson(row: SheetRow<PlanField>, today: PlainDate): Lesson | Unreadable<PlanField> {
  const cell = (field: PlanField) => row.cells[field]?.trim() ?? '';
  const written = cell('taughtOn');
  const taughtOn = parsePlainDate(written) ?? parseTypedDate(written, { today });
  if (!taughtOn)
    return {
      field: 'taughtOn',
      message: written ? `“${written}”不是日期。` : '没有填写日期。',
      fix: '请写成 2026-12-14。',
    };
  const startsMinute = readClock(cell('starts'));
  if (startsMinute === undefined) return { field: 'starts', message: '上课时间读不出来。', fix: '请写成 08:30。' };
  const endsMinute = readClock(cell('ends'));
  if (endsMinute === undefined || endsMinute <= startsMinute)
    return { field: 'ends', message: '下课时间应晚于上课时间。', fix: '请写成 11:30。' };
  const lessonHours = Number(cell('lessonHours'));
  if (!Number.isInteger(lessonHours) || lessonHours < 1 || lessonHours > 24)
    return { field: 'lessonHours', message: '课时应为 1 至 24 的整数。', fix: '请填写这次课的课时数。' };
  const kind = kindOf(cell('kind'));
  if (!kind) return { field: 'kind', message: '类型应为理论、实操或考试。', fix: '请从列表中选择。' };
  return {
    id: row.id,
    taughtOn,
    startsMinute,
    endsMinute,
    lessonHours,
    kind,
    content: cell('content'),
    teacherId: cell('teacherId') || undefined,
    venueId: cell('venueId') || undefined,
  };
}

export const isUnreadable = <Value extends object, Field extends string>(
  read: Value | Unreadable<Field>,
): read is Unreadable<Field> => 'message' in read && 'fix' in read;

/** A roster row as the command takes it: plain, mutable copies. */
export function plainRow({ id, cells, source, damaged }: RosterRow) {
  return {
    id,
    cells: { ...cells },
    ...(source ? { source: { ...source, columns: { ...source.columns } } } : {}),
    ...(damaged ? { damaged: [...damaged] } : {}),
  };
}
