import type { Fen } from './money';

const digits = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'] as const;
const places = ['', '拾', '佰', '仟'] as const;

/** A group of four digits without its leading zeros: 1050 壹仟零伍拾. */
function groupText(group: number): string {
  let text = '';
  let pending = false;
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.floor(group / 10 ** place) % 10;
    if (digit === 0) {
      pending = text !== '';
      continue;
    }
    text += `${pending ? '零' : ''}${digits[digit]}${places[place]}`;
    pending = false;
  }
  return text;
}

/** Groups of four are 万, 亿 and 万亿; 亿 is said once when both upper groups are filled. */
function unitOf(index: number, groups: readonly number[]): string {
  if (index === 3) return groups[2] ? '万' : '万亿';
  return ['', '万', '亿'][index] ?? '';
}

function wholeText(whole: number): string {
  const groups = [0, 1, 2, 3].map((index) => Math.floor(whole / 10_000 ** index) % 10_000);
  let text = '';
  for (let index = 3; index >= 0; index -= 1) {
    const group = groups[index] ?? 0;
    if (group === 0) continue;
    const gap = text !== '' && (group < 1000 || groups[index + 1] === 0);
    text += (gap ? '零' : '') + groupText(group) + unitOf(index, groups);
  }
  return text;
}

/**
 * 大写金额 as 正确填写票据和结算凭证的基本规定 has it: 整 after 元 only, one 零 for any run of zeros, and 零 before
 * 角 when 元 ends in a zero (¥1,680.32 壹仟陆佰捌拾元零叁角贰分), before 分 when there is no 角.
 */
export function capitalAmount(amount: Fen): string {
  const size = Math.abs(amount);
  const whole = Math.floor(size / 100);
  const jiao = Math.floor(size / 10) % 10;
  const cents = size % 10;
  const head = `${amount < 0 ? '负' : ''}${whole > 0 ? `${wholeText(whole)}元` : ''}`;
  if (jiao === 0 && cents === 0) return whole > 0 ? `${head}整` : '零元整';
  const gap = whole > 0 && (jiao === 0 || whole % 10 === 0) ? '零' : '';
  return `${head}${gap}${jiao > 0 ? `${digits[jiao]}角` : ''}${cents > 0 ? `${digits[cents]}分` : ''}`;
}
