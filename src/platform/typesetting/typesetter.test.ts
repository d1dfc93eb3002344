import { PDFiumLibrary } from '@hyzyla/pdfium';
import { afterAll, describe, expect, it } from 'vitest';
import { createTypesetter, TypesettingRefusal } from './typesetter';

const textOf = async (pdf: Buffer): Promise<string[]> => {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  const pages = [...document.pages()].map((page) => page.getText());
  document.destroy();
  library.destroy();
  return pages;
};

const list = {
  name: '名单',
  source: `#import "/kit.typ": *
#let data = json("/data.json")
#show: form.with(data, name: "名单")
#heading-of("附件9", "学员名单")
#table(columns: (1fr, 3fr), table.header([序号], [姓名与说明]),
  ..data.rows.enumerate().map(((index, row)) => (str(index + 1), breaking(row))).flatten())`,
};
const rows = (count: number) => ({ rows: Array.from({ length: count }, (_, index) => `学员${index + 1}`) });
const endless = { name: '死循环', source: '#for a in range(1000000) { for b in range(1000000) { let c = a * b } }' };

describe('the typesetter', () => {
  const typesetter = createTypesetter();
  afterAll(() => typesetter.close());

  it('makes PDF/A-2u', async () => {
    const pdf = await typesetter.pdf(list, rows(1));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1')).toMatch(/<pdfaid:part>2<\/pdfaid:part><pdfaid:conformance>U</);
  });

  it('runs on over pages as rows are added, repeats the table head, and numbers the pages', async () => {
    expect(await textOf(await typesetter.pdf(list, rows(5)))).toHaveLength(1);
    const pages = await textOf(await typesetter.pdf(list, rows(80)));
    expect(pages.length).toBeGreaterThan(2);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('姓名与说明');
      expect(page.replace(/\s/g, '')).toContain(`第${index + 1}页共${pages.length}页`);
    }
  });

  it('prints hostile texts as they stand', async () => {
    const hostile = [
      '#import "x.typ": *',
      '$x^2$ *粗* _斜_ `码`',
      '"#{read("/etc/passwd")}"',
      '<label> @ref // 注释 \\ ]',
      '#eval("1+1")',
    ];
    const [page = ''] = await textOf(await typesetter.pdf(list, { rows: hostile }));
    for (const text of hostile) expect(page.replace(/\s/g, '')).toContain(text.replace(/\s/g, ''));
  });

  it('reads no file outside what it was given', async () => {
    const thief = { name: '越界', source: '#read("/../../etc/passwd")' };
    await expect(typesetter.pdf(thief, {})).rejects.toMatchObject({ kind: 'template' });
    await expect(typesetter.pdf({ name: '越界', source: '#read("/etc/passwd")' }, {})).rejects.toMatchObject({
      kind: 'template',
    });
  });

  it('gives the same bytes for the same input, and others for another day', async () => {
    const on = (day: string) => typesetter.pdf(list, rows(30), { madeAt: new Date(`${day}T08:00:00+08:00`) });
    const [first, second, later] = [await on('2024-09-02'), await on('2024-09-02'), await on('2024-09-03')];
    expect(first.equals(second)).toBe(true);
    expect(first.equals(later)).toBe(false);
  });

  it('gives each page as a picture of its own for the preview', async () => {
    const pages = await typesetter.pages(list, rows(60));
    expect(pages).toHaveLength((await textOf(await typesetter.pdf(list, rows(60)))).length);
    for (const page of pages) {
      expect(page).toMatch(/^<svg viewBox="0 0 595\.\d+ 841\.\d+"[^]*<\/svg>\n$/);
      const used = [...page.matchAll(/xlink:href="#(\w+)"/g)].map((match) => match[1]);
      for (const id of new Set(used)) expect(page).toContain(`id="${id}"`);
    }
  });

  it('marks a demonstration on every page', async () => {
    for (const page of await textOf(await typesetter.pdf(list, { ...rows(60), demo: true }))) {
      expect(page).toContain('演示数据，不作申报依据');
    }
  });

  it('says which template is at fault when one is, and keeps the details for the log', async () => {
    const failure = typesetter.pdf({ name: '坏表', source: '#let x = ' }, {});
    await expect(failure).rejects.toBeInstanceOf(TypesettingRefusal);
    await expect(failure).rejects.toMatchObject({ kind: 'template', message: expect.stringContaining('《坏表》') });
  });
});

