import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packedZip } from '../spreadsheet/hostile-files';
import { storedZip } from '../spreadsheet/stored-zip';
import { acceptBundle, bundleLimits } from './bundle';

const bytes = Buffer.from('照片');
const why = async (zip: Buffer) => {
  const bundle = await acceptBundle(zip);
  return bundle.accepted ? 'accepted' : `${bundle.code} ${bundle.message}`;
};
const pathsIn = async (zip: Buffer) => {
  const bundle = await acceptBundle(zip);
  return bundle.accepted ? bundle.files.map(({ path }) => path) : [];
};
/** The same ZIP with its names as an old Chinese Windows writes them, and no mark of UTF-8. */
const asOldWindows = (name: Buffer): Buffer => {
  const stand = 'x'.repeat(name.length);
  const zip = packedZip([{ name: stand, bytes }]);
  for (let at = zip.indexOf(stand); at >= 0; at = zip.indexOf(stand, at + 1)) name.copy(zip, at);
  return zip;
};

describe('a ZIP of photos', () => {
  it('gives its files with their folders, without what systems lay beside them', async () => {
    const zip = storedZip([
      { name: '照片/', bytes: Buffer.alloc(0) },
      { name: '照片/张三.jpg', bytes },
      { name: '__MACOSX/照片/._张三.jpg', bytes },
      { name: '照片/Thumbs.db', bytes },
    ]);
    const bundle = await acceptBundle(zip);
    expect(
      bundle.accepted && (await Promise.all(bundle.files.map(async (file) => [file.path, await file.read()]))),
    ).toEqual([['照片/张三.jpg', bytes]]);
  });

  it('made on a Chinese Windows keeps its names', async () => {
    const name = Buffer.from('d5c5c8fd2e6a7067', 'hex');
    expect(await pathsIn(asOldWindows(name))).toEqual(['张三.jpg']);
    expect(await pathsIn(asOldWindows(Buffer.from('张三.jpg')))).toEqual(['张三.jpg']);
  });

  it.each(['../张三.jpg', '/etc/张三.jpg', 'C:/张三.jpg', '照片\\..\\..\\张三.jpg'])(
    'that points outside by %s is refused',
    async (name) =>
      expect(await why(storedZip([{ name, bytes }]))).toMatch(/^type 压缩包里有指向包外的路径.*请在电脑上重新打包/),
  );

  it('that is a bomb is refused by its directory alone', async () => {
    const zeros = Buffer.alloc(5 * 1024 * 1024);
    expect(await why(packedZip([{ name: '张三.jpg', bytes: zeros }]))).toMatch(
      /^size 压缩包解压后是原来的 \d+ 倍，超过 200 倍的上限/,
    );
    const claims = packedZip(
      [1, 2, 3].map((n) => ({ name: `${n}.jpg`, bytes: Buffer.alloc(9000, n), claims: 90_000_000 })),
    );
    expect(await why(claims)).toMatch(/^size 压缩包解压后有 .* MB，超过 200\.0 MB 的上限，请分成几包上传/);
  });

  it('whose directory lies about a size gives no bytes for that file', async () => {
    const zip = packedZip([{ name: '张三.jpg', bytes: Buffer.alloc(200_000, 7), claims: 100 }]);
    const bundle = await acceptBundle(zip);
    expect(bundle.accepted && (await bundle.files[0]?.read())).toBeUndefined();
  });

  it('with too many files, none, or a password is refused with the limit and the way forward', async () => {
    const many = Array.from({ length: bundleLimits.entries + 1 }, (_each, at) => ({ name: `${at}.jpg`, bytes }));
    expect(await why(storedZip(many))).toMatch(/^size 压缩包里有 501 个文件，超过 500 个的上限，请分成几包上传/);
    expect(await why(storedZip(many.slice(1)))).toBe('accepted');
    expect(await why(storedZip([]))).toMatch(/^empty /);
    const locked = packedZip([{ name: '张三.jpg', bytes }]);
    locked.writeUInt16LE(1, locked.indexOf(Buffer.from('504b0102', 'hex')) + 8);
    expect(await why(locked)).toMatch(/^encrypted .*请去除密码/);
  });

  it('that holds a link to another file is refused', async () => {
    const zip = packedZip([{ name: '张三.jpg', bytes }]);
    zip.writeUInt32LE(0xa1ff0000, zip.indexOf(Buffer.from('504b0102', 'hex')) + 38);
    expect(await why(zip)).toMatch(/^type /);
  });

  it('cut short or garbled anywhere never throws and never gives other bytes', async () => {
    const content = Buffer.from('一寸照片'.repeat(40));
    const whole = packedZip([{ name: '张三.jpg', bytes: content }]);
    expect(deflateRawSync(content).length).toBeLessThan(content.length);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), async (at, value, isCut) => {
        const spoiled = Buffer.from(isCut ? whole.subarray(0, at) : whole);
        if (!isCut) spoiled[at] = value;
        const bundle = await acceptBundle(spoiled);
        if (!bundle.accepted) return;
        for (const file of bundle.files) {
          const read = await file.read();
          if (read) expect(read.equals(content)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
