import { existsSync, readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { acceptPicture, checkPortrait } from './intake';

const solid = (width: number, height: number, background = '#3a6ea5') =>
  sharp({ create: { width, height, channels: 3, background } });

/** A black square of one bit a pixel, a few kilobytes however large. */
function blackPng(edge: number): Buffer {
  const chunk = (kind: string, content: Buffer) => {
    const body = Buffer.concat([Buffer.from(kind), content]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(edge, 0);
  head.writeUInt32BE(edge, 4);
  head[8] = 1;
  const rows = deflateSync(Buffer.alloc(edge * (1 + edge / 8)));
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([mark, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

const face = '../shared/fixtures/faces/obama.jpg';

describe('a picture', () => {
  it('is drawn anew upright, without place or device', async () => {
    const taken = await solid(600, 400)
      .withExif({ IFD0: { Make: 'HUAWEI' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '35/1 13/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(taken).metadata()).orientation).toBe(6);
    const picture = await acceptPicture(taken);
    expect(picture).toMatchObject({ accepted: true, width: 400, height: 600 });
    if (!picture.accepted) return;
    const after = await sharp(picture.bytes).metadata();
    expect([after.format, after.exif, after.orientation, after.icc, after.xmp]).toEqual([
      'jpeg',
      ...Array(4).fill(undefined),
    ]);
    expect((await sharp(picture.thumbnail).metadata()).height).toBe(240);
  });

  it('loses a script it carried behind or inside its pixels', async () => {
    const png = await solid(64, 64).png().toBuffer();
    const script = '<script>alert(document.cookie)</script>';
    const chunk = Buffer.concat([png, Buffer.from(`\n<html>${script}</html>PK\u0003\u0004`)]);
    const commented = await solid(64, 64)
      .withExif({ IFD0: { ImageDescription: script } })
      .jpeg()
      .toBuffer();
    for (const bytes of [chunk, commented]) {
      expect(bytes.includes('<script>')).toBe(true);
      const picture = await acceptPicture(bytes);
      expect(picture.accepted && picture.bytes.includes('script')).toBe(false);
      expect(picture.accepted).toBe(true);
    }
  });

  it('is refused when it breaks off, with what to do', async () => {
    const whole = await sharp(Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, index) => (index * 7919) % 256)), {
      raw: { width: 300, height: 300, channels: 3 },
    })
      .jpeg()
      .toBuffer();
    const answer = await acceptPicture(whole.subarray(0, whole.length / 2));
    expect(answer).toMatchObject({ accepted: false, code: 'damaged', message: expect.stringContaining('重新拍照') });
  });

  it('is refused when it would unfold to 256 million pixels, before it is unfolded', async () => {
    const bomb = blackPng(16_000);
    expect(bomb.length).toBeLessThan(100_000);
    const answer = await acceptPicture(bomb);
    expect(answer).toMatchObject({ code: 'pixels' });
    expect(answer).toMatchObject({
      message: '图片 16000×16000，共 25,600 万像素，超过上限 5,000 万像素，请缩小后重新上传。',
    });
  });

  it.each([
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', '网页或矢量图（HTML、SVG）'],
    ['a web page', '<!doctype html><p>photo.jpg</p>', '网页或矢量图（HTML、SVG）'],
    ['a PDF', '%PDF-1.4', 'PDF 文件'],
  ])('is not %s, whatever its name', async (_, text, said) => {
    expect(await acceptPicture(Buffer.from(text))).toMatchObject({
      code: 'type',
      message: expect.stringContaining(said),
    });
  });

  it('from an iPhone in HEIC is answered with how to get a JPEG', async () => {
    const heic = Buffer.from('\0\0\0\u0018ftypheic', 'latin1');
    expect(await acceptPicture(heic)).toMatchObject({ code: 'type', message: expect.stringContaining('JPEG') });
  });

  it('over the limit is refused with both figures', async () => {
    const answer = await acceptPicture(Buffer.alloc(3 * 1024 * 1024, 0xff), { maxBytes: 2 * 1024 * 1024 });
    expect(answer).toMatchObject({ code: 'size', message: '文件 3.0 MB，超过上限 2.0 MB，请压缩后重新上传。' });
    expect(await acceptPicture(Buffer.alloc(0))).toMatchObject({ code: 'empty' });
  });
});

describe('a one-inch photo', () => {
  const codes = async (picture: Buffer) => (await checkPortrait(picture)).map((remark) => remark.code);

  it('passes in size, shape and colour', async () => {
    expect(await codes(await solid(295, 413).jpeg().toBuffer())).toEqual([]);
    expect(await codes(await solid(413, 579, '#f4f6ff').jpeg().toBuffer())).toEqual([]);
  });

  it('is stopped when too small, lying down, or black and white', async () => {
    expect(await codes(await solid(200, 280).jpeg().toBuffer())).toEqual(['small']);
    expect(await codes(await solid(800, 600).jpeg().toBuffer())).toEqual(['shape']);
    expect(await codes(await solid(295, 413, '#b4b4b4').jpeg().toBuffer())).toEqual(['grey']);
  });

  it('gets a hint on a dark background that may stand', async () => {
    const remarks = await checkPortrait(await solid(295, 413, '#101838').jpeg().toBuffer());
    expect(remarks).toMatchObject([{ code: 'dark-background', blocks: false }]);
  });

  it.skipIf(!existsSync(face))('can be judged on a real portrait', async () => {
    const picture = await acceptPicture(readFileSync(face));
    expect(picture.accepted).toBe(true);
    if (picture.accepted) expect((await codes(picture.bytes)).includes('grey')).toBe(false);
  });
});
