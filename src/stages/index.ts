import type { ClauseId } from '#law/clauses';

/** A stage of a class’s life, as the two documents order them. */
export interface Stage {
  readonly number: number;
  readonly key: string;
  readonly name: string;
  readonly clauses: readonly ClauseId[];
  /** Begun, but not yet whole: its clauses do not count as carried out. */
  readonly isUnfinished?: true;
}

/** The stages in order: the one list that routes, menus and docs are built from. */
export const stages = [
  { number: 1, key: 'intent', name: '意愿登记', clauses: ['2021.1', '2021.2', '2021.A1'] },
  {
    number: 2,
    key: 'opening',
    name: '开班',
    clauses: [
      ...(['2021.3', '2021.3.1', '2021.3.2', '2021.3.3', '2021.3.4', '2021.3.5'] as const),
      ...(['2021.A2', '2021.A3', '2021.A4', '2021.A5'] as const),
      ...(['2024.1.0', '2024.1.1', '2024.1.2', '2024.1.3'] as const),
    ],
  },
  {
    number: 3,
    key: 'attendance',
    name: '考勤',
    clauses: [
      ...(['2021.4.1', '2021.4.2', '2021.4.3', '2021.4.4'] as const),
      ...(['2021.A6.1', '2021.A6.2', '2021.A6.3', '2021.A6.4', '2021.A6.5', '2021.A6.6'] as const),
    ],
  },
  {
    number: 4,
    key: 'inspection',
    name: '检查',
    clauses: [
      ...(['2024.2.1.1', '2024.2.1.2', '2024.2.1.3', '2024.2.2.1.3', '2024.2.2.2.2', '2024.2.2.2.3'] as const),
      ...(['2024.2.3.1', '2024.2.3.2', '2024.2.3.3'] as const),
    ],
  },
  { number: 5, key: 'completion', name: '结业', clauses: ['2021.3.1', '2021.A10'] },
  { number: 6, key: 'subsidy', name: '补贴', clauses: ['2021.7.1', '2021.7.2', '2021.A10'] },
  {
    number: 7,
    key: 'employment',
    name: '就业',
    clauses: [
      ...(['2021.5.1', '2021.5.2', '2021.5.3', '2021.6.1', '2021.6.2'] as const),
      ...(['2021.A7', '2021.A8', '2021.A9'] as const),
    ],
  },
  { number: 8, key: 'evaluation', name: '评价', clauses: ['2021.6.3', '2024.2.2.2.4'] },
  {
    number: 9,
    key: 'enforcement',
    name: '查处',
    clauses: ['2024.3', '2024.2.2.1.4', '2024.2.2.1.5', '2024.2.2.2.5', '2024.2.2.2.6'],
  },
] as const satisfies readonly Stage[];

export type StageKey = (typeof stages)[number]['key'];
