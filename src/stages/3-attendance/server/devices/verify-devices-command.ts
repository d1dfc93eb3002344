import type { Pool } from 'pg';
import { exitCodes, type OperatorCommand } from '#platform/command-line/command';
import { inScope } from '#platform/database/scope';
import type { Services } from '#platform/operation';
import { chainFaultNames } from '../../domain/devices/chain';
import { verifyChain } from './verify-chain';

export interface VerifyDevicesSurroundings {
  readonly connect: () => Promise<{ readonly pool: Pool; readonly close: () => Promise<void> }>;
  readonly openSecrets: () => Services['secrets'];
}

/** 核对全部设备的记录链 */
export const verifyDevicesCommand = (surroundings: VerifyDevicesSurroundings): OperatorCommand => ({
  name: 'verify-devices',
  summary: '核对考勤设备的记录链：找出缺的、被换的和被改的',
  arguments: [],
  options: { json: { kind: 'flag', says: '结果用 JSON 输出' } },
  details: '退出码：0 无误，1 发现不符，2 用法不对，3 出错。',
  async run(line, terminal) {
    const secrets = surroundings.openSecrets();
    const { pool, close } = await surroundings.connect();
    try {
      const devices = await inScope(pool, { reach: 'system' }, (tx) =>
        tx.selectFrom('devices').select(['id', 'serial', 'model']).orderBy('serial').execute(),
      );
      const verdicts = [];
      for (const device of devices) {
        const verdict = await inScope(pool, { reach: 'system' }, (tx) => verifyChain(tx, { secrets }, device.id));
        verdicts.push({ ...device, ...verdict });
      }
      const broken = verdicts.filter(({ findings }) => findings.length > 0);
      if (line.has('json')) terminal.print(JSON.stringify(verdicts, null, 2));
      else {
        terminal.print(`设备 ${verdicts.length} 台，送达 ${verdicts.reduce((sum, { links }) => sum + links, 0)} 次。`);
        for (const { serial, model, findings } of broken) {
          terminal.print(`■ ${model}（${serial}）`);
          for (const { fault, number } of findings) {
            terminal.print(`  - ${number > 0 ? `第 ${number} 次送达：` : ''}${chainFaultNames[fault]}`);
          }
        }
        terminal.print(broken.length === 0 ? '核对无误。' : '请保留现场，与备份和留痕里的链尾比对。');
      }
      return broken.length === 0 ? exitCodes.done : exitCodes.found;
    } finally {
      await close();
    }
  },
});
