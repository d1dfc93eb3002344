import { identityProofs } from '#law/identity-proofs';
import { type CategoryCode, traineeCategories } from '#law/trainee-categories';

/** A photo, a paper that shows who or what a trainee is, or a file nobody has told the kind of yet. */
export const attachmentKinds = ['portrait', 'proof', 'other'] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];

/** A paper that may be shown for a trainee: the four of 2021 三⑤, and those of the categories. */
export interface ProofKind {
  readonly code: string;
  readonly name: string;
  /** One of the four that the notice asks of everybody. */
  readonly isIdentity: boolean;
}

const identityCodes = new Set<string>(identityProofs.map(({ code }) => code));
const ofCategories = new Map<string, string>(
  traineeCategories.flatMap(({ proofs }) => proofs.map(({ code, name }) => [code, name] as const)),
);

export const proofKinds: readonly ProofKind[] = [
  ...identityProofs.map(({ code, name }) => ({ code, name, isIdentity: true })),
  ...[...ofCategories]
    .filter(([code]) => !identityCodes.has(code))
    .map(([code, name]) => ({ code, name, isIdentity: false })),
];

export const isProofCode = (code: string): boolean => proofKinds.some((kind) => kind.code === code);

/** What a file shows, in the words of the desk. */
export function kindName(kind: AttachmentKind, proof?: string): string {
  if (kind === 'portrait') return '一寸照片';
  if (kind === 'other') return '未定种类';
  return proofKinds.find(({ code }) => code === proof)?.name ?? '证明（未定种类）';
}

/** A photo or paper of a class, with the trainee it belongs to as far as that is known. */
export interface Attachment {
  readonly id: string;
  readonly kind: AttachmentKind;
  readonly proof?: string | undefined;
  readonly row?: string | undefined;
  /** Digest of what was sent, which tells one file from another. */
  readonly hash: string;
  /** Why a photo is no one-inch photo. */
  readonly unfit: readonly string[];
}

/** The papers that show each category: its own, and for somebody from the country the card that names the home. */
const papersOf = new Map<CategoryCode, ReadonlySet<string>>(
  traineeCategories.map(({ code, proofs }) => {
    const own: readonly string[] = proofs.map((paper) => paper.code);
    return [code, new Set(code === 'ruralTransferWorker' ? [...own, 'identityCard'] : own)];
  }),
);

type Paper = Pick<Attachment, 'kind' | 'proof'>;

/** One of the four papers of 2021 三⑤, each of which shows who a trainee is. */
export const isIdentityProof = ({ kind, proof }: Paper): boolean =>
  kind === 'proof' && proof !== undefined && identityCodes.has(proof);

/** Whether a paper shows that a trainee belongs to its category. */
export const showsCategory = ({ kind, proof }: Paper, category: CategoryCode): boolean =>
  kind === 'proof' && proof !== undefined && papersOf.get(category)?.has(proof) === true;

/** What a trainee is known by, on both sides of a roster that was read in anew. */
interface Holder {
  readonly name: string;
  /** Keyed hash of a sound identity number. */
  readonly key?: string | undefined;
}

interface RosterHolder extends Holder {
  readonly id: string;
}

const isSame = (one: Holder, other: Holder): boolean =>
  (one.key !== undefined && one.key === other.key) || (one.name !== '' && one.name === other.name);

const only = <Item>(items: readonly Item[]): Item | undefined => (items.length === 1 ? items[0] : undefined);

/**
 * The row an attachment belongs to now. Row ids come from the clerk’s file and may name somebody else after another
 * import, so the person decides: the row still holds him, or he has moved to another, or he has gone.
 */
export function rowOfHolder(row: string, holder: Holder, roster: readonly RosterHolder[]): string | undefined {
  const sameKey = holder.key === undefined ? [] : roster.filter(({ key }) => key === holder.key);
  const kept = roster.find(({ id }) => id === row);
  if (kept && isSame(kept, holder) && (sameKey.length === 0 || sameKey.includes(kept))) return row;
  if (sameKey.length > 0) return only(sameKey)?.id;
  const sameName = roster.filter(({ name }) => name !== '' && name === holder.name);
  return only(sameName.filter(({ key }) => key === undefined || holder.key === undefined))?.id;
}

/** What one trainee has shown. */
export interface Shown {
  readonly portraits: readonly Attachment[];
  readonly proofs: readonly Attachment[];
  readonly hasIdentityProof: boolean;
}

const nothing: Shown = { portraits: [], proofs: [], hasIdentityProof: false };

/** The attachments by trainee; a row that has none is not in it. */
export function shownByRow(attachments: readonly Attachment[]): ReadonlyMap<string, Shown> {
  const rows = new Map<string, Shown>();
  for (const each of attachments) {
    if (each.row === undefined || each.kind === 'other') continue;
    const shown = rows.get(each.row) ?? nothing;
    rows.set(
      each.row,
      each.kind === 'portrait'
        ? { ...shown, portraits: [...shown.portraits, each] }
        : {
            ...shown,
            proofs: [...shown.proofs, each],
            hasIdentityProof: shown.hasIdentityProof || isIdentityProof(each),
          },
    );
  }
  return rows;
}

export const shownBy = (rows: ReadonlyMap<string, Shown>, row: string): Shown => rows.get(row) ?? nothing;

/** A photo and one of the four identity proofs: what 2021 三⑤ asks of every trainee. */
export const isWhole = ({ portraits, hasIdentityProof }: Shown): boolean => portraits.length > 0 && hasIdentityProof;

/** Files that still wait for somebody to say whose and what they are. */
export const unassigned = <Each extends Pick<Attachment, 'row' | 'kind' | 'proof'>>(
  attachments: readonly Each[],
): Each[] =>
  attachments.filter(
    ({ row, kind, proof }) => row === undefined || kind === 'other' || (kind === 'proof' && proof === undefined),
  );
