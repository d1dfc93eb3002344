import type { Sheet, SheetCell } from '#kernel/sheet';
import { withoutBlanks } from './characters';
import { rosterFields } from './fields';
import type { Columns, Header } from './find-header';
import { fieldOfHeading } from './headings';

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

const countOf = (row: SheetRow): number => row.filter((cell) => bare(cell) !== '').length;

/** Text repeated from the title and heading rows: the next printed page of the same table. */
function repeatsAbove(row: SheetRow, sheet: Sheet, header: Header): boolean {
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

export type RowKind = 'trainee' | 'blank' | 'total' | 'signature' | 'repeated' | 'guidance';

/** Columns whose words say nothing of whether the row is somebody. */
const beside: ReadonlySet<string> = new Set(['position', 'note', 'address']);

const looksLikeId = (text: string): boolean => /\d{14}/.test(text);

function isGuidance(texts: readonly string[]): boolean {
  const hits = texts.filter((text) => guidance.test(text)).length;
  return hits >= 2 && hits * 2 >= texts.length;
}

/** Whether a row below the heading is a trainee or one of the things clerks put between and under them. */
export function kindOfRow(row: SheetRow | undefined, columns: Columns, sheet: Sheet, header?: Header): RowKind {
  if (!row || countOf(row) === 0) return 'blank';
  const at = (column: number | undefined): string => (column === undefined ? '' : bare(row[column]));
  const [name, id, phone] = [at(columns.name), at(columns.id), at(columns.phone)];
  const opening = [at(columns.position), name].filter((text) => text !== '');
  if (opening.some((text) => example.test(text)) || /[（(](?:示例|样例|例)[)）]$/.test(name)) return 'guidance';
  if (looksLikeId(id)) return 'trainee';
  const told = rosterFields.filter((field) => !beside.has(field) && at(columns[field]) !== '').length;
  const isHeading = rosterFields.filter((field) => fieldOfHeading(at(columns[field]))?.field === field).length >= 2;
  if (isHeading || (header && repeatsAbove(row, sheet, header))) return 'repeated';
  const texts = row.map(bare).filter((text) => text !== '');
  const outsideNotes = row.filter((_, column) => column !== columns.note && column !== columns.address).map(bare);
  if (texts.slice(0, 3).some((text) => total.test(text))) return 'total';
  const isClosing =
    told < 5 && (texts.some((text) => signature.test(text)) || outsideNotes.some((text) => closing.test(text)));
  if (isClosing) return 'signature';
  if (texts.length >= 3 && texts.every((text) => columnNumber.test(text))) return 'guidance';
  if (isGuidance(texts)) return 'guidance';
  if (name === '' && id === '' && phone === '') return 'blank';
  /** A sentence alone in its row is a remark, wherever it stands. */
  if (texts.length === 1 && [...(texts[0] ?? '')].length > 8) return 'signature';
  return 'trainee';
}
