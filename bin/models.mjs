import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inRoot, root, say } from './progress.mjs';

const names = ['fr_detect.onnx', 'fr_landmark.onnx', 'fr_feature.onnx', 'fr_liveness.onnx'];
const folder = resolve(root, process.env.MINGXUN_MODELS || join('.cache', 'models'));

/** Whether the files are there; the engine itself verifies every byte before it uses them. */
const arePresent = () => names.every((name) => existsSync(join(folder, name)));

const command = [inRoot('dist', 'cli.js'), 'models'];
const goOn = '人脸识别暂不可用，其余照常；签到走不刷脸的方式。';

/** Fetches the face models where they are missing, and goes on without them when that cannot be. */
export function fetchModels() {
  if (arePresent()) return;
  say('下载人脸模型…');
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) say(`  ${goOn}`);
}

/** The same beside the running server, which takes the models up when they have come. */
export function fetchModelsInBackground() {
  if (arePresent()) return;
  say('正在后台下载人脸模型（约 41 MB），其间照常使用。');
  const stdio = ['ignore', 'ignore', 'pipe'];
  const child = spawn(process.execPath, command, { cwd: root, detached: true, stdio });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said = (said + text).slice(-2000);
  });
  const end = () => {
    try {
      process.kill(-child.pid);
    } catch {
      child.kill();
    }
  };
  process.once('exit', end);
  child.once('error', () => say(goOn));
  child.once('close', (code) => {
    process.off('exit', end);
    const why = said.trim().split('\n').at(-1) ?? '';
    say(code === 0 ? '人脸模型已下载并核对。' : `${why}\n${goOn}`);
  });
}
