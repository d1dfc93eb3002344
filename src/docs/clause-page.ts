import { labelOf, titleOf } from '#law/clause-labels';
import type { Grade } from '#law/figures';
import type { ClauseCoverage } from './clause-coverage';

/** How far a clause has come: what carries it out exists, its stage is still to be built, or nothing answers it. */
export type ClauseStanding = '已落实' | '部分落实' | '未建' | '无自动事项';

export function standingOf({ stages, rules, figures, operations }: ClauseCoverage): ClauseStanding {
  const isCarried = rules.length + operations.length > 0;
  const waits = stages.some((stage) => !stage.isBuilt);
  // What all stages share is never wholly done by one of them.
  if (isCarried) return waits || stages.length === 0 ? '部分落实' : '已落实';
  if (waits) return '未建';
  return figures.length > 0 ? '部分落实' : '无自动事项';
}

const gradeNames: Record<Grade, string> = {
  S: '文件规定',
  L: '法律规定',
  E: '公开摘录',
  M: '实测',
  D: '本系统默认，非法定',
};

const stageText = ({ stages }: ClauseCoverage): string =>
  stages.length === 0
    ? '各环节共同'
    : stages.map(({ number, name, isBuilt }) => `${number} ${name}${isBuilt ? '' : '（未建成）'}`).join('、');

const anchorOf = (id: string): string => `c-${id.replaceAll('.', '-').toLowerCase()}`;

const summaryLine = (clause: ClauseCoverage): string => {
  const { id, rules, figures, operations, pages, tests } = clause;
  const counts = [rules, figures, operations, pages, tests].map((list) => String(list.length || '—'));
  const name = `[${labelOf(id)}](#${anchorOf(id)})`;
  return `| ${[name, titleOf(id), stageText(clause), standingOf(clause), ...counts].join(' | ')} |`;
};

const listed = (head: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`- ${head}`, ...lines.map((line) => `  - ${line}`)];

function details(clause: ClauseCoverage): string {
  const { id, rules, figures, operations, pages, tests } = clause;
  return [
    `<a id="${anchorOf(id)}"></a>`,
    '',
    `### ${labelOf(id)} ${titleOf(id)}`,
    '',
    `\`${id}\` · ${stageText(clause)} · ${standingOf(clause)}`,
    '',
    ...listed(
      '规则',
      rules.map((rule) => `\`${rule.id}\` ${rule.title}（${rule.severity === 'blocks' ? '必须改正' : '需要核实'}）`),
    ),
    ...listed(
      '标准',
      figures.map(
        ({ name, line }) =>
          `\`${name}\` ${line.value}，自 ${line.from}（${gradeNames[line.grade]}${line.ground ? `：${line.ground}` : ''}）`,
      ),
    ),
    ...listed(
      '办理与查询',
      operations.map((operation) => `\`${operation.name}\` ${operation.title}`),
    ),
    ...listed(
      '页面',
      pages.map((page) => `\`${page}\``),
    ),
    ...listed(
      '测试',
      tests.map((test) => `\`${test}\``),
    ),
  ]
    .join('\n')
    .trimEnd();
}

/** docs/clauses.md: a line for every clause, then what carries each out; nothing is claimed that is not in the code. */
export function clausePage(coverage: readonly ClauseCoverage[]): string {
  const count = (standing: ClauseStanding) => coverage.filter((clause) => standingOf(clause) === standing).length;
  const standings = ['已落实', '部分落实', '未建', '无自动事项'] as const;
  const head = [
    '# 条款对照',
    '',
    '本页由 `npm run mingxun docs clauses` 从代码生成，请勿手改；与代码不符时测试不通过。',
    '',
    `两份文件共 ${coverage.length} 条：${standings.map((standing) => `${standing} ${count(standing)} 条`).join('，')}。`,
    '“已落实”指所属环节已建成，并有规则或办理事项；“部分落实”指只有标准，或另有环节未建，或为各环节共同；“无自动事项”指环节已建成或为各环节共同，而没有规则、办理事项与之对应。',
    '',
    '| 条款 | 内容 | 环节 | 状态 | 规则 | 标准 | 办理 | 页面 | 测试 |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...coverage.map(summaryLine),
    '',
    '## 逐条',
  ];
  return `${[head.join('\n'), ...coverage.map(details)].join('\n\n')}\n`;
}
