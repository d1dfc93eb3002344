import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispatch } from '#platform/command-line/dispatch';
import { rosterCheckCommand } from './roster-check-command';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingxun-roster-'));
  const heading = '姓名,身份证号,联系电话,人员类别\n';
  await writeFile(join(folder, 'sound.csv'), `${heading}王伟,410802199003070017,13812345678,④\n`);
  await writeFile(join(folder, 'wrong.csv'), `${heading}王伟,410802199003070018,13812345678,④\n`);
  await writeFile(join(folder, 'old.csv'), `${heading}王伟,410802196003070017,13812345678,④\n`);
  await writeFile(join(folder, 'picture.xlsx'), Buffer.from('89504e470d0a1a0a0000', 'hex'));
});
afterAll(() => rm(folder, { recursive: true }));

async function typed(name: string, ...rest: string[]) {
  const printed: string[] = [];
  const told: string[] = [];
  const code = await dispatch([rosterCheckCommand], ['roster', 'check', join(folder, name), ...rest], {
    print: (text) => printed.push(text),
    tell: (text) => told.push(text),
  });
  return { code, printed: printed.join('\n'), told: told.join('\n') };
}

const days = ['--starts-on', '2026-12-14'];

describe('roster check', () => {
  it('ends with 0 when nothing blocks', async () => {
    const { code, printed } = await typed('sound.csv', ...days, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(printed)).toEqual({ rows: 1, findings: [] });
  });

  it('ends with 1 when something blocks, each finding at its cell with clause and fix', async () => {
    const { code, printed, told } = await typed('wrong.csv', ...days, '--json');
    expect(code).toBe(1);
    expect(told).toBe('');
    expect(JSON.parse(printed)).toEqual({
      rows: 1,
      findings: [
        {
          cell: 'B2',
          field: 'id',
          rule: 'roster.id-checksum',
          severity: 'blocks',
          message: expect.stringContaining('校验码'),
          cites: ['2021.3.3'],
          fix: expect.any(String),
        },
      ],
    });
  });

  it('reads as a table for a person', async () => {
    const { printed } = await typed('wrong.csv', ...days);
    expect(printed).toContain('wrong.csv：1 名学员，必须改正 1 处，需要核实 0 处。');
    expect(printed).toContain('  B2  必须改正  身份证号末位校验码');
  });

  it('ends with 2 and the reason when the file cannot be read', async () => {
    expect(await typed('picture.xlsx', ...days)).toMatchObject({ code: 2, told: expect.stringContaining('PNG 图片') });
    expect(await typed('lost.xlsx', ...days)).toMatchObject({ code: 2, told: expect.stringContaining('找不到文件') });
    expect(await typed('', ...days)).toMatchObject({ code: 2, told: expect.stringContaining('是文件夹') });
    const { printed } = await typed('picture.xlsx', ...days, '--json');
    expect(JSON.parse(printed)).toEqual({ unreadable: expect.stringContaining('PNG 图片') });
  });

  it('ends with 2 when the day is missing or is no day', async () => {
    expect(await typed('sound.csv')).toMatchObject({ code: 2, told: expect.stringContaining('缺少 --starts-on') });
    const wrong = await typed('sound.csv', '--starts-on', '2026-2-30');
    expect(wrong).toMatchObject({ code: 2, told: expect.stringContaining('“2026-2-30”不是这样的日期') });
  });
});
