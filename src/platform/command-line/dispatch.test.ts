import { describe, expect, it } from 'vitest';
import { type CommandLine, exitCodes, type OperatorCommand } from './command';
import { dispatch } from './dispatch';
import { textTable, textWidth } from './text-table';

async function typed(words: readonly string[], run: OperatorCommand['run'] = async () => exitCodes.done) {
  const command: OperatorCommand = {
    name: 'list check',
    summary: '检查名单',
    arguments: [{ name: 'FILE', says: '名单文件' }],
    options: {
      day: { kind: 'text', placeholder: 'YYYY-MM-DD', says: '日期', isRequired: true },
      json: { kind: 'flag', says: '输出 JSON' },
    },
    run: async (line, terminal) => run(line, terminal),
  };
  const printed: string[] = [];
  const told: string[] = [];
  const code = await dispatch([command, { ...command, name: 'list' }], words, {
    print: (text) => printed.push(text),
    tell: (text) => told.push(text),
  });
  return { code, printed: printed.join('\n'), told: told.join('\n') };
}

describe('the command line', () => {
  it('hands a command its arguments and options, in any order', async () => {
    const lines: CommandLine[] = [];
    const keep: OperatorCommand['run'] = async (line) => {
      lines.push(line);
      return exitCodes.found;
    };
    expect((await typed(['list', 'check', '--day', '2026-12-14', 'a b.xlsx', '--json'], keep)).code).toBe(1);
    expect((await typed(['list', 'check', '--day=2026-12-14', '--', '--odd.xlsx'], keep)).code).toBe(1);
    expect(lines.map((line) => [line.arguments, line.text('day'), line.has('json')])).toEqual([
      [['a b.xlsx'], '2026-12-14', true],
      [['--odd.xlsx'], '2026-12-14', false],
    ]);
  });

  it.each([
    [['list', 'check', '--day', '2026-12-14'], '缺少 FILE（名单文件）'],
    [['list', 'check', 'a', 'b', '--day', '2026-12-14'], '多出了“b”'],
    [['list', 'check', 'a'], '缺少 --day YYYY-MM-DD（日期）'],
    [['list', 'check', 'a', '--day'], '--day 后面缺少 YYYY-MM-DD'],
    [['list', 'check', 'a', '--day', '--json'], '--day 后面缺少 YYYY-MM-DD'],
    [['list', 'check', 'a', '--toString'], '没有 --toString 这个选项'],
    [['list', 'check', 'a', '--json=1'], '--json 后面不带值'],
  ])('answers %j with what is wrong and the usage', async (words, message) => {
    const { code, told, printed } = await typed(words);
    expect(code).toBe(2);
    expect(told).toContain(message);
    expect(told).toContain('用法：mingxun list check FILE --day YYYY-MM-DD [--json]');
    expect(printed).toBe('');
  });

  it('lists the commands when asked nothing or for help, and refuses one it does not know', async () => {
    for (const words of [[], ['help'], ['--help']]) {
      expect(await typed(words)).toMatchObject({ code: 0, printed: expect.stringContaining('list check  检查名单') });
    }
    expect(await typed(['lost'])).toMatchObject({ code: 2, told: expect.stringContaining('没有“lost”这个命令') });
  });

  it('explains one command without running it', async () => {
    const { code, printed } = await typed(['list', 'check', '--help'], () => Promise.reject(new Error('ran')));
    expect(code).toBe(0);
    expect(printed).toContain('--json            输出 JSON');
  });

  it('tells a failure apart from a refusal', async () => {
    const { code, told } = await typed(['list', 'check', 'a', '--day', 'x'], () =>
      Promise.reject(new Error('磁盘已满')),
    );
    expect(code).toBe(3);
    expect(told).toContain('磁盘已满');
  });
});

describe('a text table', () => {
  it('counts two columns for each Chinese character, rare ones too', () => {
    expect(textWidth('ab㛃𬍛（')).toBe(8);
    expect(
      textTable([
        ['甲', 'x'],
        ['abc', 'y'],
      ]),
    ).toBe('甲   x\nabc  y');
  });
});
