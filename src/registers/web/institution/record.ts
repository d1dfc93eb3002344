import type { Api } from '#ui/api';
import type { Tone } from '#ui/state';
import { addDays, type PlainDate, spokenDay } from '#kernel/plain-date';
import { spokenCode } from '../../domain/institution/identity';
import { interruptionOf, interruptionWords } from '../../domain/institution/holding';

/** The record of an institution as its page gets it. */
export type InstitutionRecord = Awaited<ReturnType<Api['institution']['show']>>;
export type RecordDesignation = InstitutionRecord['designations'][number];
export type RecordVenue = InstitutionRecord['venues'][number];
export type RecordDecision = InstitutionRecord['decisions'][number];

/** “甲学校”改为“乙学校”；信用代码改为 52-410822-… */
export function renamingWords(record: InstitutionRecord, { newName, newCreditCode }: RecordDecision): string {
  const renamed = newName && newName !== record.name ? [`“${record.name}”改为“${newName}”`] : [];
  const recoded =
    newCreditCode && newCreditCode !== record.creditCode ? [`信用代码改为 ${spokenCode(newCreditCode)}`] : [];
  return [...renamed, ...recoded].join('；');
}

export const tabKeys = ['profile', 'licence', 'account', 'venues', 'teachers', 'classes', 'history'] as const;
export type RecordTab = (typeof tabKeys)[number];

export interface Validity {
  readonly tone: Tone;
  readonly label: string;
  /** What was decided, in a sentence. */
  readonly note?: string;
}

const soonDays = 90;

/** How a designation stands today, and what has been decided about days to come. */
export function validityOf(held: RecordDesignation, today: PlainDate): Validity {
  const over = interruptionOf({ ...held, suspensions: [] }, today, today);
  if (over)
    return { tone: 'stop', label: over.how === 'revoked' ? '已取消' : '已终止', note: interruptionWords(over, today) };
  if (held.validUntil < today) return { tone: 'calm', label: '已到期' };
  const now = interruptionOf(held, today, today);
  if (now) return { tone: 'stop', label: '中止中', note: interruptionWords(now, today) };
  const coming = interruptionOf(held, today, held.validUntil);
  const note = coming ? { note: interruptionWords(coming, today) } : {};
  if (held.validFrom > today) return { tone: 'calm', label: '未生效', ...note };
  if (coming) return { tone: 'warn', label: '有效', ...note };
  return held.validUntil <= addDays(today, soonDays)
    ? { tone: 'warn', label: '三个月内到期' }
    : { tone: 'ok', label: '有效' };
}

/** How a room stands today. */
export function roomState({ closedOn, awaitsCheck }: RecordVenue, today: PlainDate): Validity {
  if (closedOn && closedOn <= today) return { tone: 'calm', label: '已停用', note: `${spokenDay(closedOn, today)}起` };
  if (awaitsCheck) return { tone: 'warn', label: '待核定', note: '县（市、区）核定后才能排课' };
  if (closedOn) return { tone: 'warn', label: '在用', note: `${spokenDay(closedOn, today)}起停用` };
  return { tone: 'ok', label: '在用' };
}
