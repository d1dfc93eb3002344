import type { PlainDate } from '#kernel/plain-date';
import type { TraineeCategory } from '#law/trainee-categories';
import { type Attachment, isIdentityProof, showsCategory } from './attachments';
import type { PhotoElsewhere } from './city-evidence';
import type { OpeningFacts } from './opening';
import type { RosterFacts } from './roster/facts';
import type { RosterRow } from './roster/row';

/** A trainee with what it has handed in, worked out once for all rules. */
export interface Holding {
  readonly row: RosterRow;
  readonly category: TraineeCategory | undefined;
  readonly portraits: readonly Attachment[];
  readonly hasIdentityProof: boolean;
  readonly hasCategoryProof: boolean;
}

export interface ProofFacts {
  readonly filedOn: PlainDate;
  /** In the order of the roster; empty where nobody has looked for photos and papers. */
  readonly holdings: readonly Holding[];
  readonly photosElsewhere: readonly PhotoElsewhere[];
}

const noPortraits: readonly Attachment[] = [];

function holdingsOf(read: RosterFacts, attachments: readonly Attachment[]): Holding[] {
  const byRow = new Map<string, { -readonly [Key in keyof Holding]: Holding[Key] }>();
  const holdings = read.rows.map(({ row, category }) => {
    const holding = { row, category, portraits: noPortraits, hasIdentityProof: false, hasCategoryProof: false };
    byRow.set(row.id, holding);
    return holding;
  });
  for (const each of attachments) {
    const holding = each.row === undefined ? undefined : byRow.get(each.row);
    if (!holding) continue;
    if (each.kind === 'portrait') holding.portraits = [...holding.portraits, each];
    holding.hasIdentityProof ||= isIdentityProof(each);
    holding.hasCategoryProof ||= holding.category !== undefined && showsCategory(each, holding.category.code);
  }
  return holdings;
}

/** What the rules of photos and papers look at; `read` is the roster of the filing as its own rules read it. */
export const proofFacts = ({ filedOn, attachments, city }: OpeningFacts, read: RosterFacts): ProofFacts => ({
  filedOn,
  holdings: attachments ? holdingsOf(read, attachments) : [],
  photosElsewhere: city?.photos ?? [],
});
