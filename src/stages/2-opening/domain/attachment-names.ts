import { checkIdentityNumber } from '#law/identity-number';
import { kindOfPart, type NamedKind, withoutKindWords } from './attachment-words';

/** A trainee as far as file names speak of one. */
export interface NamedTrainee {
  readonly id: string;
  readonly name: string;
  readonly identityNumber: string;
}

/** Why a file found nobody. */
export type MatchFault = 'nobody' | 'several' | 'unknown-number' | 'contradiction';

export type NameMatch = { readonly row: string } | { readonly fault: MatchFault };

/** Upper case, half width, no invisible signs; blanks stay, as they part names. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u200b-\u200d\u2060\ufeff]/gu, '')
    .replace(/[•・‧∙⋅●．]/gu, '·')
    .toUpperCase();

/** Names are compared without the dot, which some clerks leave out and some type as another sign. */
const nameKey = (text: string): string => plain(text).replace(/[\s·.]/gu, '');

/** The parts of a path from the file up to the outermost folder; the ending is gone. */
function partsOf(path: string): string[] {
  const parts = path.split(/[\\/]+/u).filter((part) => part !== '');
  const file = (parts.pop() ?? '').replace(/\.[0-9A-Za-z]{1,5}$/u, '');
  return [file, ...parts.reverse()].map(plain);
}

const wholeNumber = /(?<![0-9A-Z])\d{17}[\dX](?![0-9])/gu;
const tail = /(?<![0-9A-Z])\d{3,5}[\dX](?![0-9A-Z])/gu;

/** Pieces of a part that may be a name: between signs and digits, one by one and run together. */
function spokenNames(part: string): Set<string> {
  const pieces = (text: string) => text.split(/[^\p{L}·]+/u).filter((piece) => piece !== '');
  const bare = pieces(withoutKindWords(part));
  return new Set([...pieces(part), ...bare, bare.join('')].map(nameKey).filter((piece) => piece !== ''));
}

type Found = { readonly rows: readonly string[] } | { readonly fault: 'unknown-number' };

function rowsNamed(part: string, trainees: readonly NamedTrainee[]): Found {
  const numbers: readonly string[] = part.match(wholeNumber) ?? [];
  const numbered = trainees.filter(({ identityNumber }) => numbers.includes(plain(identityNumber)));
  if (numbered.length > 0) return { rows: numbered.map(({ id }) => id) };
  if (numbers.some((number) => checkIdentityNumber(number).ok)) return { fault: 'unknown-number' };
  const names = spokenNames(part);
  const namesakes = trainees.filter(({ name }) => name !== '' && names.has(nameKey(name)));
  if (namesakes.length < 2) return { rows: namesakes.map(({ id }) => id) };
  const tails = part.match(tail) ?? [];
  const told = namesakes.filter(({ identityNumber }) => tails.some((digits) => plain(identityNumber).endsWith(digits)));
  return { rows: (told.length > 0 ? told : namesakes).map(({ id }) => id) };
}

/**
 * Whose a file is, by its name and the folders above it: the whole number first, else the name, told apart by the last
 * digits of the number where two trainees share it. Nothing is guessed: parts that speak of two people name nobody.
 */
export function matchTrainee(path: string, trainees: readonly NamedTrainee[]): NameMatch {
  const found = partsOf(path).map((part) => rowsNamed(part, trainees));
  if (found.some((each) => 'fault' in each)) return { fault: 'unknown-number' };
  const named = found.flatMap((each) => ('rows' in each && each.rows.length > 0 ? [new Set(each.rows)] : []));
  const [first, ...others] = named;
  if (!first) return { fault: 'nobody' };
  const agreed = others.reduce((rows, each) => new Set([...rows].filter((row) => each.has(row))), first);
  const [row] = agreed;
  if (row === undefined) return { fault: 'contradiction' };
  return agreed.size === 1 ? { row } : { fault: 'several' };
}

/** What a file shows, by the nearest part of its path that says so. */
export function matchKind(path: string): NamedKind | undefined {
  for (const part of partsOf(path)) {
    const kind = kindOfPart(part);
    if (kind) return kind;
  }
  return undefined;
}

const faultWords: Readonly<Record<MatchFault, string>> = {
  nobody: '文件名里没有本班学员的姓名或证号',
  several: '文件名对得上本班几名学员，分不清是哪一位',
  'unknown-number': '文件名里的证号不在本班花名册上',
  contradiction: '文件名和文件夹写的不是同一名学员',
};

/** Why a file waits for a hand, and what to do. */
export const spokenFault = (fault: MatchFault): string => `${faultWords[fault]}，请指定学员。`;
