import type { Sheet, SheetCell } from '#kernel/sheet';
import { withoutBlanks } from './characters';
import type { Columns, ListForm } from './form';
import type { HeaderRows } from './find-header';

type SheetRow = readonly (SheetCell | undefined)[];

const bare = (cell: SheetCell | undefined): string => (cell ? withoutBlanks(cell.text) : '');

const total =
  /^(?:[（(]?(?:合计|总计|小计|共计|累计|总人数|人数合计|合计人数|总数|本页小计|本页合计|汇总)|共[（(]?\d+[）)]?人|本[班期页]共)/;
const signature =
  /^(?:培训)?(?:机构|学校|单位|县区|人社局|人社部门)?(?:经办|审核|审批|复核|核查|填表|填报|制表|制单|负责|联系|报送|初审|终审|主管|校长|班主任)(?:人|者|领导|单位|日期|时间|员|意见)*(?:签字|签名|签章|盖章)?[)）]*[:：]/;
const closing =
  /^(?:备注|说明|注|附注|填表说明|填报说明|填写说明|注意事项|日期|填报日期|年月日|[（(]?(?:单位)?(?:公章|盖章|签章)[)）]?|单位[（(]?(?:公章|盖章|签章))[:：)）]?/;
const example = /^[（(]?(?:例|示例|样例|举例|范例|填写示例|填写样例|样表|例如)[)）:：]?/;
const guidance =
  /^(?:必填|选填|必录|文本|文本格式|下拉选择|下拉|格式|数字|日期格式|请填写.*|请选择.*|如[:：].*|例如.*|填写.*|18位|11位|系统生成)/;

/** Cells that are nothing but 1 2 3 …, (1) (2) … or 甲 乙 …: the numbering of columns under a heading. */
const columnNumber = /^(?:[（(]?\d{1,2}[）)]?|[甲乙丙丁戊]|栏次)$/;
/** A sentence alone in its row is longer than any name. */
const longestName = 8;

/** 合计、共 5 人、制表人：…: words that close a list, in whatever column they stand. */
export const closesList = (text: string): boolean => total.test(text) || signature.test(text);

const countOf = (row: SheetRow): number => row.filter((cell) => bare(cell) !== '').length;

/** Text repeated from the title and heading rows: the next printed page of the same table. */
function repeatsAbove(row: SheetRow, sheet: Sheet, header: HeaderRows): boolean {
  for (let at = 0; at <= header.bottom; at += 1) {
    const above = sheet.rows[at];
    if (!above || countOf(above) === 0) continue;
    const filled = row.map((cell, column) => [bare(cell), bare(above[column])]).filter(([text]) => text !== '');
    const same = filled.filter(([text, before]) => text === before).length;
    if (filled.length > 0 && same >= Math.max(1, filled.length * 0.8) && (filled.length > 1 || countOf(above) === 1))
      return true;
  }
  return false;
}

/** An entry of the list, or what else clerks put between and under the entries. */
export type RowKind = 'entry' | 'empty' | 'unfilled' | 'total' | 'signature' | 'remark' | 'repeated' | 'guidance';

export const rowKindWords: Readonly<Record<Exclude<RowKind, 'entry'>, string>> = {
  empty: '空行',
  unfilled: '只有序号或默认内容，没有填写',
  total: '合计行',
  signature: '签名、落款或填表说明',
  remark: '独占一行的说明文字',
  repeated: '重复的标题或表头',
  guidance: '示例、栏次或填写提示',
};

function isGuidance(texts: readonly string[]): boolean {
  const hits = texts.filter((text) => guidance.test(text)).length;
  return (
    (hits >= 2 && hits * 2 >= texts.length) || (texts.length >= 3 && texts.every((text) => columnNumber.test(text)))
  );
}

/** Whether a row below the heading is an entry or one of the things clerks put between and under them. */
export function kindOfRow<Field extends string>(
  form: ListForm<Field>,
  row: SheetRow | undefined,
  columns: Columns<Field>,
  sheet: Sheet,
  header?: HeaderRows,
): RowKind {
  if (!row || countOf(row) === 0) return 'empty';
  const { signs, fields } = form;
  const at = (field: Field): string => {
    const column = columns[field];
    return column === undefined ? '' : bare(row[column]);
  };
  const texts = row.map(bare).filter((text) => text !== '');
  const lead = at(signs.lead);
  const opening = [texts[0] ?? '', lead];
  if (opening.some((text) => example.test(text)) || /[（(](?:示例|样例|例)[)）]$/.test(lead)) return 'guidance';
  if (signs.proves(at)) return 'entry';
  const beside = new Set(signs.beside);
  const told = fields.filter((field) => !beside.has(field) && at(field) !== '').length;
  const isHeading = fields.filter((field) => form.fieldOfHeading(at(field))?.field === field).length >= 2;
  if (isHeading || (header && repeatsAbove(row, sheet, header))) return 'repeated';
  if (texts.slice(0, 3).some((text) => total.test(text))) return 'total';
  const remarkColumns = new Set(signs.remarks.map((field) => columns[field]));
  const outsideRemarks = row.filter((_, column) => !remarkColumns.has(column)).map(bare);
  const isClosing =
    told < signs.enough &&
    (texts.some((text) => signature.test(text)) || outsideRemarks.some((text) => closing.test(text)));
  if (isClosing) return 'signature';
  if (isGuidance(texts)) return 'guidance';
  if (signs.bearers.every((field) => at(field) === '')) return 'unfilled';
  if (texts.length === 1 && [...(texts[0] ?? '')].length > longestName) return 'remark';
  return 'entry';
}
