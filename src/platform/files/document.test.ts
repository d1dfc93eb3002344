import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTypesetter } from '#platform/typesetting/typesetter';
import { acceptDocument } from './intake';

const pagesOf = (count: number) => ({
  name: '页',
  source: `#import "/kit.typ": *
#show: form.with((:), name: "页")
#for number in range(${count}) [#page(fill: rgb("#ff0000"))[第#(number + 1)页 A4] ]`,
});

/** A PDF that asks for a password: its key entries fit none. */
function lockedPdf(): Buffer {
  const key = 'AA'.repeat(32);
  const parts = [
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n',
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n',
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\n',
    `4 0 obj<</Filter/Standard/V 1/R 2/O<${key}>/U<${key}>/P -4>>endobj\n`,
  ];
  let body = '%PDF-1.4\n';
  const places = parts.map((part) => {
    const at = body.length;
    body += part;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 5\n0000000000 65535 f \n${places.join('')}`;
  const trailer = `trailer<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\nstartxref\n${body.length}\n%%EOF`;
  return Buffer.from(body + table + trailer);
}

describe('a scanned document', () => {
  const typesetter = createTypesetter();
  let three: Buffer = Buffer.alloc(0);
  beforeAll(async () => {
    three = await typesetter.pdf(pagesOf(3), {});
  });
  afterAll(() => typesetter.close());

  it('becomes one JPEG a page, in its colours, at reading size', async () => {
    const document = await acceptDocument(three);
    expect(document.accepted).toBe(true);
    if (!document.accepted) return;
    expect(document.pages.map(({ width, height }) => [Math.round(width / 10), Math.round(height / 10)])).toEqual(
      Array(3).fill([124, 175]),
    );
    const { data } = await sharp(document.pages[0]?.bytes)
      .extract({ left: 5, top: 5, width: 1, height: 1 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(data[0]).toBeGreaterThan(240);
    expect(data[2]).toBeLessThan(15);
  });

  it('of too many pages is refused with both figures', async () => {
    const answer = await acceptDocument(three, { maxPages: 2 });
    expect(answer).toMatchObject({ code: 'pages', message: 'PDF 共 3 页，超过上限 2 页，请拆分后分别上传。' });
  });

  it('that breaks off is refused', async () => {
    expect(await acceptDocument(three.subarray(0, three.length / 2))).toMatchObject({ code: 'damaged' });
    const hollow = Buffer.concat([
      Buffer.from('%PDF-1.7\n'),
      Buffer.alloc(500, 0x20),
      Buffer.from('startxref\n0\n%%EOF'),
    ]);
    expect(await acceptDocument(hollow)).toMatchObject({ code: 'damaged' });
  });

  it('with a password is refused and says so', async () => {
    expect(await acceptDocument(lockedPdf())).toMatchObject({
      code: 'encrypted',
      message: expect.stringContaining('密码'),
    });
  });

  it('may be a single picture', async () => {
    const png = await sharp({ create: { width: 90, height: 60, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    expect(await acceptDocument(png)).toMatchObject({ accepted: true, pages: [{ width: 90, height: 60 }] });
  });

  it('is never a web page or an archive', async () => {
    expect(await acceptDocument(Buffer.from('<html></html>'))).toMatchObject({ code: 'type' });
    expect(await acceptDocument(Buffer.from('PK\u0003\u0004a.exe'))).toMatchObject({ code: 'type' });
  });
});
