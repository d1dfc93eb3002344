import { sql } from 'kysely';
import { z } from 'zod';
import type { Instant } from '../clock';
import { administratorRoles } from '../sign-in/users';
import { job } from './job';

const minutesBefore = (now: Instant, minutes: number): Instant =>
  new Date(Date.parse(now) - minutes * 60_000).toISOString();

/** A failure counts for minutes; what is older than a day helps nobody. */
const failureMinutes = 24 * 60;

/** 结束闲置与到期的会话：每次请求也各自查验，这里使名册与实际一致（GB/T 22239 8.1.4.1 b）。 */
export const endIdleSessions = job({
  name: 'end-idle-sessions',
  title: '结束闲置会话，清除过期的登录失败计数',
  input: z.object({}),
  async run(_input, { tx, now, signIn: { limits }, log }) {
    const ended = await sql<{ id: string }>`
      update sessions s set ended_at = ${now} from users u
      where u.id = s.user_id and s.ended_at is null and (s.ends_at <= ${now}::timestamptz
        or s.seen_at <= case when u.role = any(${[...administratorRoles]}::text[])
          then ${minutesBefore(now, limits.administratorIdleMinutes)}::timestamptz
          else ${minutesBefore(now, limits.idleMinutes)}::timestamptz end)
      returning u.id`.execute(tx);
    const forgotten = await tx
      .deleteFrom('sign_in_failures')
      .where('failed_at', '<', minutesBefore(now, failureMinutes))
      .executeTakeFirst();
    const counts = { sessions: ended.rows.length, failures: Number(forgotten.numDeletedRows) };
    if (counts.sessions + counts.failures > 0) await log({ action: 'job.end-idle-sessions', detail: counts });
    return `结束会话 ${counts.sessions} 个，清除登录失败计数 ${counts.failures} 条。`;
  },
});
