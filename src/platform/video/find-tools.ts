import { access, chmod, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

/** The two programs that read recordings. */
export interface ToolPaths {
  readonly ffmpeg: string;
  readonly ffprobe: string;
}

/** Names the folder in which an operator keeps programs of their own. */
export const toolFolderSetting = 'MINGXUN_FFMPEG';

const systemFolders = ['/usr/bin', '/usr/local/bin'] as const;

/** Programs of a package come without the right to run where install scripts are off: it is given here when possible. */
async function isRunnable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return chmod(path, 0o755).then(
      () => true,
      () => false,
    );
  }
}

async function inFolder(folder: string): Promise<ToolPaths | undefined> {
  const tools = { ffmpeg: join(folder, 'ffmpeg'), ffprobe: join(folder, 'ffprobe') };
  for (const path of Object.values(tools)) {
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (!isThere) return undefined;
  }
  return tools;
}

async function inPackages(): Promise<ToolPaths | undefined> {
  const require = createRequire(import.meta.url);
  const find = async (tool: 'ffmpeg' | 'ffprobe'): Promise<string | undefined> => {
    try {
      const path = join(dirname(require.resolve(`@${tool}-installer/${platform()}-${arch()}/package.json`)), tool);
      return (await isRunnable(path)) ? path : undefined;
    } catch {
      return undefined;
    }
  };
  const [ffmpeg, ffprobe] = [await find('ffmpeg'), await find('ffprobe')];
  return ffmpeg && ffprobe ? { ffmpeg, ffprobe } : undefined;
}

/** The operator’s own programs, else the system’s, else those of the installed packages; undefined without any. */
export async function findTools(environment: NodeJS.ProcessEnv): Promise<ToolPaths | undefined> {
  const own = environment[toolFolderSetting];
  if (own) return inFolder(own);
  for (const folder of systemFolders) {
    const found = await inFolder(folder);
    if (found) return found;
  }
  return inPackages();
}
