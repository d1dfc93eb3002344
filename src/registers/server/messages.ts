import { sql } from 'kysely';
import { z } from 'zod';
import { command, done, query } from '#platform/operation';

/** 消息：发给本机构、本县（市、区）或市局的 */
export const listMessages = query({
  name: 'message.list',
  path: '/messages',
  title: '消息',
  by: 'signedIn',
  input: z.object({}),
  async handle(_input, { tx, actor }) {
    const rows = await tx.selectFrom('messages').selectAll().orderBy('sent_at', 'desc').limit(200).execute();
    const read = await tx
      .selectFrom('message_reads')
      .select('read_until')
      .where('user_id', '=', actor.userId)
      .executeTakeFirst();
    return done({
      messages: rows.map((row) => ({
        id: row.id,
        subjectType: row.subject_type,
        subjectId: row.subject_id,
        text: row.text,
        sentAt: row.sent_at,
        isRead: read !== undefined && row.sent_at <= read.read_until,
      })),
    });
  },
});

export const readMessages = command({
  name: 'message.read',
  path: '/messages/read',
  title: '消息标为已读',
  by: 'signedIn',
  input: z.object({}),
  async handle(_input, { tx, actor, now }) {
    await sql`insert into message_reads (user_id, read_until) values (${actor.userId}, ${now})
      on conflict (user_id) do update set read_until = excluded.read_until`.execute(tx);
    return done({ readUntil: now });
  },
});
