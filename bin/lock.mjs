import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { inRoot, say, Stop } from './progress.mjs';

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Takes the lock, or gives the number of the process that has it. */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return undefined;
  } catch (error) {
    if (error.code === 'EACCES' || error.code === 'EROFS') throw notWritable(file);
    if (error.code !== 'EEXIST') throw error;
  }
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

const notWritable = (file) =>
  new Stop(`当前用户不能写入 ${file}。请由安装本系统的用户运行一次 npm start，或把目录交给当前用户。`);

/** Does the work while no other process of ours does any such; a lock left by a dead process is taken over. */
export async function alone(name, work) {
  const file = inRoot('.cache', `${name}.lock`);
  try {
    mkdirSync(inRoot('.cache'), { recursive: true });
  } catch {
    throw notWritable(inRoot('.cache'));
  }
  let told = false;
  for (;;) {
    const holder = take(file);
    if (holder === undefined && readHolder(file) === process.pid) break;
    if (holder !== undefined && !isAlive(holder)) rmSync(file, { force: true });
    else if (!told && holder !== undefined) {
      say(`等待另一个进程（${holder}）完成准备…`);
      told = true;
    }
    await wait(100);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function readHolder(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
