import { sql } from 'kysely';
import { type PlainDate, spokenDay } from '#kernel/plain-date';
import { dayOf } from '#platform/clock';
import { type Awaited, awaitedIn, type AwaitedKind } from '../../domain/impersonation/awaited';
import type { ImpersonationCase, ImpersonationLaw } from '../../domain/impersonation/case';
import type { TaughtClass } from '../check-in/taught-class';
import { raiseTask, settleTask } from '../keeping/tasks';
import type { CaseHand } from './case-record';

const words: Record<AwaitedKind, (on: string) => string> = {
  find: () => '核实疑似冒名顶替',
  notify: () => '冒名顶替事先告知',
  answer: (on) => `冒名顶替陈述申辩或要求听证（到${on}为止）`,
  lapse: (on) => `登记冒名顶替陈述期满（${on}以后）`,
  callHearing: () => '通知冒名顶替听证时间',
  holdHearing: (on) => `主持、登记冒名顶替听证（${on}）`,
  decide: () => '决定是否取消全班培训补贴',
  decideAppeal: () => '裁决冒名顶替异议、申诉',
  appeal: (on) => `对取消全班补贴的决定申诉（到${on}为止）`,
};
const wordsOf = ({ what, on }: Awaited, today: PlainDate): string => words[what](on ? spokenDay(on, today) : '期限');

const prefix = (classId: string): string => `impersonation/${classId}/`;

/** What a case waits for stands in the work queue of whoever has to do it; what it no longer waits for leaves. */
export async function tellAwaited(
  { tx, now }: Pick<CaseHand, 'tx' | 'now'>,
  held: TaughtClass,
  of: ImpersonationCase,
  law: ImpersonationLaw,
): Promise<void> {
  const today = dayOf(now);
  const wanted = new Map(
    awaitedIn(of, law)
      .filter(({ isOpenRight }) => !isOpenRight)
      .map((each) => [`${prefix(held.id)}${each.what}`, { by: each.by, what: wordsOf(each, today) }]),
  );
  const { rows } = await sql<{ key: string; what: string }>`select key, what from waiting_tasks
    where region_code = ${held.regionCode} and key like ${`${prefix(held.id)}%`} and settled_at is null`.execute(tx);
  for (const { key, what } of rows) if (wanted.get(key)?.what !== what) await settleTask(tx, now, key);
  for (const [key, { by, what }] of wanted)
    await raiseTask(tx, now, {
      regionCode: held.regionCode,
      institutionId: held.institutionId,
      audience: by,
      key,
      address: `/impersonations/${held.id}`,
      what,
      about: `${held.name}（${held.institution}）`,
    });
}
