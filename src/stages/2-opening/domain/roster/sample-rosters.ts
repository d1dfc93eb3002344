import { cellName, type Sheet, type SheetCell } from '#kernel/sheet';
import { type RosterField, requiredFields } from './fields';
import { type CellWriter, headingStyles, sampleWriter } from './sample-layouts';
import { type Person, pickWith, samplePerson, seeded } from './sample-people';

type Cells = (SheetCell | undefined)[];

/** A roster as some clerk lays it out, and where each trainee stands in it. */
export interface SampleRoster {
  readonly sheet: Sheet;
  readonly people: readonly Person[];
  /** A1 name of a trainee’s cell. */
  cell(person: number, field: RosterField): string;
}

const text = (value: string): SheetCell => ({ kind: 'text', text: value });
const optional = [
  'position',
  'ethnicGroup',
  'education',
  'householdType',
  'address',
  'proof',
  'insured',
  'poverty',
  'note',
] as const;

function shuffled<Item>(items: readonly Item[], below: (limit: number) => number): Item[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = below(at + 1);
    const [a, b] = [mixed[at], mixed[other]];
    if (a !== undefined && b !== undefined) [mixed[at], mixed[other]] = [b, a];
  }
  return mixed;
}

const titles = [
  '就业技能培训学员备案花名册',
  '培训机构：焦作市示范职业培训学校    培训专业：养老护理员    等级：五级    期数：2026年第3期',
  '填报单位（盖章）：              联系电话：0391-3560000        2026年12月1日',
];

const endings: readonly Cells[] = [
  [text('合计'), text('12人')],
  [text('经办人：            审核人：            （公章）      年   月   日')],
  [text('备注：1.本表一式三份，机构、县人社局各存一份。2.身份证号请用文本格式。')],
  [undefined, text('填表人：王某'), undefined, text('联系电话：13800000000')],
  [text('单位负责人（签字）：'), undefined, undefined, text('填报日期：2026年12月1日')],
];

/** Heading rows: one, or two with a group above, or two with the single cells merged upward. */
function headingRows(fields: readonly RosterField[], indent: number, below: (limit: number) => number): Cells[] {
  const pick = pickWith(below);
  const margin: Cells = Array.from({ length: indent }, () => undefined);
  const names = fields.map((field) => text(pick(headingStyles[field] ?? [field])));
  const kind = below(3);
  if (kind === 0) return [[...margin, ...names]];
  if (kind === 1)
    return [
      [...margin, undefined, text('基本信息'), undefined, undefined, text('其他信息')],
      [...margin, ...names],
    ];
  const isLow = fields.map(() => below(2) === 0);
  const upper = names.map((name, at) => (isLow[at] ? undefined : name));
  const lower = names.map((name, at) => (isLow[at] ? name : undefined));
  return [
    [...margin, ...upper],
    [...margin, ...lower],
  ];
}

interface SampleOptions {
  readonly seed: number;
  /** Spoils the people before they are written. */
  readonly spoil?: (people: Person[], below: (limit: number) => number) => void;
  /** Overrides the writing of single cells. */
  readonly write?: (plain: CellWriter) => CellWriter;
}

/** A roster of twelve in a layout drawn from the seed. */
export function sampleRoster({ seed, spoil, write }: SampleOptions): SampleRoster {
  const below = seeded(seed);
  const people = Array.from({ length: 12 }, (_, index) => samplePerson(below, index));
  spoil?.(people, below);
  const plain = sampleWriter(below);
  const writer = write?.(plain) ?? plain;
  const chosen = optional.filter(() => below(3) > 0);
  const fields = shuffled<RosterField>([...requiredFields, 'sex', 'birth', ...chosen], below);
  const indent = below(4) === 0 ? 1 : 0;
  const heading = headingRows(fields, indent, below);
  const rows: (Cells | undefined)[] = titles.slice(0, below(4)).map((title) => [text(title)]);
  if (below(3) === 0) rows.push(undefined);
  rows.push(...heading);
  const places: number[] = [];
  people.forEach((person, index) => {
    if (index > 0 && below(12) === 0) rows.push(undefined);
    if (index === 6 && below(3) === 0) rows.push([text('本页小计'), text('6人')], ...heading);
    places.push(rows.length);
    rows.push([...Array.from({ length: indent }, () => undefined), ...fields.map((field) => writer(field, person))]);
  });
  rows.push(...endings.slice(0, below(endings.length + 1)));
  return {
    sheet: { name: '花名册', rows },
    people,
    cell: (person, field) => cellName(places[person] ?? -1, indent + fields.indexOf(field)),
  };
}
