import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { labelsOf } from './clause-labels';
import { type ClauseId, clauseIds, clauses, documents, labelOf } from './clauses';
import { figures } from './figures';

const sources = '../shared/sources';
const read = (path: string) => readFileSync(path, 'utf8');
/** Both sides without what a scan and a screen print differently. */
const bare = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/<[^>]*>/g, '□')
    .replace(/[*|\s]/g, '')
    .replaceAll(';', '；')
    .replaceAll(',', '，');
const textsOf = (prefix: string) =>
  clauseIds.filter((id) => id.startsWith(prefix)).flatMap((id) => [clauses[id].text, clauses[id].lead ?? '']);
/** What of a text no clause carries. */
const leftOf = (text: string, parts: readonly string[]) =>
  parts.reduce((left, part) => left.replace(bare(part), ''), bare(text));

describe('the clauses', () => {
  it('are all there, each with its number, label, title and text', () => {
    expect(Object.keys(clauses)).toEqual([...clauseIds]);
    expect(new Set(clauseIds).size).toBe(clauseIds.length);
    for (const id of clauseIds) {
      const clause = clauses[id];
      expect(clause.id).toBe(id);
      expect(clause.document).toBe(id.slice(0, 4));
      expect(clause.label).toBe(labelOf(id));
      expect(clause.title).not.toBe('');
      expect(clause.text).toMatch(/\p{Script=Han}/u);
      expect(clause.text).toBe(clause.text.trim());
      expect(clause.text).not.toMatch(/[,;()]|\*\*|<input/u);
    }
    expect(new Set(clauseIds.map((id) => clauses[id].text)).size).toBe(clauseIds.length);
    expect(clauses['2024.2.2.1.5'].text.slice(3)).toBe(clauses['2024.2.2.2.6'].text.slice(3));
  });

  it.each([
    ['2021.3.3', '2021通知 三③'],
    ['2021.4.3', '2021通知 四'],
    ['2021.A4', '2021通知 附件4'],
    ['2021.A6.1', '2021通知 附件6 之1'],
    ['2024.1.2', '2024机制 一（二）'],
    ['2024.2.2.1.3', '2024机制 二（二）1（3）'],
    ['2024.3', '2024机制 三'],
  ] satisfies [ClauseId, string][])('%s is shown as %s', (id, label) => expect(labelOf(id)).toBe(label));

  it('cited together are shown once each', () => {
    expect(labelsOf(['2021.4.2', '2021.4.3', '2024.1.1'])).toBe('2021通知 四、2024机制 一（一）');
  });

  it('begin with the number they bear, where the document prints one', () => {
    for (const id of clauseIds) {
      const { number, text, lead } = clauses[id];
      if (lead === undefined && !id.startsWith('2021.A')) expect(text.startsWith(number.charAt(0))).toBe(true);
      if (id.startsWith('2021.3.')) expect(text.startsWith(number.slice(1))).toBe(true);
      if (id.startsWith('2024.1.') && lead !== undefined) expect(text.startsWith(number.slice(1))).toBe(true);
      if (/^2021\.A\d+$/.test(id)) expect(text.startsWith(`${number}　`)).toBe(true);
    }
  });

  it('of forms the copy does not show say so', () => {
    for (const id of ['2021.A3', '2021.A4', '2021.A5', '2021.A7', '2021.A8', '2021.A9'] as const)
      expect(clauses[id].text).toContain('所存文本未附该表样式');
  });

  it('fix every figure', () => {
    for (const lines of Object.values(figures))
      for (const line of lines) for (const id of line.cites) expect(clauses[id].id).toBe(id);
  });

  it('name who issued the documents, and the day only where the copy shows it', () => {
    expect(documents['2021']).toMatchObject({ number: '焦人社文〔2021〕15号' });
    expect(documents['2021'].issuedOn).toBeUndefined();
    expect(documents['2024']).toMatchObject({ issuedOn: '2024-07-18' });
    expect(documents['2024'].issuers).toHaveLength(2);
  });
});

describe.skipIf(!existsSync(sources))('the clauses against the documents', () => {
  it('carry every word of the 2021 notice from its introduction to its annexes', () => {
    const source = read(`${sources}/2021-notice.txt`);
    const main = source.slice(source.indexOf('为加强和规范全市'), source.indexOf('- 附件：'));
    const parts = clauseIds.filter((id) => /^2021\.\d/.test(id)).map((id) => clauses[id].text);
    expect(leftOf(main, [documents['2021'].introduction, ...parts])).toBe('');
  });

  it('carry every word of the 2024 mechanism', () => {
    const source = read(`${sources}/2024-mechanism.txt`);
    const main = source.slice(source.indexOf('一、严把'), source.lastIndexOf('焦作市人力资源和社会保障局办公室'));
    const headings = ['一、严把“进口”关，加强培训事前审核', '二、严控“过程”关，加强培训事中监管'];
    const parts = textsOf('2024').flatMap((text) => text.split('\n'));
    expect(leftOf(main, [...headings, ...parts])).toBe('');
    for (const line of documents['2024'].introduction.split('\n')) expect(bare(source)).toContain(bare(line));
  });

  it('carry every item of 附件6 and every line of 附件10', () => {
    const source = bare(read(`${sources}/2021-notice.txt`));
    for (const id of clauseIds.filter((each) => each.startsWith('2021.A6')))
      expect(source).toContain(bare(clauses[id].text));
    const lines = clauses['2021.A10'].text.split('\n').slice(1, -1);
    expect(lines).toHaveLength(15);
    for (const line of lines) expect(source).toContain(bare(line));
  });

  it('carry every field of the two forms the notice shows', () => {
    const source = read(`${sources}/2021-notice.txt`);
    const form = (from: string, to: string) => source.slice(source.indexOf(from), source.indexOf(to));
    for (const [id, table] of [
      ['2021.A1', form('个人 基本 信息', '附件 2\n')],
      ['2021.A2', form('培训机构全称', '考勤、视频设备架设与使用须知\n\n1.')],
    ] as const) {
      const words = table
        .split(/[\t\n]/)
        .map(bare)
        .flatMap((cell) => cell.split(/[：:；;（）()□]/));
      const text = bare(clauses[id].text);
      for (const word of words) expect(text).toContain(word);
    }
  });

  it('bear the ids of the list', () => {
    const list = read('../shared/clauses.md');
    const listed = [...list.matchAll(/^\| (20\d\d\.[\w.]+)(?: – (20\d\d\.[\d.]+))? \|/gm)].flatMap(
      ([, first = '', last]) => {
        if (!last) return [first];
        const stem = first.replace(/\d+$/, '');
        return Array.from({ length: Number(last.slice(stem.length)) }, (_, index) => `${stem}${index + 1}`);
      },
    );
    expect([...clauseIds].sort()).toEqual(listed.sort());
  });
});
