import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, lchownSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Binaries } from './binaries';
import { DatabaseRefusal } from './refusal';

/**
 * As whom PostgreSQL runs. It refuses user 0, so for root it gets a user namespace in which root has another number,
 * or runs as a user without rights.
 */
export type Account =
  | { readonly kind: 'self' }
  | { readonly kind: 'namespace' }
  | { readonly kind: 'user'; readonly uid: number; readonly gid: number };

export interface Launch {
  readonly command: string;
  readonly args: string[];
  readonly identity: { readonly uid?: number; readonly gid?: number };
}

const nobody = 65534;
const namespace = ['-U', '--map-user=1', '--map-group=1'];
const works = (command: string, args: string[], identity = {}) =>
  spawnSync(command, args, { stdio: 'ignore', ...identity }).status === 0;

const reaches = (identity: { uid: number; gid: number }, binaries: Binaries, folder: string) =>
  works(join(binaries.folder, 'postgres'), ['--version'], identity) && works('test', ['-x', folder], identity);

/** Lets a user without rights pass through the data folder, and nobody else. */
function openPassage(dataFolder: string, gid: number): void {
  chownSync(dataFolder, -1, gid);
  chmodSync(dataFolder, 0o710);
}

/** The account for a data folder; `owner` is whose an existing database directory is. */
export function chooseAccount(
  binaries: Binaries,
  dataFolder: string,
  owner: { readonly uid: number; readonly gid: number } | undefined,
  forced?: Account['kind'],
): Account {
  const ownUid = process.getuid?.();
  if (ownUid === undefined) return { kind: 'self' };
  if (ownUid !== 0) {
    if (owner && owner.uid !== ownUid) {
      throw new DatabaseRefusal(
        `数据目录 ${dataFolder} 属于另一个用户（编号 ${owner.uid}），当前用户（编号 ${ownUid}）不能使用。` +
          `请换回原用户启动，或由管理员执行 chown -R ${ownUid} ${dataFolder}。`,
      );
    }
    return { kind: 'self' };
  }
  if (owner && owner.uid !== 0 && reaches(owner, binaries, dataFolder)) return { kind: 'user', ...owner };
  if (forced !== 'user' && works('unshare', [...namespace, 'true'])) return { kind: 'namespace' };
  const plain = { uid: nobody, gid: nobody };
  openPassage(dataFolder, nobody);
  if (reaches(plain, binaries, dataFolder)) return { kind: 'user', ...plain };
  throw new DatabaseRefusal(
    `数据库不能以 root 身份运行，而本机不允许用户命名空间，普通用户又进不了 ${dataFolder}。` +
      '请换普通用户启动，或用环境变量 MINGXUN_DATA 把数据目录放到普通用户可进入的地方。',
  );
}

/** Gives a folder and all in it to the account, so that one start as another user does not lock the next one out. */
export function handOver(folder: string, account: Account): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = account.kind === 'user' ? account : { uid: 0, gid: 0 };
  const top = lstatSync(folder);
  if (top.uid === uid) return;
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    lchownSync(join(folder, entry), uid, gid);
  lchownSync(folder, uid, gid);
}

/** The command line that runs a program as the account, dying with its parent where `setpriv` can arrange that. */
export function launchAs(account: Account, program: string, args: string[], diesWithParent = false): Launch {
  let line = [program, ...args];
  if (diesWithParent && works('setpriv', ['--pdeathsig', 'INT', 'true'])) {
    line = ['setpriv', '--pdeathsig', 'INT', ...line];
  }
  if (account.kind === 'namespace') line = ['unshare', ...namespace, ...line];
  const [command = program, ...rest] = line;
  const identity = account.kind === 'user' ? { uid: account.uid, gid: account.gid } : {};
  return { command, args: rest, identity };
}
