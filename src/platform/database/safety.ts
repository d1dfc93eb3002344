import type { Pool } from 'pg';
import { z } from 'zod';
import { DatabaseRefusal } from './refusal';

const facts = z.object({
  version: z.coerce.number(),
  fsync: z.string(),
  pages: z.string(),
  commit: z.string(),
  role: z.string(),
  superuser: z.boolean(),
  bypasses: z.boolean(),
  owns: z.boolean(),
});

const factsQuery = `
  select current_setting('server_version_num') as version, current_setting('fsync') as fsync,
    current_setting('full_page_writes') as pages, current_setting('synchronous_commit') as commit,
    rolname as role, rolsuper as superuser, rolbypassrls as bypasses,
    exists (select from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where nspname = 'public' and relkind in ('r', 'p') and pg_has_role(current_user, relowner, 'MEMBER')) as owns
  from pg_roles where rolname = current_user`;

/** What the database says of its own settings and of the role we come as. */
export type SafetyFacts = z.infer<typeof facts>;

/** What makes a database unfit to keep records in, each with the way out. */
export function unsafeIn(found: SafetyFacts): string[] {
  const wrong: string[] = [];
  if (found.version < 150_000) wrong.push('PostgreSQL 版本低于 15：请升级数据库。');
  if (found.fsync === 'off') wrong.push('fsync 已关闭，断电会丢失已保存的记录：请在数据库配置中打开 fsync。');
  if (found.pages === 'off') wrong.push('full_page_writes 已关闭，断电会损坏数据页：请在数据库配置中打开。');
  if (found.commit === 'off') wrong.push('synchronous_commit 已关闭，断电会丢失刚保存的记录：请改为 on。');
  if (found.superuser) wrong.push(`请求所用的角色“${found.role}”是超级用户，行级权限对它无效：请换用普通角色。`);
  else if (found.owns) wrong.push(`请求所用的角色“${found.role}”拥有数据表，能绕过行级权限：请换用不拥有表的角色。`);
  if (found.bypasses && !found.superuser) {
    wrong.push(`请求所用的角色“${found.role}”带有 BYPASSRLS，行级权限对它无效：请执行 ALTER ROLE … NOBYPASSRLS。`);
  }
  return wrong;
}

/** Refuses to go on with a database that may lose records or show them to anyone. */
export async function refuseUnsafe(pool: Pool): Promise<void> {
  const { rows } = await pool.query(factsQuery);
  const wrong = unsafeIn(facts.parse(rows[0]));
  if (wrong.length > 0) throw new DatabaseRefusal(`数据库不满足安全要求，已拒绝启动：\n${wrong.join('\n')}`);
}
