import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';

const outDir = process.env['MINGXUN_WEB_OUT'] ?? 'dist/web';
const root = import.meta.dirname;
const gallery = process.env['MINGXUN_GALLERY'] === '1';
/** The pages of a build; the gallery of the kit is built alone, for its own checks. */
const sources = gallery ? { gallery: 'src/ui/gallery/main.ts' } : { office: 'src/office.ts', phone: 'src/phone.ts' };
const pages = Object.entries(sources)
  .filter(([name, source]) => existsSync(join(root, `${name}.html`)) && existsSync(join(root, source)))
  .map(([name]) => [name, join(root, `${name}.html`)]);

/** Writes .br and .gz beside every text file of a build, so that serving never compresses. */
function precompressed(): Plugin {
  let folder = '';
  const packGzip = promisify(gzip);
  const packBrotli = promisify(brotliCompress);
  return {
    name: 'mingxun-precompressed',
    apply: 'build',
    configResolved({ build }) {
      folder = resolve(root, build.outDir);
    },
    async writeBundle() {
      const files = await readdir(folder, { recursive: true });
      const texts = files.filter((file) => /\.(js|css|html|svg|json|webmanifest)$/.test(file));
      for (const file of texts) {
        const path = join(folder, file);
        const content = await readFile(path);
        await writeFile(`${path}.gz`, await packGzip(content, { level: 9 }));
        await writeFile(`${path}.br`, await packBrotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
      }
    },
  };
}

export default defineConfig({
  root,
  plugins: [vue(), precompressed()],
  build: {
    outDir,
    emptyOutDir: true,
    target: 'chrome92',
    cssTarget: 'chrome92',
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { input: Object.fromEntries(pages) },
  },
});
