import type { PlainDate } from '#kernel/plain-date';
import type { ClauseId } from './clause-ids';
import { type FigureReader, figuresOn } from './figures';

export type Severity = 'blocks' | 'warns';

/** Where a finding belongs: a field of the form, and a row of a table by its own id where the form has rows. */
export interface Place {
  readonly field: string;
  readonly row?: string;
}

/**
 * One check as a value: what it cites, since when it holds, what it looks at and what it says.
 * `check` gives a place and the figures of each breach; nothing is thrown.
 */
export interface Rule<Facts, Breach extends object> {
  readonly id: string;
  readonly title: string;
  readonly cites: readonly [ClauseId, ...ClauseId[]];
  readonly severity: Severity;
  readonly from: PlainDate;
  readonly governedBy: (facts: Facts) => PlainDate;
  readonly check: (facts: Facts, figure: FigureReader) => readonly (Place & Breach)[];
  readonly says: (breach: Breach) => string;
  /** The way forward, as an instruction to the clerk. */
  readonly fix: (breach: Breach) => string;
}

/** What a rule says of a record, with its figures and sentences as they were that day. */
export interface Finding extends Place {
  readonly rule: string;
  readonly severity: Severity;
  readonly cites: readonly ClauseId[];
  readonly breach: Readonly<Record<string, unknown>>;
  readonly message: string;
  readonly fix: string;
}

/** A rule whose breach type is sealed inside it, so that rules of one stage share a list. */
export interface AnyRule<Facts> {
  readonly id: string;
  readonly title: string;
  readonly cites: readonly [ClauseId, ...ClauseId[]];
  readonly severity: Severity;
  readonly from: PlainDate;
  findings(facts: Facts, later?: LaterFigures): Finding[];
}

export type LaterFigures = Parameters<typeof figuresOn>[1];

export function rule<Facts, Breach extends object>(definition: Rule<Facts, Breach>): AnyRule<Facts> {
  const { id, title, cites, severity, from } = definition;
  return {
    id,
    title,
    cites,
    severity,
    from,
    findings(facts, later) {
      const day = definition.governedBy(facts);
      if (day < from) return [];
      const breaches = definition.check(facts, figuresOn(day, later));
      if (breaches.length === 0) return [];
      return breaches.map((breach) => {
        const { field, row, ...figures } = breach;
        return {
          rule: id,
          severity,
          cites,
          field,
          ...(row === undefined ? {} : { row }),
          breach: figures,
          message: definition.says(breach),
          fix: definition.fix(breach),
        };
      });
    },
  };
}

/** All rules, all findings, in the rules' order. */
export function judge<Facts>(rules: readonly AnyRule<Facts>[], facts: Facts, later?: LaterFigures): Finding[] {
  const found: Finding[] = [];
  for (const each of rules) for (const finding of each.findings(facts, later)) found.push(finding);
  return found;
}

export const blocked = (findings: readonly Finding[]): boolean =>
  findings.some((finding) => finding.severity === 'blocks');
