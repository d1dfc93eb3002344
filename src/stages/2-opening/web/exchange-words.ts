import type { PlainDate } from '#kernel/plain-date';
import { spokenInstant } from '#ui/format';
import type { Tone } from '#ui/state';
import type { ExchangeAnswer, RegisterRecord } from '../domain/exchange/answer';
import type { ExchangeState } from '../domain/exchange/lifecycle';
import type { ReconciliationCounts } from '../domain/exchange/reconcile';
import { type OutsideRegister, registerWords } from '../domain/exchange/registers';
import type { ClassView } from '../server/class-show';
import type { ClassBatch } from '../server/exchange-evidence';

export const exchangeTones: Record<ExchangeState, Tone> = { exported: 'warn', answered: 'ok', closed: 'calm' };

/** 在保：某公司，2025-09-01 起 */
export function recordWords(register: OutsideRegister, record: RegisterRecord): string {
  const { listed, absent } = registerWords[register];
  const span = [record.from ? `${record.from} 起` : '', record.until ? `${record.until} 止` : ''].filter(Boolean);
  const details = [record.organisation, ...span].filter(Boolean).join('，');
  const head = record.listed ? listed : absent;
  return `${head}${details ? `：${details}` : ''}${record.isOtherName ? '（登记姓名不同）' : ''}`;
}

/** The answer with what it rests on, for the panel of one trainee. */
export const answerWords = (answer: ExchangeAnswer): string =>
  `${recordWords(answer.register, answer)}（${answer.batch}，数据截至 ${answer.answeredOn}）`;

/** What the counts of an import say, in one line. */
export function countWords(counts: ReconciliationCounts, register: OutsideRegister): string {
  const odd = [
    counts.missing > 0 ? `${counts.missing} 人没有结果` : '',
    counts.unknown > 0 ? `${counts.unknown} 人不在名单` : '',
    counts.repeated > 0 ? `${counts.repeated} 人重复` : '',
    counts.otherNames > 0 ? `${counts.otherNames} 人姓名不同` : '',
    counts.unread > 0 ? `${counts.unread} 行没读成` : '',
  ].filter(Boolean);
  const { listed } = registerWords[register];
  return [`问 ${counts.asked} 人，答 ${counts.answered} 人，${listed} ${counts.listed} 人`, ...odd].join('，');
}

/** The newest batch that asked the insurance register about this class. */
export const insuranceBatch = (view: Pick<ClassView, 'batches'>): ClassBatch | undefined =>
  view.batches.find(({ register, state }) => register === 'employeeInsurance' && state !== 'closed');

/** 批次 EX-2026-0042，今天 09:10 发出, or what came back; undefined where no batch has gone out. */
export function insuranceWords(view: ClassView, today?: PlainDate): string | undefined {
  const batch = insuranceBatch(view);
  if (!batch) return undefined;
  if (batch.state === 'exported') return `批次 ${batch.number}，${spokenInstant(batch.exportedAt, today)} 发出`;
  const answers = view.answers.filter(({ register }) => register === 'employeeInsurance');
  const listed = answers.filter((answer) => answer.listed).length;
  const left = view.roster.length - answers.length;
  const lacking = left > 0 ? `，${left} 人没有结果` : '';
  return `批次 ${batch.number}：在保 ${listed} 人，未参保 ${answers.length - listed} 人${lacking}`;
}
