import { availableParallelism } from 'node:os';
import { exitCodes, type OperatorCommand, type Terminal, UsageMistake } from '../../command-line/command';
import { showProgress } from '../../command-line/progress';
import { textTable } from '../../command-line/text-table';
import { modelsFolderOf } from '../model-store';
import { openOnnxEngine } from '../onnx-engine';
import type { Interval } from './bootstrap';
import { type Calibration, calibrate } from './calibrate';
import { type PictureSet, PictureSetRefused, readPictureSet } from './picture-set';
import { scoredPairs } from './scored-pairs';

const settings = { seed: 20_260_101, draws: 500 };

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.01 ? 3 : 1)}%`;
const percentWith = ({ value, low, high }: Interval): string => `${percent(value)} [${percent(low)}–${percent(high)}]`;
const scoreWith = ({ value, low, high }: Interval): string =>
  `${value.toFixed(3)} [${low.toFixed(3)}–${high.toFixed(3)}]`;
const count = (value: number): string => value.toLocaleString('zh-CN');

function printTable(terminal: Terminal, { points }: Calibration): void {
  const rows = points.map(({ falseAccept, threshold, trueAccept, impostorsAbove, isReliable }) => [
    `${100 * falseAccept}%`,
    scoreWith(threshold),
    percentWith(trueAccept),
    String(impostorsAbove),
    isReliable ? '' : '○ 他人对太少，不作数',
  ]);
  terminal.print(textTable([['误识率', '阈值', '本人通过率', '误识对', ''], ...rows]));
}

function printReport(terminal: Terminal, result: Calibration, { found, leftOut }: PictureSet): void {
  const { atManifest, suggestion, suspects } = result;
  const left = Object.entries(leftOut)
    .map(([code, number]) => `${code} ${number}`)
    .join('、');
  terminal.print(`引擎 ${result.engine}`);
  terminal.print(
    `${count(result.persons)} 人，照片 ${count(found)} 张，计入 ${count(result.pictures)} 张${left ? `；未计入：${left}` : ''}`,
  );
  terminal.print(`本人对 ${count(result.genuinePairs)}，他人对 ${count(result.impostorPairs)}`);
  terminal.print(
    `现用阈值 ${atManifest.threshold}：误识率 ${percentWith(atManifest.falseAccept)}，本人通过率 ${percentWith(atManifest.trueAccept)}`,
  );
  terminal.print(
    `等错误率 ${percent(result.equalErrorRate)}；本人低于“不是同一人”界限 ${percentWith(result.genuineBelowMismatch)}`,
  );
  printTable(terminal, result);
  terminal.print(
    suggestion.isGiven
      ? `建议阈值 ${suggestion.threshold}（误识率 ≤ ${percent(suggestion.falseAccept)}），本人通过率 ${percentWith(suggestion.trueAccept)}。改阈值须另行审批，本命令不改动任何设置。`
      : `不给出建议阈值：${suggestion.why}`,
  );
  for (const { score, files } of suspects.impostors) {
    terminal.print(`请核对：${files.join(' 与 ')} 不是同一文件夹，相似 ${score.toFixed(3)}`);
  }
  for (const { score, files } of suspects.genuine) {
    terminal.print(`请核对：${files.join(' 与 ')} 在同一文件夹，相似只有 ${score.toFixed(3)}`);
  }
  terminal.print(`随机数种子 ${result.seed}，抽样 ${result.draws} 次，95% 区间。局限：`);
  for (const limit of result.limits) terminal.print(`  ${limit}`);
}

function wantedRate(text: string | undefined): number {
  const wanted = Number(text ?? '0.001');
  if (wanted > 0 && wanted <= 0.1) return wanted;
  throw new UsageMistake(`误识率写作 0 到 0.1 之间的小数，如 0.001；收到的是“${text}”。`);
}

/** 标定：用本单位经同意的照片核对阈值 */
export const calibrateCommand = (environment: NodeJS.ProcessEnv, root: string): OperatorCommand => ({
  name: 'faces calibrate',
  summary: '用本单位经同意的照片标定人脸阈值',
  arguments: [{ name: 'FOLDER', says: '照片文件夹：每人一个子文件夹，里面是这个人的照片' }],
  options: {
    far: { kind: 'text', placeholder: '0.001', says: '允许的误识率' },
    json: { kind: 'flag', says: '以 JSON 输出' },
  },
  details:
    '退出码：0 现用阈值合适，1 现用阈值在这批照片上误识偏多，2 不能标定。照片只在内存里读，不保存、不上传；须经本人单独同意。',
  async run(line, terminal) {
    const [folder = ''] = line.arguments;
    const wanted = wantedRate(line.text('far'));
    const refuse = (sentence: string) => {
      if (line.has('json')) terminal.print(JSON.stringify({ refused: sentence }));
      terminal.tell(sentence);
      return exitCodes.refused;
    };
    const workers = availableParallelism();
    const opened = await openOnnxEngine({ modelsFolder: modelsFolderOf(environment, root), workers });
    if (!opened.isAvailable) return refuse(opened.sentence);
    const { engine } = opened;
    const bar = showProgress('读照片');
    try {
      const set = await readPictureSet(folder, engine, workers, bar.at);
      bar.end();
      const pairs = scoredPairs(set.people);
      if (pairs.genuine.length === 0 || pairs.impostor.length === 0) {
        return refuse('能计入的照片不足：至少两个人，其中有人有两张以上清楚的照片。请补充照片后再来。');
      }
      const result = calibrate(pairs, engine.manifest, { ...settings, wanted });
      if (line.has('json')) terminal.print(JSON.stringify({ ...result, found: set.found, leftOut: set.leftOut }));
      else printReport(terminal, result, set);
      return result.atManifest.falseAccept.low > wanted ? exitCodes.found : exitCodes.done;
    } catch (error) {
      if (error instanceof PictureSetRefused) return refuse(error.message);
      throw error;
    } finally {
      bar.end();
      await engine.close();
    }
  },
});
