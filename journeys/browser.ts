import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { packedBrowser } from './packed-browser';

/** A browser to drive, and what it needs to run here. */
export interface FoundBrowser {
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Keeps the browser from calling anyone but the pages under test. */
const quietly = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
];

const hasChineseFont = () => {
  const { status, stdout } = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '';
};

const face = (weight: string) =>
  dirname(createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans-sc/${weight}/index.js`));

const fontSettings = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  ${['400Regular', '500Medium', '700Bold'].map((weight) => `<dir>${face(weight)}</dir>`).join('\n  ')}
  <cachedir>${folder}</cachedir>
  <match target="pattern">
    <edit name="family" mode="append_last"><string>Noto Sans SC</string></edit>
  </match>
</fontconfig>
`;

/** Lends the browser a Chinese font where the machine has none. */
function fontEnvironment(): Record<string, string> {
  if (hasChineseFont()) return {};
  const folder = join(tmpdir(), `mingxun-fonts-${userInfo().uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'fonts.conf');
  writeFileSync(file, fontSettings(folder));
  return { FONTCONFIG_FILE: file };
}

/** `CHROME_PATH`, else the system's Chromium, else the one inside an npm package. */
export function findBrowser(): FoundBrowser {
  const named = process.env['CHROME_PATH'];
  if (named && !existsSync(named)) throw new Error(`CHROME_PATH 指向的浏览器不存在：${named}`);
  const installed = [named, '/usr/bin/chromium'].find((path) => path !== undefined && existsSync(path));
  const { executablePath, env } = installed ? { executablePath: installed, env: {} } : packedBrowser();
  return { executablePath, args: quietly, env: { ...env, ...fontEnvironment() } };
}

/** Starts a browser for one journey file, with further arguments where it needs any; close it when the file is done. */
export function launch(more: readonly string[] = []): Promise<Browser> {
  const { executablePath, args, env } = findBrowser();
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return chromium.launch({
    executablePath,
    args: [...args, ...more],
    env: { ...Object.fromEntries(inherited), ...env },
    chromiumSandbox: false,
  });
}
