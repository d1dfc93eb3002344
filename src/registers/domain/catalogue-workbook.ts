import { cellName, type Sheet } from '#kernel/sheet';
import type { CatalogueLine } from './catalogue';
import type { Level } from './institution';

/** A row of an uploaded catalogue that could not be read, by the A1 name of its cell. */
export interface UnreadRow {
  readonly cell: string;
  readonly why: string;
}

export interface CatalogueReading {
  readonly sheet: string;
  readonly lines: readonly CatalogueLine[];
  readonly unread: readonly UnreadRow[];
}

const columns = {
  code: ['职业编码', '编码', '代码', '职业代码', '编号'],
  name: ['职业（工种）', '职业(工种)', '职业名称', '职业（工种）名称', '职业(工种)名称', '工种', '职业', '名称'],
  level: ['等级', '级别', '技能等级', '职业技能等级', '培训等级'],
  hours: ['规定课时', '课时', '学时', '培训课时', '培训学时', '规定学时'],
} as const;
type Column = keyof typeof columns;
const columnKeys = ['code', 'name', 'level', 'hours'] as const satisfies readonly Column[];

const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '');

const levelWords: readonly (readonly [RegExp, Level])[] = [
  [/^(?:一级|1级?|高级技师)$/, 1],
  [/^(?:二级|2级?|技师)$/, 2],
  [/^(?:三级|3级?|高级工?)$/, 3],
  [/^(?:四级|4级?|中级工?)$/, 4],
  [/^(?:五级|5级?|初级工?)$/, 5],
];

/** 五级、四级 / 初级工 / 三级（高级工）: the levels a cell names, in its order, each once. */
export function readLevels(text: string): Level[] | undefined {
  const words = text
    .normalize('NFKC')
    .split(/[、,;/\s()和]+/)
    .filter((word) => word !== '');
  const found = words.flatMap((word) => levelWords.find(([form]) => form.test(word))?.[1] ?? []);
  return found.length > 0 && found.length === words.length ? [...new Set(found)] : undefined;
}

/** One number for all levels, or as many as there are levels, in their written order. */
function readHours(text: string): number[] | undefined {
  const words = text
    .normalize('NFKC')
    .split(/[、,;/\s]+/)
    .map((word) => word.replace(/(?:课时|学时)$/, ''))
    .filter((word) => word !== '');
  const hours = words.map(Number);
  return hours.length > 0 && hours.every((each) => Number.isInteger(each) && each >= 1 && each <= 2000)
    ? hours
    : undefined;
}

interface Heading {
  readonly row: number;
  readonly at: Record<Column, number>;
}

function findHeading(sheet: Sheet): Heading | undefined {
  for (const [row, cells] of sheet.rows.slice(0, 20).entries()) {
    const words = (cells ?? []).map((cell) => plain(cell?.text ?? ''));
    const place = (key: Column): number => words.findIndex((word) => columns[key].some((name) => plain(name) === word));
    const at = { code: place('code'), name: place('name'), level: place('level'), hours: place('hours') };
    if (columnKeys.every((key) => at[key] >= 0)) return { row, at };
  }
  return undefined;
}

const codeForm = /^\d-\d{2}-\d{2}-\d{2}$/;

function readRow(words: Record<Column, string>, cell: (column: Column) => string): CatalogueLine[] | UnreadRow {
  const code = plain(words.code).replace(/[—–－]/g, '-');
  const name = plain(words.name);
  const found = readLevels(words.level);
  const hours = readHours(words.hours);
  if (!codeForm.test(code)) return { cell: cell('code'), why: `“${words.code}”不是 4-10-01-05 这样的职业编码` };
  if (name === '' || name.length > 40) return { cell: cell('name'), why: '没有职业名称，或超过 40 个字' };
  if (!found) return { cell: cell('level'), why: `“${words.level}”不是五级至一级` };
  if (!hours) return { cell: cell('hours'), why: `“${words.hours}”不是 1 至 2000 的整课时` };
  const [only = 0] = hours;
  if (hours.length !== 1 && hours.length !== found.length)
    return { cell: cell('hours'), why: `写了 ${found.length} 个等级、${hours.length} 个课时，对不上` };
  return found.map((level, at) => ({
    occupationCode: code,
    occupationName: name,
    level,
    requiredHours: hours.length === 1 ? only : (hours[at] ?? only),
  }));
}

/** Reads the first sheet that has the four columns; undefined where none has. */
export function readCatalogueSheets(sheets: readonly Sheet[]): CatalogueReading | undefined {
  for (const sheet of sheets) {
    const heading = findHeading(sheet);
    if (!heading) continue;
    const lines: CatalogueLine[] = [];
    const unread: UnreadRow[] = [];
    for (let row = heading.row + 1; row < sheet.rows.length; row += 1) {
      const text = (key: Column): string => sheet.rows[row]?.[heading.at[key]]?.text.trim() ?? '';
      const words = { code: text('code'), name: text('name'), level: text('level'), hours: text('hours') };
      if (columnKeys.every((key) => words[key] === '')) continue;
      const read = readRow(words, (key) => cellName(row, heading.at[key]));
      if ('why' in read) unread.push(read);
      else lines.push(...read);
    }
    return { sheet: sheet.name, lines, unread };
  }
  return undefined;
}
