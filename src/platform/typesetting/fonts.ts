import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** Families by use, first choice first; what a machine lacks is passed over. */
export interface FontProfile {
  readonly title: readonly string[];
  readonly heading: readonly string[];
  readonly body: readonly string[];
  /** Names, numbers and addresses: the face with the widest stock of characters. */
  readonly name: readonly string[];
}

export interface Fonts {
  readonly folders: readonly string[];
  readonly profile: FontProfile;
}

const shippedWeights = [
  ['noto-serif-sc', '400Regular/NotoSerifSC_400Regular.ttf'],
  ['noto-serif-sc', '700Bold/NotoSerifSC_700Bold.ttf'],
  ['noto-serif-sc', '900Black/NotoSerifSC_900Black.ttf'],
  ['noto-sans-sc', '400Regular/NotoSansSC_400Regular.ttf'],
] as const;

const serif = 'Noto Serif SC';
const sans = 'Noto Sans SC';
/** The only packaged face with the whole of the rare name characters; used for single characters, never for a text. */
const lastResort = ['BabelStone Han'];
const systemFontFolders = ['/usr/share/fonts/truetype/babelstone', '/usr/share/fonts/truetype/babelstone-han'];

const profileFile = z.object({
  title: z.array(z.string()).default([]),
  heading: z.array(z.string()).default([]),
  body: z.array(z.string()).default([]),
});

/**
 * The shipped faces, the bureau's own from `folder` (its `profile.json` names the families for 标题, 黑体 and 正文),
 * and the last resort where the system has it.
 */
export function findFonts(folder?: string): Fonts {
  const require = createRequire(import.meta.url);
  const shipped = shippedWeights.map(([family, file]) =>
    dirname(require.resolve(`@expo-google-fonts/${family}/${file}`)),
  );
  const own = folder !== undefined && existsSync(folder) ? [folder] : [];
  const rare = systemFontFolders.filter((candidate) => existsSync(candidate) && readdirSync(candidate).length > 0);
  const chosen = own[0] === undefined ? undefined : readProfile(own[0]);
  return {
    folders: [...shipped, ...own, ...rare],
    profile: {
      title: [...(chosen?.title ?? []), serif, sans, ...lastResort],
      heading: [...(chosen?.heading ?? []), sans, serif, ...lastResort],
      body: [...(chosen?.body ?? []), serif, sans, ...lastResort],
      name: [serif, sans, ...lastResort],
    },
  };
}

function readProfile(folder: string): z.infer<typeof profileFile> {
  const file = join(folder, 'profile.json');
  if (!existsSync(file)) return { title: [], heading: [], body: [] };
  try {
    return profileFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const example = '{"title": ["方正小标宋简体"], "heading": ["黑体"], "body": ["仿宋_GB2312"]}';
    throw new Error(`字体配置 ${file} 写法有误，应为 ${example}，各项填字体名称，可缺项。`, { cause: error });
  }
}
