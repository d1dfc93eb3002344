import { readFileSync, statSync } from 'node:fs';
import { codeOf } from '../database/refusal';
import { BackupRefusal } from './refusal';

const fewestCharacters = 12;

/** The first line of a file that only its owner may read. */
export function readPassphrase(path: string): string {
  let text: string;
  try {
    const { mode } = statSync(path);
    if ((mode & 0o077) !== 0) {
      throw new BackupRefusal(`口令文件 ${path} 其他用户也能读写。请执行 chmod 600 ${path} 后重试。`);
    }
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof BackupRefusal) throw error;
    throw new BackupRefusal(`口令文件 ${path} 读不了（${codeOf(error)}）。请核对路径和权限。`);
  }
  const [line = ''] = text.split(/\r?\n/, 1);
  if (Array.from(line).length < fewestCharacters) {
    throw new BackupRefusal(`口令文件 ${path} 第一行不足 ${fewestCharacters} 个字符，太容易被猜出。请换更长的口令。`);
  }
  return line;
}
