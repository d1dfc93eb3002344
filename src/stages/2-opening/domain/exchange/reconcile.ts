import { narrowed, withoutBlanks } from '../lists/characters';
import type { RegisterRecord } from './answer';
import type { AnswerLine, UnreadLine } from './read-answer';

/** One person as the batch asked. */
export interface AskedPerson {
  readonly id: string;
  readonly name: string;
}

/** One person as the batch asked, with the register’s record. */
export interface AnsweredPerson extends AskedPerson {
  readonly record: RegisterRecord;
}

export interface OtherName extends AskedPerson {
  readonly answeredName: string;
}

/** Who was asked, who was answered, and everything that does not meet. */
export interface Reconciliation {
  readonly answered: readonly AnsweredPerson[];
  /** Asked and not in the answer. */
  readonly missing: readonly AskedPerson[];
  /** In the answer and never asked: left out, only counted and shown. */
  readonly unknown: readonly AnswerLine[];
  /** Persons in several lines. */
  readonly repeated: readonly AskedPerson[];
  readonly otherNames: readonly OtherName[];
  readonly unread: readonly UnreadLine[];
}

export interface ReconciliationCounts {
  readonly asked: number;
  readonly answered: number;
  readonly listed: number;
  readonly missing: number;
  readonly unknown: number;
  readonly repeated: number;
  readonly otherNames: number;
  readonly unread: number;
}

const nameForm = (name: string): string => withoutBlanks(narrowed(name)).replace(/[•‧∙・･⋅●]/g, '·');

/** The same name; stars of a masked answer stand for any sign. An answer without a name contradicts none. */
export function isSameName(asked: string, answered: string): boolean {
  const [one, other] = [[...nameForm(asked)], [...nameForm(answered)]];
  if (other.length === 0) return true;
  return one.length === other.length && one.every((sign, at) => other[at] === sign || /[*＊×某]/.test(other[at] ?? ''));
}

/** Of several entries the one that stands now; of those, the latest. */
function stronger(one: AnswerLine, other: AnswerLine): AnswerLine {
  if (one.listed !== other.listed) return one.listed ? one : other;
  const end = (line: AnswerLine) => line.until ?? '9999-12-31';
  if (end(one) !== end(other)) return end(one) > end(other) ? one : other;
  return (other.from ?? '') > (one.from ?? '') ? other : one;
}

/** All entries of a history in one: since the first, each occupation named once. */
const together = (one: AnswerLine, other: AnswerLine): AnswerLine => {
  const named = [...new Set([...one.organisation.split('；'), ...other.organisation.split('；')])].filter(Boolean);
  const known = other.listed && !one.listed ? other : one;
  const from = [one, other].flatMap((line) => (line.listed && line.from ? [line.from] : [])).sort()[0];
  return { ...known, from: from ?? known.from, organisation: named.join('；') };
};

const recordOf = (line: AnswerLine, isOtherName: boolean): RegisterRecord => {
  const { listed, from, until, organisation } = line;
  return { listed, from, until, organisation, isOtherName };
};

const notListed: RegisterRecord = {
  listed: false,
  from: undefined,
  until: undefined,
  organisation: '',
  isOtherName: false,
};

/**
 * Lays the lines of an answer to the people asked about. Where the register returns only whom it found, whoever is
 * missing has been looked for and not found; otherwise he is still to be asked.
 */
export function reconcile(
  asked: readonly AskedPerson[],
  lines: readonly AnswerLine[],
  unread: readonly UnreadLine[],
  listsOnlyHits: boolean,
  isHistory = false,
): Reconciliation {
  const people = new Map(asked.map((person) => [person.id, person]));
  const byPerson = new Map<string, AnswerLine[]>();
  const unknown: AnswerLine[] = [];
  for (const line of lines) {
    if (!people.has(line.id)) unknown.push(line);
    else byPerson.set(line.id, [...(byPerson.get(line.id) ?? []), line]);
  }
  const answered: AnsweredPerson[] = [];
  const missing: AskedPerson[] = [];
  const repeated: AskedPerson[] = [];
  const otherNames: OtherName[] = [];
  for (const person of people.values()) {
    const [first, ...others] = byPerson.get(person.id) ?? [];
    if (!first) {
      missing.push(person);
      if (listsOnlyHits) answered.push({ ...person, record: notListed });
      continue;
    }
    if (others.length > 0 && !isHistory) repeated.push(person);
    const odd = [first, ...others].find((line) => !isSameName(person.name, line.name));
    if (odd) otherNames.push({ ...person, answeredName: odd.name });
    answered.push({
      ...person,
      record: recordOf(others.reduce(isHistory ? together : stronger, first), odd !== undefined),
    });
  }
  return { answered, missing, unknown, repeated, otherNames, unread };
}

export const countsOf = (asked: number, found: Reconciliation): ReconciliationCounts => ({
  asked,
  answered: found.answered.length,
  listed: found.answered.filter(({ record }) => record.listed).length,
  missing: found.missing.length,
  unknown: found.unknown.length,
  repeated: found.repeated.length,
  otherNames: found.otherNames.length,
  unread: found.unread.length,
});
