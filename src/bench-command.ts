import { availableParallelism, loadavg } from 'node:os';
import { z } from 'zod';
import { exitCodes, type OperatorCommand, UsageMistake } from '#platform/command-line/command';
import { textTable } from '#platform/command-line/text-table';

const reportForm = z.object({
  claim: z.string(),
  goal: z.string(),
  met: z.boolean(),
  series: z.array(z.object({ name: z.string(), unit: z.string(), values: z.array(z.number()) })),
  notes: z.array(z.string()),
});
const benchesForm = z.record(
  z.string(),
  z.custom<() => Promise<z.output<typeof reportForm>>>((value) => typeof value === 'function'),
);

const figure = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(1));

function rowOf({ name, unit, values }: z.output<typeof reportForm>['series'][number]): string[] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return [name, figure(at(0)), figure(at(0.5)), figure(at(1)), unit, String(values.length)];
}

/** How busy the machine is, without which a slow figure cannot be read. */
const loadNow = (): string =>
  loadavg()
    .map((load) => load.toFixed(1))
    .join(' / ');

/** 测速：一条主张一个，与同场的对手或极限并列 */
export const benchCommand: OperatorCommand = {
  name: 'bench',
  summary: '测速，与同场的极限或对手并列打印',
  arguments: [{ name: 'NAME', says: '测哪一项，如 roster-grid；不写则列出全部', isOptional: true }],
  options: { json: { kind: 'flag', says: '以 JSON 输出' } },
  details: '退出码：0 达到目标，1 未达到，2 没有这一项。测速要用开发依赖里的浏览器。',
  async run(line, terminal) {
    const loaded: unknown = await import(new URL('./bench.js', import.meta.url).href);
    const { benches } = z.object({ benches: benchesForm }).parse(loaded);
    const [name] = line.arguments;
    if (!name) {
      terminal.print(Object.keys(benches).join('\n'));
      return exitCodes.done;
    }
    const bench = benches[name];
    if (!bench) throw new UsageMistake(`没有“${name}”这一项，可测：${Object.keys(benches).join('、')}。`);
    terminal.tell(`正在测：${name}…`);
    const before = loadNow();
    const report = reportForm.parse(await bench());
    const machine = `${availableParallelism()} 核；1/5/15 分钟平均负载：测前 ${before}，测后 ${loadNow()}。`;
    report.notes.push(machine);
    if (line.has('json')) terminal.print(JSON.stringify(report));
    else {
      terminal.print(`${report.claim}　目标 ${report.goal}　${report.met ? '● 达到' : '■ 未达到'}`);
      terminal.print(textTable([['项目', '最快', '中位', '最慢', '单位', '次数'], ...report.series.map(rowOf)]));
      for (const note of report.notes) terminal.print(note);
    }
    return report.met ? exitCodes.done : exitCodes.found;
  },
};
