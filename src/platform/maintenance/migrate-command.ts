import { exitCodes, type OperatorCommand } from '../command-line/command';
import { migrate } from '../database/migrate';
import { installQueue } from '../jobs/install';
import { migrationsFolderOf, type Surroundings, sayingRefusals, withOwnedDatabase } from './surroundings';

/** Brings the schema up to date before the new version is started. */
export const migrateCommand = (surroundings: Surroundings): OperatorCommand => ({
  name: 'migrate',
  summary: '把数据库结构更新到本程序的版本，列出执行了哪些迁移',
  arguments: [],
  options: { json: { kind: 'flag', says: '输出 JSON，供其他程序读取' } },
  details: '退出码：0 已是最新或已更新；1 没有更新（说明原因，数据库保持原样）。升级之前请先 backup。',
  run: (line, terminal) =>
    sayingRefusals(terminal, line.has('json'), exitCodes.found, () =>
      withOwnedDatabase(surroundings, async ({ owner }) => {
        const applied = await migrate(owner, migrationsFolderOf(surroundings));
        const fault = await installQueue(owner);
        if (fault) terminal.tell(fault);
        const names = applied.map(({ number, name }) => `${String(number).padStart(4, '0')}-${name}`);
        if (line.has('json')) terminal.print(JSON.stringify({ applied: names }));
        else if (names.length === 0) terminal.print('数据库结构已是最新，没有需要执行的迁移。');
        else terminal.print([`已执行 ${names.length} 个迁移：`, ...names.map((name) => `  ${name}`)].join('\n'));
        return exitCodes.done;
      }),
    ),
});
