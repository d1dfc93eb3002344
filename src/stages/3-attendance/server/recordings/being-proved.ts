import { sql } from 'kysely';
import { type PlainDate, spokenDay } from '#kernel/plain-date';
import type { Actor, Transaction } from '#platform/operation';
import { institutions } from './forms';

/**
 * Why our copy is not played to an institution now: it is asked to prove its own (2021 四 一式两份), and bytes from here
 * would answer for it. Undefined where nothing is asked of this recording, and for the bureau.
 */
export async function whyNotPlayed(
  tx: Transaction,
  { role }: Pick<Actor, 'role'>,
  recordingId: string,
  today: PlainDate,
): Promise<string | undefined> {
  if (!institutions.some((each) => each === role)) return undefined;
  const { rows } = await sql<{ due_on: PlainDate }>`select c.due_on from copy_challenges c
      join copy_challenge_blocks b on b.challenge_id = c.id
    where c.state = 'asked' and c.holder = 'institution' and b.recording_id = ${recordingId}
      and b.result is distinct from 'proved' and b.result is distinct from 'spared'
    order by c.due_on limit 1`.execute(tx);
  const [asked] = rows;
  return (
    asked &&
    `这份录像正在存证抽查：请先在“存证抽查”用贵机构自己的一份作答，最迟${spokenDay(asked.due_on, today)}；作答后即可打开。`
  );
}
