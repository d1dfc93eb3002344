import { roleNames } from '#kernel/roles';
import {
  type ExitCode,
  exitCodes,
  type OperatorCommand,
  type Terminal,
  UsageMistake,
} from '#platform/command-line/command';
import { showProgress } from '#platform/command-line/progress';
import { textTable } from '#platform/command-line/text-table';
import {
  dataFolderOf,
  migrationsFolderOf,
  type Surroundings,
  sayingRefusals,
} from '#platform/maintenance/surroundings';
import { demoAccounts, demoPassword } from './accounts';

function seedFrom(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new UsageMistake('--seed 应为不超过九位的数字，例如 20240718。');
  return Number(text);
}

async function load(surroundings: Surroundings, seed: number | undefined, terminal: Terminal): Promise<ExitCode> {
  const { openProduct } = await import('../product');
  const { DemoRefused, loadDemoCity } = await import('./load');
  const product = await openProduct({
    dataFolder: dataFolderOf(surroundings),
    migrationsFolder: migrationsFolderOf(surroundings),
    environment: surroundings.environment,
    startsAsDemo: true,
    say: (line) => terminal.tell(line),
  });
  const progress = showProgress('装入演示城市');
  try {
    const city = await loadDemoCity(product.platform, {
      ...(seed === undefined ? {} : { seed }),
      progress: progress.at,
    });
    progress.end();
    const { classes, loadedOn } = city;
    terminal.print(`演示城市已装入：${classes.length} 个班期，以 ${loadedOn} 为今天，种子 ${city.seed}。`);
    terminal.print('账号与密码：mingxun demo accounts');
    return exitCodes.done;
  } catch (error) {
    progress.end();
    if (!(error instanceof DemoRefused)) throw error;
    terminal.tell(error.message);
    return exitCodes.refused;
  } finally {
    await product.close();
  }
}

export const demoLoadCommand = (surroundings: Surroundings): OperatorCommand => ({
  name: 'demo load',
  summary: '在空库里装入演示城市：机构、账号和各种状态的班期',
  arguments: [],
  options: { seed: { kind: 'text', placeholder: '数字', says: '换一座不同的城市；不写时每次相同' } },
  details: '只装进空的数据目录；装到一半中断的，再运行一次会接着装完。退出码：0 已装入，2 不能装（说明原因），3 出错。',
  run: (line, terminal) => {
    const seed = seedFrom(line.text('seed'));
    return sayingRefusals(terminal, false, exitCodes.refused, () => load(surroundings, seed, terminal));
  },
});

export const demoAccountsCommand: OperatorCommand = {
  name: 'demo accounts',
  summary: '列出演示账号与密码',
  arguments: [],
  options: { json: { kind: 'flag', says: '结果用 JSON 输出' } },
  async run(line, terminal) {
    if (line.has('json')) terminal.print(JSON.stringify({ password: demoPassword, accounts: demoAccounts }, null, 2));
    else {
      terminal.print(`密码都是 ${demoPassword}，只在演示库里有效。`);
      terminal.print(textTable(demoAccounts.map(({ username, role, desk }) => [username, roleNames[role], desk])));
    }
    return exitCodes.done;
  },
};