describe('rare characters', () => {
  const typesetter = createTypesetter();
  afterAll(() => typesetter.close());
  const absent = String.fromCodePoint(0x10_fffd);

  it('of names come out from the shipped fonts', async () => {
    const names = ['张㛃', '李𬍛', '王𠅤', '赵䶮', '陈𬱖', '周𬶍', '钱𫖯'];
    const options = { missingGlyph: 'refuse' } as const;
    const [page = ''] = await textOf(await typesetter.pdf(list, { rows: names }, options));
    for (const name of names) expect(page).toContain(name);
  });

  it('that no font has are drawn as a box with the code point, and every page says so', async () => {
    const data = { rows: [...rows(60).rows, `吉${absent}`] };
    for (const page of await textOf(await typesetter.pdf(list, data))) expect(page).toContain('U+10FFFD');
  });

  it('that no font has are refused where a box will not do: the character and its place are named', async () => {
    const failure = typesetter.pdf(list, { rows: [`王${absent}英`] }, { missingGlyph: 'refuse' });
    await expect(failure).rejects.toMatchObject({
      kind: 'missing-glyph',
      message: expect.stringContaining(`字体缺少“${absent}”字（U+10FFFD），出现在“王${absent}英”。`),
    });
  });
});

describe('a typesetting child', () => {
  it('that does not come to an end is killed, and the next document is made by another', async () => {
    const typesetter = createTypesetter({ timeoutSeconds: 1.5 });
    const [stuck, waiting] = [typesetter.pdf(endless, {}), typesetter.pdf(list, rows(3))];
    await expect(stuck).rejects.toMatchObject({ kind: 'timeout', message: expect.stringContaining('1.5 秒') });
    expect((await waiting).subarray(0, 5).toString()).toBe('%PDF-');
    expect(typesetter.startedCount()).toBe(2);
    typesetter.close();
  });

  it('that takes too much memory is killed and the limit is named', async () => {
    const greedy = { name: '贪吃', source: '#let x = range(60000000).map(n => str(n))\n#x.len()' };
    const typesetter = createTypesetter({ memoryLimitMb: 500 });
    await expect(typesetter.pdf(greedy, {})).rejects.toMatchObject({
      kind: 'memory',
      message: expect.stringContaining('500 MB'),
    });
    typesetter.close();
  });

  it('makes way for a new one after its share of documents', async () => {
    const typesetter = createTypesetter({ recycleAfter: 2 });
    for (let made = 0; made < 5; made += 1) await typesetter.pdf(list, rows(1));
    expect(typesetter.startedCount()).toBe(3);
    typesetter.close();
  });

  it('stays below 500 MB over fifteen long lists', async () => {
    const typesetter = createTypesetter({ memoryLimitMb: 500 });
    for (let made = 0; made < 15; made += 1) await typesetter.pdf(list, { rows: [...rows(900).rows, `${made}`] });
    expect(typesetter.startedCount()).toBe(1);
    typesetter.close();
  });

  it('gone with a closed typesetter leaves a refusal, not a wait', async () => {
    const typesetter = createTypesetter();
    const pending = typesetter.pdf(endless, {});
    setTimeout(() => typesetter.close(), 300);
    await expect(pending).rejects.toMatchObject({ kind: 'closed' });
    await expect(typesetter.pdf(list, rows(1))).rejects.toMatchObject({ kind: 'closed' });
  });
});
