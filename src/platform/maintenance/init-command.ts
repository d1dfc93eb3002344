import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Pool } from 'pg';
import { z } from 'zod';
import { roleNames } from '#kernel/roles';
import { BackupRefusal } from '../backup/refusal';
import { exitCodes, type OperatorCommand } from '../command-line/command';
import { textTable } from '../command-line/text-table';
import { migrate } from '../database/migrate';
import { openPool } from '../database/pool';
import { inScope } from '../database/scope';
import { keyFilePath, openKeys } from '../secrets/key-file';
import { keyCheckValue, whyKeysDoNotFit } from '../secrets/keys';
import { createFirstAdministrators, type FirstAdministrator } from '../sign-in/first-administrators';
import { migrationsFolderOf, type Surroundings, sayingRefusals, withOwnedDatabase } from './surroundings';

const identity = z.object({ keyCheck: z.string().optional(), demo: z.boolean().optional() });

/** What the database says of itself; refuses one that anybody uses or that holds a demonstration. */
async function identityOfUnused(pool: Pool): Promise<z.infer<typeof identity>> {
  const { settings, user } = await inScope(pool, { reach: 'system' }, async (tx) => ({
    settings: await tx.selectFrom('settings').select(['name', 'value']).execute(),
    user: await tx.selectFrom('users').select('id').limit(1).executeTakeFirst(),
  }));
  const found = identity.parse(Object.fromEntries(settings.map(({ name, value }) => [name, value])));
  if (!user && found.demo !== true) return found;
  throw new BackupRefusal(
    '这个数据库已经初始化过，什么也没有改动。正式安装请用空的数据目录（环境变量 MINGXUN_DATA）或空的数据库。',
  );
}

/** Who this installation is, written once; the keys exist before their check value does. */
async function writeIdentity(pool: Pool, keyCheck: string): Promise<string> {
  const { rows } = await inScope(pool, { reach: 'system' }, async (tx) => {
    await sql`insert into settings (name, value) values
      ('installationId', to_jsonb(${randomUUID()}::text)), ('demo', 'false'),
      ('keyCheck', to_jsonb(${keyCheck}::text)) on conflict (name) do nothing`.execute(tx);
    return sql<{ id: string }>`select value #>> '{}' as id from settings where name = 'installationId'`.execute(tx);
  });
  return rows[0]?.id ?? '';
}

export interface Initialised {
  readonly installationId: string;
  readonly keyFile: string;
  readonly administrators: readonly FirstAdministrator[];
}

/**
 * Makes a real installation: keys, identity and the three separate administrators (三员分立). Cut short, it can be run
 * again until the administrators are there.
 */
export async function initialise(pool: Pool, keyFile: string, now: string): Promise<Initialised> {
  const { keyCheck } = await identityOfUnused(pool);
  const keys = openKeys(keyFile, keyCheck === undefined, now);
  const fault = keyCheck === undefined ? undefined : whyKeysDoNotFit(keys, keyCheck);
  if (fault) throw new BackupRefusal(fault);
  const installationId = await writeIdentity(pool, keyCheckValue(keys));
  const administrators = await createFirstAdministrators(pool, now);
  if (!administrators) throw new BackupRefusal('已经有管理员账号，没有再建。');
  return { installationId, keyFile, administrators };
}

function spoken({ installationId, keyFile, administrators }: Initialised): string {
  const accounts = administrators.map(({ role, username, password }) => [roleNames[role], username, password]);
  return [
    `已初始化，安装编号 ${installationId}。`,
    '三员账号与一次性口令（只显示这一次，请分别交给三个不同的人，首次登录须改口令并绑定动态口令）：',
    textTable(accounts, '  '),
    `密钥文件：${keyFile}`,
    '请立即把密钥文件另存两份，与数据备份分开、由不同的人保管：丢了它，已存的身份证号、电话、银行账号都无法解开。',
  ].join('\n');
}

export const initCommand = (surroundings: Surroundings): OperatorCommand => ({
  name: 'init',
  summary: '正式安装：建立数据库、密钥和三员账号（非演示）',
  arguments: [],
  options: { json: { kind: 'flag', says: '输出 JSON，供其他程序读取；其中含一次性口令，请妥善处理' } },
  details: '退出码：0 已初始化；2 已经初始化过或不能初始化（说明原因）。',
  run: (line, terminal) =>
    sayingRefusals(terminal, line.has('json'), exitCodes.refused, () =>
      withOwnedDatabase(surroundings, async ({ owner }, dataFolder) => {
        await migrate(owner, migrationsFolderOf(surroundings));
        const pool = openPool(owner, { max: 2 });
        try {
          const keyFile = keyFilePath(dataFolder, { MINGXUN_KEY_FILE: surroundings.environment['MINGXUN_KEY_FILE'] });
          const made = await initialise(pool, keyFile, surroundings.now());
          terminal.print(line.has('json') ? JSON.stringify(made) : spoken(made));
          return exitCodes.done;
        } finally {
          await pool.end();
        }
      }),
    ),
});
