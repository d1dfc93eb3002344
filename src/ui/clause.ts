import type { InjectionKey } from 'vue';

/** A clause as shown beside a figure or a finding: its id and the words people know it by. */
export interface ClauseRef {
  readonly id: string;
  readonly label: string;
}

export interface ClauseText {
  /** 文件名 and place, e.g. “2024 监管机制 一（二）”. */
  readonly title: string;
  readonly text: string;
}

export type LoadClause = (id: string) => Promise<ClauseText>;

/** Where clause tags get their text; the entry provides it once. */
export const loadClauseKey: InjectionKey<LoadClause> = Symbol('loadClause');
