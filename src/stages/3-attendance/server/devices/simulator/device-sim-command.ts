import {
  type CommandLine,
  type ExitCode,
  exitCodes,
  type OperatorCommand,
  UsageMistake,
} from '#platform/command-line/command';
import { textTable } from '#platform/command-line/text-table';
import { isVendor, type Vendor, vendors } from '../../../domain/devices/vendors';
import { type Simulation, type SimulationReport, simulate } from './simulate';

function numberFrom(line: CommandLine, option: string, otherwise: number, least: number, most: number): number {
  const text = line.text(option);
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!/^-?\d{1,9}(\.\d{1,3})?$/.test(text) || value < least || value > most)
    throw new UsageMistake(`--${option} 应为 ${least} 至 ${most} 的数字；“${text}”不是。`);
  return value;
}

function vendorFrom(line: CommandLine): Vendor {
  const text = line.text('vendor') ?? 'json';
  if (isVendor(text)) return text;
  throw new UsageMistake(`--vendor 应为 ${vendors.join('、')} 之一；“${text}”不是。`);
}

function addressFrom(line: CommandLine): string {
  const text = line.text('address') ?? '';
  if (!/^https?:\/\/[^\s/]+\/?$/.test(text))
    throw new UsageMistake('--address 应写成 http://主机:端口，例如 http://localhost:8080。');
  return text.replace(/\/$/, '');
}

function simulationFrom(line: CommandLine): Simulation {
  const vendor = vendorFrom(line);
  const name = line.text('device') ?? '';
  if (name === '' && vendor !== 'hikvision')
    throw new UsageMistake(vendor === 'json' ? '请用 --device 写明设备编号。' : '请用 --device 写明设备序列号。');
  return {
    device: { address: addressFrom(line), vendor, name, key: line.text('key') ?? '' },
    people: numberFrom(line, 'people', 30, 1, 100_000),
    rate: numberFrom(line, 'rate', 5, 0.1, 100_000),
    batch: numberFrom(line, 'batch', 1, 1, 1000),
    from: numberFrom(line, 'from', 1, 1, 999_999_999),
    isLossy: line.has('lossy'),
    isTwice: line.has('twice'),
    hasGap: line.has('gap'),
    skew: numberFrom(line, 'skew', 0, -86_400, 86_400),
  };
}

function spoken(report: SimulationReport): string {
  const rows: [string, string][] = [
    ['签到', `${report.passages} 人次`],
    ['推送', `${report.pushes} 次`],
    ['已确认', `${report.acknowledged} 次`],
  ];
  if (report.stored !== undefined) rows.push(['新存', `${report.stored} 条`]);
  if (report.known !== undefined) rows.push(['早已存过', `${report.known} 条`]);
  if (report.lostOnTheWay > 0) rows.push(['途中丢失后补传', `${report.lostOnTheWay} 次`]);
  if (report.neverSent > 0) rows.push(['故意不送', `${report.neverSent} 条`]);
  return [textTable(rows), ...report.refusals.map((refusal) => `没有被接收：${refusal}`)].join('\n');
}

/** 设备模拟器：drives a running product as a device of each make would. */
export const deviceSimCommand: OperatorCommand = {
  name: 'device-sim',
  summary: '模拟一台考勤设备，向运行中的系统推送签到',
  arguments: [],
  options: {
    address: { kind: 'text', placeholder: 'URL', says: '系统地址，如 http://localhost:8080', isRequired: true },
    key: { kind: 'text', placeholder: '密钥', says: '登记设备时显示的密钥（或地址中的密段）', isRequired: true },
    vendor: { kind: 'text', placeholder: 'json|zkteco|hikvision', says: '设备类型；不写为 json' },
    device: { kind: 'text', placeholder: '编号', says: 'json 写设备编号，zkteco 写序列号；hikvision 不用写' },
    people: { kind: 'text', placeholder: 'N', says: '签到人数；不写为 30' },
    rate: { kind: 'text', placeholder: 'N', says: '每秒几人；不写为 5' },
    batch: { kind: 'text', placeholder: 'N', says: '一次推送几条；不写为 1，海康每次只能 1 条' },
    from: { kind: 'text', placeholder: 'N', says: '流水号从几开始；不写为 1' },
    lossy: { kind: 'flag', says: '每十次有一次途中丢失，最后倒序补传' },
    twice: { kind: 'flag', says: '每次都送两遍' },
    gap: { kind: 'flag', says: '中间一条永远不送，留下缺号' },
    skew: { kind: 'text', placeholder: '秒', says: '设备时钟比服务器快多少秒，负数为慢' },
    json: { kind: 'flag', says: '以 JSON 输出' },
  },
  details:
    '退出码：0 全部确认；1 有没被接收的；2 参数不对或连不上；设备须先在“考勤设备”登记并由县（市、区）确认。\n例：mingxun device-sim --address http://localhost:8080 --device 设备编号 --key 密钥 --people 50 --lossy --twice',
  async run(line, terminal): Promise<ExitCode> {
    const simulation = simulationFrom(line);
    let report: SimulationReport;
    try {
      report = await simulate(simulation);
    } catch (error) {
      const isUnreachable = error instanceof TypeError;
      const why = error instanceof Error ? error.message : String(error);
      terminal.tell(isUnreachable ? `连不上 ${simulation.device.address}，请核对地址，并确认系统已启动。` : why);
      return exitCodes.refused;
    }
    terminal.print(line.has('json') ? JSON.stringify(report) : spoken(report));
    return report.acknowledged === report.pushes ? exitCodes.done : exitCodes.found;
  },
};
